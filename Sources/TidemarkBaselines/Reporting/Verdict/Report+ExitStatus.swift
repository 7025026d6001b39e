extension Report {
  /// The one number that a check ends with.
  ///
  /// The order of the cases is the order of precedence, most telling first:
  /// 1. failed tests, because the figures of a test that failed mean little;
  /// 2. a regression, because it is certain whatever else is missing;
  /// 3. no verdict, because a baseline recorded now would be as doubtful as the figures;
  /// 4. a missing baseline, which one command mends;
  /// 5. clean. What is unconfirmed, fallen, not compared or orphaned leaves a run clean.
  package enum ExitStatus: Int32, Hashable, Sendable, CaseIterable {
    /// The tests themselves failed.
    case testsFailed = 2
    /// A figure has risen above its mark.
    case regression = 1
    /// Something was lost, unavailable or missing, so nothing can be said.
    case noVerdict = 4
    /// A test has no baseline.
    case baselineMissing = 3
    /// Nothing has risen.
    case clean = 0

    /// The word that machine-readable reports use.
    package var name: String {
      switch self {
      case .testsFailed: "tests-failed"
      case .regression: "regression"
      case .noVerdict: "no-verdict"
      case .baselineMissing: "baseline-missing"
      case .clean: "clean"
      }
    }
  }
}
