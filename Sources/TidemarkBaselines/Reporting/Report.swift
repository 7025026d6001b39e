/// Everything that one check has to say, gathered from all processes and both test libraries.
public struct Report: Hashable, Sendable {
  /// The environment of the run, or nil when nothing was measured.
  public var environment: Environment?
  /// The outcome of every measured test.
  public var outcomes: [TestOutcome]
  /// How many tests were measured and, when known, how many ran, by library.
  public var coverage: [Coverage]
  /// What belongs to no test.
  public var unattributed: Unattributed
  /// The losses of all processes.
  public var losses: [Loss]
  /// Failures of the run itself: a crashed process, results that are missing or unreadable.
  public var problems: [String]
  /// Baselines whose tests are gone, as `Suite/test()`.
  public var orphans: [String]
  /// Whether the tests themselves failed, apart from any finding.
  public var testsFailed: Bool

  /// How much of what ran was measured.
  public struct Coverage: Hashable, Sendable, Codable {
    /// The library.
    public var library: TestLibrary
    /// The tests that were measured.
    public var measured: Int
    /// The tests that ran, or nil when that is not known.
    public var ran: Int?

    /// Creates a coverage.
    public init(library: TestLibrary, measured: Int, ran: Int? = nil) {
      self.library = library
      self.measured = measured
      self.ran = ran
    }
  }

  /// Creates a report.
  public init(
    environment: Environment? = nil, outcomes: [TestOutcome] = [], coverage: [Coverage] = [],
    unattributed: Unattributed = Unattributed(), losses: [Loss] = [], problems: [String] = [],
    orphans: [String] = [], testsFailed: Bool = false
  ) {
    self.environment = environment
    self.outcomes = outcomes
    self.coverage = coverage
    self.unattributed = unattributed
    self.losses = losses
    self.problems = problems
    self.orphans = orphans
    self.testsFailed = testsFailed
  }
}
