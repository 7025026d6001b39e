import TidemarkBaselines

/// Which figures of a report may become marks.
enum PendingChoice {
  /// The figures of one test, of all its runs.
  struct Candidate: Hashable {
    var runs: [TestMeasurement]
    var environment: Environment

    init(runs: [TestMeasurement], environment: Environment) {
      self.runs = runs
      self.environment = environment
    }

    init(_ pending: PendingTest) {
      self.init(runs: pending.runs, environment: pending.environment)
    }
  }

  /// Forgets what is pending for tests whose marks have just been recorded.
  static func clear(_ candidates: [Candidate], in store: PendingStore) throws {
    guard try !store.list().isEmpty else { return }
    for (environment, group) in Dictionary(grouping: candidates, by: \.environment) {
      try store.clear(Set(group.flatMap(\.runs).map(\.identity)), environment: environment)
    }
  }

  /// Returns the figures that a check keeps for `tidemark accept`: those that left their marks.
  ///
  /// Nothing of a failing run is kept. A limit in the test's code cannot be accepted.
  static func pending(_ report: Report) -> [Candidate] {
    if report.testsFailed { return [] }
    return report.outcomes.filter { outcome in
      (outcome.status == .risen || outcome.status == .fallen)
        && outcome.findings.contains { $0.rule != Finding.limitRule }
    }
    .compactMap { candidate($0, in: report) }
  }

  /// Returns the figures of a saved report that can be accepted: also those without a mark here.
  static func acceptable(_ report: Report, _ pattern: TestPattern?) -> [Candidate] {
    if report.testsFailed { return [] }
    return report.outcomes.filter { outcome in
      switch outcome.status {
      case .risen, .fallen, .missing, .notCompared: break
      case .noVerdict, .unconfirmed, .level: return false
      }
      return pattern?.matches(outcome.measurement.identity) ?? true
    }
    .compactMap { candidate($0, in: report) }
  }

  /// Returns the figures of every test that is held against baselines, for recording all of them.
  static func recordable(_ report: Report) -> [Candidate] {
    report.outcomes.compactMap { candidate($0, in: report) }
  }

  /// Returns the tests that are within their marks again, so that nothing is pending for them.
  static func settled(_ report: Report) -> [Environment: Set<TestIdentity>] {
    if report.testsFailed { return [:] }
    return report.outcomes.filter { $0.status == .level || $0.status == .unconfirmed }
      .reduce(into: [:]) { result, outcome in
        guard let environment = outcome.environment ?? report.environment else { return }
        result[environment, default: []].insert(outcome.measurement.identity)
      }
  }

  private static func candidate(_ outcome: TestOutcome, in report: Report) -> Candidate? {
    guard outcome.measurement.usesBaseline,
      let environment = outcome.environment ?? report.environment
    else { return nil }
    let repeats = outcome.repeats.map { usage in
      var run = outcome.measurement
      run.usage = usage
      return run
    }
    return Candidate(runs: [outcome.measurement] + repeats, environment: environment)
  }
}
