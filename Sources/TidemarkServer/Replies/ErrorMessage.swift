internal import TidemarkLive

/// Why there is no answer, as JSON.
package struct ErrorMessage: Codable, Hashable, Sendable {
  package var version = Snapshot.currentVersion
  /// What is wrong and what to do.
  package var error: String
  /// Whether the observed process has ended, so that to ask again is of no use.
  package var hasEnded: Bool

  package init(error: String, hasEnded: Bool = false) {
    self.error = error
    self.hasEnded = hasEnded
  }
}
