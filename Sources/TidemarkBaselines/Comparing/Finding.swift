/// The lowest and highest figure seen when a baseline was recorded; equal for an exact metric.
public struct Band: Hashable, Sendable {
  /// The lowest figure.
  public var low: Int
  /// The highest figure.
  public var high: Int

  /// Creates a band; the order of the bounds does not matter.
  public init(_ low: Int, _ high: Int) {
    self.low = min(low, high)
    self.high = max(low, high)
  }
}

/// A metric of a test that left its mark.
public struct Finding: Hashable, Sendable {
  /// Which way the figure went.
  public enum Direction: String, Hashable, Sendable, Codable {
    case risen
    case fallen
  }

  /// The metric that moved.
  public var metric: Metric
  /// Which way it moved.
  public var direction: Direction
  /// The band of the baseline or, for a limit in the code, the limit.
  public var baseline: Band
  /// The figure measured.
  public var measured: Int
  /// The highest figure that would have been let through (lowest, for a fall).
  public var bound: Int
  /// What set the bound, for example `exact`, `limit +5 %`, `limit in the test`.
  public var rule: String
  /// The stability under which the metric was compared for this test (a demotion changes it).
  public var stability: Stability
  /// The lines of code that made it rise, the largest growth first; empty when nobody asked.
  public var causes: [Cause]

  /// Creates a finding.
  public init(
    metric: Metric, direction: Direction, baseline: Band, measured: Int, bound: Int,
    rule: String, stability: Stability, causes: [Cause] = []
  ) {
    self.metric = metric
    self.direction = direction
    self.baseline = baseline
    self.measured = measured
    self.bound = bound
    self.rule = rule
    self.stability = stability
    self.causes = causes
  }
}

/// What became of one test.
public struct TestOutcome: Hashable, Sendable {
  /// The verdict on a test, worst first.
  public enum Status: String, Hashable, Sendable, Codable, CaseIterable {
    /// A figure is above its mark or outside a limit in the test's code, and stayed there in the
    /// re-runs if there were any.
    case risen
    /// Something was lost or unavailable, so nothing can be said.
    case noVerdict
    /// There is no baseline for this test at all.
    case missing
    /// A figure was above its mark once and did not stay there.
    case unconfirmed
    /// There is a baseline, but not for this environment or not for every metric: some figures were
    /// held, others not.
    case notCompared
    /// A figure is below its mark, and none is above.
    case fallen
    /// Everything is within its mark.
    case level
  }

  /// The re-runs of a finding.
  public struct Confirmation: Hashable, Sendable, Codable {
    /// In how many re-runs the finding showed again.
    public var persisted: Int
    /// How many re-runs there were.
    public var runs: Int

    /// Creates a confirmation.
    public init(persisted: Int, runs: Int) {
      self.persisted = persisted
      self.runs = runs
    }
  }

  /// The measurement that was judged.
  public var measurement: TestMeasurement
  /// The verdict.
  public var status: Status
  /// The metrics that left their mark, worst first.
  public var findings: [Finding]
  /// The metrics that were not compared, with the reason.
  public var notCompared: [Metric: String]
  /// Why there is no verdict, or other remarks.
  public var notes: [String]
  /// What the re-runs said, if there were any.
  public var confirmation: Confirmation?
  /// The figures of the same test in further runs, without what explains them.
  public var repeats: [Usage]
  /// The environment of the measurement, or nil when it is the report's.
  public var environment: Environment?

  /// Creates an outcome.
  public init(
    measurement: TestMeasurement, status: Status, findings: [Finding] = [],
    notCompared: [Metric: String] = [:], notes: [String] = [], confirmation: Confirmation? = nil,
    repeats: [Usage] = [], environment: Environment? = nil
  ) {
    self.measurement = measurement
    self.status = status
    self.findings = findings
    self.notCompared = notCompared
    self.notes = notes
    self.confirmation = confirmation
    self.repeats = repeats
    self.environment = environment
  }
}
