/// One finished run of `swift test`.
struct TestRun {
  /// What the test processes wrote.
  var results: RunResults
  /// How `swift test` ended.
  var status: ChildStatus
  /// The file with its output.
  var log: String

  /// Whether the tests themselves failed.
  var hasFailed: Bool {
    if case .exited(let code) = status { code != 0 } else { false }
  }
}
