import TidemarkBaselines

/// Makes a report of the results of a run: pure, so that every exit code can be tested.
struct Judge {
  var baselines: BaselineSet
  var policy: Policy = Policy()
  /// The folder of the package, by which its own code is told from others'.
  var root: String?
  /// What to say when no process wrote anything.
  static let nothingMeasured =
    "no test process wrote any results: add the product TidemarkAuto to the dependencies of every "
    + "test target in Package.swift"

  /// Returns the report of a run.
  func report(_ results: RunResults, status: ChildStatus, isPartial: Bool = false) -> Report {
    let environment = results.environment
    var comparisons: [Environment: Comparison] = [:]
    let outcomes = results.measured.map { test -> TestOutcome in
      if baselines.error(of: test.measurement.identity) != nil {
        return TestOutcome(
          measurement: test.measurement, status: .noVerdict,
          notes: ["its baseline file cannot be used"],
          environment: test.environment == environment ? nil : test.environment)
      }
      let comparison =
        comparisons[test.environment]
        ?? Comparison(policy: policy, environment: test.environment, root: root)
      comparisons[test.environment] = comparison
      var outcome = comparison.judge(
        test.measurement, against: baselines.entry(of: test.measurement.identity))
      outcome.environment = test.environment == environment ? nil : test.environment
      return outcome
    }
    var report = Report(
      environment: environment, outcomes: outcomes, coverage: results.coverage,
      unattributed: results.unattributed, losses: results.losses, problems: results.problems)
    report.problems += Set(baselines.errors.values).sorted()
    switch status {
    case .exited(0): break
    case .exited: report.testsFailed = true
    case .signalled(let number):
      report.problems.append(
        "swift test was killed by \(ChildStatus.name(ofSignal: number)); run the command again")
    }
    if results.files.isEmpty, report.problems.isEmpty {
      report.problems.append(Self.nothingMeasured)
    }
    if outcomes.isEmpty, !results.files.isEmpty, results.problems.isEmpty {
      let reason = isPartial ? "the filter matches no test" : "there are no tests"
      report.problems.append("no test was measured: \(reason), or none of them is bracketed")
    }
    return report
  }

  /// Returns the report with the lines of code that made figures rise, once re-runs have told.
  func explained(_ report: Report) -> Report {
    var report = report
    for index in report.outcomes.indices {
      let outcome = report.outcomes[index]
      guard outcome.status == .risen,
        let environment = outcome.environment ?? report.environment
      else { continue }
      let comparison = Comparison(policy: policy, environment: environment, root: root)
      report.outcomes[index] = comparison.explain(
        outcome,
        against: outcome.measurement.usesBaseline
          ? baselines.entry(of: outcome.measurement.identity) : nil)
    }
    return report
  }
}
