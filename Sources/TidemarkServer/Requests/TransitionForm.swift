/// How transitions are written.
package enum TransitionForm: String, Hashable, Sendable {
  /// For whoever reads them without Tidemark.
  case json
  /// As a recording has them, in a tenth of the bytes and of the time: a process that is busy makes more
  /// of them than JSON can tell.
  case compact
}
