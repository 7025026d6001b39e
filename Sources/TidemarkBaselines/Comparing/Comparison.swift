/// Holds measurements against baselines: a pure function, without files, clock or runtime.
///
/// A figure is compared only when it belongs to the test alone. Noisy metrics are compared only
/// when the policy asks for them. Limits in the test's code are checked as well, for every metric.
public struct Comparison: Sendable {
  private let policy: Policy
  private let everyRule: ResolvedPolicy?
  private let key: String
  private let boundedKey: String

  /// Creates a comparison for the environment in which the tests ran.
  public init(policy: Policy = Policy(), environment: Environment) {
    self.policy = policy
    // Without overrides all tests have the same rules, so that no pattern is matched.
    everyRule =
      policy.overrides.isEmpty
      ? policy.resolved(for: TestIdentity(target: "", suite: "", name: "")) : nil
    key = environment.key
    boundedKey = environment.boundedKey
  }

  /// Returns what became of a test.
  ///
  /// - Parameters:
  ///   - measurement: What the test used.
  ///   - entry: The test's marks, or nil when it has none.
  public func judge(_ measurement: TestMeasurement, against entry: BaselineEntry?) -> TestOutcome {
    var judgement = Judgement(measurement)
    if !measurement.usage.losses.isEmpty {
      judgement.refuse(measurement.usage.losses)
      return judgement.outcome
    }
    for limit in measurement.limits { judgement.check(limit) }
    if measurement.usesBaseline {
      if let entry {
        let rules = everyRule ?? policy.resolved(for: measurement.identity)
        for metric in Metric.allCases { compare(metric, entry, rules, &judgement) }
      } else {
        judgement.isMissing = true
      }
    }
    return judgement.outcome
  }

  private func compare(
    _ metric: Metric, _ entry: BaselineEntry, _ rules: ResolvedPolicy, _ judgement: inout Judgement
  ) {
    let stability = entry.stability(of: metric)
    let rule = rules.rule(for: metric, stability: stability)
    if stability == .noisy, rule.compare == .never { return }
    let section = stability == .toolchain ? key : boundedKey
    let mark: Band? =
      stability == .exact
      ? entry.exact[metric].map { Band($0, $0) } : entry.environments[section]?[metric]
    let usage = judgement.measurement.usage

    switch usage.figures[metric] {
    case .measured(let value):
      if rule.compare == .never {
        judgement.skip(metric, "the policy says never: \(rule.reason ?? "")")
      } else if rule.compare == .alone, !usage.ranAlone {
        judgement.skip(metric, Judgement.sharedReason)
      } else if let mark {
        judgement.compare(metric, value, with: mark, rule.tolerance, stability)
      } else if stability != .exact, entry.environments[section] == nil {
        judgement.skip(metric, "no baseline for \(section)")
        judgement.isElsewhere = true
      } else {
        judgement.skip(metric, "the baseline has no figure for it")
      }
    case .shared:
      judgement.skip(metric, Judgement.sharedReason)
    case .unavailable(let reason):
      if mark != nil { judgement.miss(metric, reason, stability) }
    case nil:
      if mark != nil { judgement.miss(metric, "the probe gave no figure", stability) }
    }
  }
}
