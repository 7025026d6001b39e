/// Holds measurements against baselines: a pure function, without files, clock or runtime.
///
/// A figure is compared only when it belongs to the test alone. Noisy metrics are compared only
/// when the policy asks for them. Limits in the test's code are checked as well, for every metric.
public struct Comparison: Sendable {
  /// One metric of the catalog with the rule it has while it is not demoted.
  private struct Line: Sendable {
    var metric: Metric
    var rule: Policy.Rule
  }

  private let policy: Policy
  private let lines: [Line]
  let key: String
  let boundedKey: String
  let root: String?

  /// Creates a comparison for the environment in which the tests ran.
  ///
  /// - Parameters:
  ///   - policy: The policy of the repository.
  ///   - environment: Where the tests ran.
  ///   - root: The folder of the package, by which its own code is told from others'.
  public init(policy: Policy = Policy(), environment: Environment, root: String? = nil) {
    self.root = root
    self.policy = policy
    lines = Self.lines(policy.resolved(for: []))
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
        compare(with: entry, &judgement)
      } else {
        judgement.isMissing = true
      }
    }
    return explain(judgement.outcome, against: measurement.usesBaseline ? entry : nil)
  }

  private static func lines(_ policy: ResolvedPolicy) -> [Line] {
    Metric.allCases.map { metric in
      Line(metric: metric, rule: policy.rule(for: metric, stability: metric.stability))
    }
  }

  private func compare(with entry: BaselineEntry, _ judgement: inout Judgement) {
    // The rules are made once and not for every test: ten thousand tests have them in common.
    let overrides = policy.overrides(for: judgement.measurement.identity)
    let resolved = overrides.isEmpty ? nil : policy.resolved(for: overrides)
    let toolchain = entry.environments[key]
    let bounded = entry.environments[boundedKey]
    for line in resolved.map(Self.lines) ?? lines {
      let stability = entry.stability(of: line.metric)
      let isDemoted = stability != line.metric.stability
      let rule =
        isDemoted
        ? (resolved ?? policy.resolved(for: [])).rule(for: line.metric, stability: stability)
        : line.rule
      if stability == .noisy, rule.compare == .never { continue }
      let mark: Band? =
        switch stability {
        case .exact: entry.exact[line.metric].map { Band($0, $0) }
        case .toolchain: toolchain?[line.metric]
        case .bounded, .noisy: bounded?[line.metric]
        }
      compare(line.metric, with: mark, rule, stability, &judgement) {
        switch stability {
        case .exact: nil
        case .toolchain: toolchain == nil ? key : nil
        case .bounded, .noisy: bounded == nil ? boundedKey : nil
        }
      }
    }
  }

  private func compare(
    _ metric: Metric, with mark: Band?, _ rule: Policy.Rule, _ stability: Stability,
    _ judgement: inout Judgement, missingSection: () -> String?
  ) {
    let usage = judgement.measurement.usage
    switch usage.figures[metric] {
    case .measured(let value):
      if rule.compare == .never {
        judgement.skip(metric, "the policy says never: \(rule.reason ?? "")")
      } else if rule.compare == .alone, !usage.ranAlone {
        judgement.skip(metric, Judgement.sharedReason)
      } else if let mark {
        judgement.compare(metric, value, with: mark, rule.tolerance, stability)
      } else if let section = missingSection() {
        judgement.skip(metric, Judgement.noSection + section)
        judgement.isElsewhere = true
      } else if metric.needsSolitude || rule.compare == .alone {
        // It is recorded only when the test runs alone, so that its mark may well be missing.
        judgement.skip(metric, Judgement.noMark + ", as it is recorded only when a test runs alone")
      } else {
        judgement.skip(metric, Judgement.noMark)
        judgement.isIncomplete = true
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
