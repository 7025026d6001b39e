private import TidemarkBaselines

/// What the environment of the process asks of the harness.
package struct SessionSettings: Hashable, Sendable {
  /// What becomes of the figures of a test.
  package enum Mode: String, Hashable, Sendable {
    /// They are held against the committed baseline.
    case check
    /// They are recorded.
    case update
    /// Nothing is measured.
    case off
  }

  /// What becomes of the figures.
  package var mode: Mode
  /// The folder for result files; when it is set the command line judges and no test is failed.
  package var results: String?
  /// The folder of the baselines, when it is not the package's own.
  package var baselines: String?
  /// Whether this is a continuous integration run, in which no baseline is created.
  package var isContinuousIntegration: Bool
  /// What is wrong with the environment, if anything.
  package var problem: String?

  /// Reads the settings from environment variables.
  ///
  /// A process that runs the body of an exit test is not a test run, so nothing is measured in it.
  package init(environment: [String: String]) {
    let wanted = environment["TIDEMARK"].flatMap { $0.isEmpty ? nil : $0 }
    mode = wanted.map { Mode(rawValue: $0) ?? .check } ?? .check
    if let wanted, Mode(rawValue: wanted) == nil {
      problem = "TIDEMARK is `\(wanted)`, which is taken for check; it can be check, update or off"
    }
    if environment["SWT_EXIT_TEST_ID"] != nil { mode = .off }
    results = environment["TIDEMARK_RESULTS"].flatMap { $0.isEmpty ? nil : $0 }
    baselines = environment[BaselineStore.variable].flatMap { $0.isEmpty ? nil : $0 }
    let ci = environment["CI"] ?? ""
    isContinuousIntegration = !["", "0", "false"].contains(ci.lowercased())
  }
}
