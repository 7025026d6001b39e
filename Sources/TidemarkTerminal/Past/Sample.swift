package import TidemarkLive

/// A look at a process, and what happened since the one before.
package struct Sample: Hashable, Sendable {
  /// The look, without its histograms: `rates` has what is shown of them.
  package var snapshot: Snapshot
  /// nil for the first look, and where it can't be compared with the one before.
  package var rates: Rates?

  package var time: Int64 { snapshot.time }
}
