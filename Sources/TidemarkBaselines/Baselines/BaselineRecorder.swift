/// Makes the marks of a test from what several runs measured.
///
/// Only figures that belong to the test are recorded, and only of metrics that are compared: noisy
/// ones are not, unless the policy asks for it. What a run could not measure, and the marks of
/// other environments, stay as they were.
public struct BaselineRecorder: Sendable {
  /// How many runs a mark is taken from unless asked otherwise.
  public static let defaultRuns = 5

  private let policy: Policy
  let key: String
  private let boundedKey: String
  let root: String?

  /// Creates a recorder for the environment in which the runs were made.
  ///
  /// - Parameters:
  ///   - policy: The policy of the repository.
  ///   - environment: Where the runs were made.
  ///   - root: The folder of the package, by which its own code is told from others'.
  public init(policy: Policy = Policy(), environment: Environment, root: String? = nil) {
    self.root = root
    self.policy = policy
    key = environment.key
    boundedKey = environment.boundedKey
  }

  /// Returns the marks of a test after some runs, or the old ones when no run can be trusted.
  ///
  /// Recording again without a change gives the old marks. An exact metric takes the new figure,
  /// and call sites are recorded when a run has some.
  ///
  /// - Parameters:
  ///   - runs: The measurements of one test; those with losses are left out.
  ///   - entry: The marks that are there, or nil for a new test.
  ///   - merging: What becomes of the bands that are there.
  public func record(
    _ runs: [TestMeasurement], into entry: BaselineEntry?, merging: Merging = .keeping
  ) -> BaselineEntry? {
    let runs = runs.filter { $0.usage.losses.isEmpty }
    guard let first = runs.first else { return entry }
    let rules = policy.resolved(for: policy.overrides(for: first.identity))
    var entry = entry ?? BaselineEntry()
    for metric in Metric.allCases {
      let compare = rules.rule(for: metric, stability: metric.stability).compare
      let values = runs.compactMap { run -> Int? in
        if compare == .alone, !run.usage.ranAlone { return nil }
        if case .measured(let value)? = run.usage.figures[metric] { return max(0, value) }
        return nil
      }
      guard let low = values.min(), let high = values.max(), compare != .never else { continue }
      if metric.stability == .exact, low != high, entry.demoted[metric] == nil {
        entry.demoted[metric] = Self.reason(values)
      }
      let stability = entry.stability(of: metric)
      if stability == .exact {
        entry.exact[metric] = low
        entry.removeBands(of: metric)
        continue
      }
      entry.exact[metric] = nil
      let rule = rules.rule(for: metric, stability: stability)
      let section = stability == .toolchain ? key : boundedKey
      let old = entry.environments[section]?[metric]
      let seen = Band(low, high)
      entry.environments[section, default: [:]][metric] =
        old.map { merge(seen, into: $0, rule.tolerance, runs: values.count, merging) }
        ?? widened(seen, of: metric, in: section, like: entry, runs: values.count)
    }
    recordSites(runs, into: &entry, keeping: merging != .replacing) { metric, counts, entry in
      let stability = entry.stability(of: metric)
      let section = stability == .toolchain ? key : boundedKey
      let total = entry.exact[metric] ?? counts.total
      let mark = entry.environments[section]?[metric] ?? Band(total, total)
      let tolerance = rules.rule(for: metric, stability: stability).tolerance
      return tolerance.highest(over: mark) - mark.low
    }
    return entry
  }

  /// Returns the first band of a section.
  ///
  /// A few runs, such as those of a check on another machine, do not show how far a figure varies.
  /// Where it was seen to vary with another width of the pool, it is taken to vary as far here.
  private func widened(
    _ seen: Band, of metric: Metric, in section: String, like entry: BaselineEntry, runs: Int
  ) -> Band {
    guard runs < Self.defaultRuns, section == boundedKey else { return seen }
    let others = entry.environments.filter { $0.key.hasPrefix(key + "/pool-") }.values
    let width = others.compactMap { $0[metric] }.map { $0.high - $0.low }.max() ?? 0
    let (high, overflow) = seen.low.addingReportingOverflow(width)
    return overflow ? seen : Band(seen.low, max(seen.high, high))
  }

  private static func reason(_ values: [Int]) -> String {
    let distinct = Set(values).sorted()
    let shown = distinct.prefix(6).map(String.init).joined(separator: ", ")
    return "runs disagreed: \(shown)\(distinct.count > 6 ? ", …" : "")"
  }
}

extension BaselineEntry {
  fileprivate mutating func removeBands(of metric: Metric) {
    for (key, bands) in environments where bands[metric] != nil {
      environments[key]?[metric] = nil
      if environments[key]?.isEmpty ?? false { environments[key] = nil }
    }
  }
}
