import TidemarkBaselines

/// Holds pending figures against the baselines as they are now.
enum PendingReport {
  /// Returns a report of what is pending.
  static func make(_ workspace: Workspace, _ pattern: TestPattern?) throws -> Report {
    let pending = try workspace.pending.list(pattern)
    let policy = try workspace.store.loadPolicy()
    let suites = Set(pending.map { BaselineStore.Suite($0.identity) })
    let baselines = try BaselineSet(workspace.store, suites: Array(suites))
    if !baselines.errors.isEmpty {
      throw UnusableFiles(messages: baselines.errors.values.sorted())
    }
    let environment = Environment.joined(pending.map(\.environment))
    let outcomes = pending.compactMap { test -> TestOutcome? in
      guard let first = test.runs.first else { return nil }
      let comparison = Comparison(
        policy: policy, environment: test.environment, root: workspace.store.root)
      let entry = baselines.entry(of: test.identity)
      var outcome = comparison.judge(first, against: entry)
      outcome = Comparison.confirm(first: outcome, reruns: Array(test.runs.dropFirst()))
      outcome = comparison.explain(outcome, against: entry)
      outcome.environment = test.environment == environment ? nil : test.environment
      return outcome
    }
    return Report(environment: environment, outcomes: outcomes)
  }
}
