/// What a repository tolerates: the content of `Baselines/policy.json`, or the defaults.
///
/// ```json
/// {
///   "format": 1,
///   "metrics": {
///     "heap.allocations": { "relative": 3, "reason": "the decoder is on the hot path" }
///   },
///   "overrides": [
///     {
///       "tests": "FeedTests/stress*",
///       "metrics": { "hops": { "compare": "never" } },
///       "reason": "the number of hops depends on which of two servers answers"
///     }
///   ]
/// }
/// ```
///
/// What a rule does not say stays as it was: the defaults, then `metrics`, then every override
/// whose pattern covers the test, in order.
public struct Policy: Hashable, Sendable {
  /// When a metric is held against its mark.
  public enum Compare: String, Hashable, Sendable, CaseIterable {
    /// Whenever the figure belongs to the test.
    case always
    /// Only when no other test ran at the same time.
    case alone
    /// Not at all.
    case never
  }

  /// How a metric of a test is compared.
  public struct Rule: Hashable, Sendable {
    /// How far the figure may go.
    public var tolerance: Tolerance
    /// When the metric is compared.
    public var compare: Compare
    /// Why it is so, unless it is the default.
    public var reason: String?

    /// Creates a rule.
    public init(_ tolerance: Tolerance, compare: Compare = .always, reason: String? = nil) {
      self.tolerance = tolerance
      self.compare = compare
      self.reason = reason
    }
  }

  /// What a policy changes about a metric; nil leaves it as it was.
  public struct Adjustment: Hashable, Sendable {
    /// The percentage of the relative part.
    public var relative: Double?
    /// The absolute part, in base units.
    public var absolute: Int?
    /// The percentage of the band's width.
    public var spread: Double?
    /// When the metric is compared.
    public var compare: Compare?
    /// Why.
    public var reason: String

    /// Creates an adjustment.
    public init(
      relative: Double? = nil, absolute: Int? = nil, spread: Double? = nil,
      compare: Compare? = nil, reason: String
    ) {
      self.relative = relative
      self.absolute = absolute
      self.spread = spread
      self.compare = compare
      self.reason = reason
    }
  }

  /// What a policy changes for some tests.
  public struct Override: Hashable, Sendable {
    /// The tests.
    public var tests: TestPattern
    /// The changes.
    public var metrics: [Metric: Adjustment]

    /// Creates an override.
    public init(tests: TestPattern, metrics: [Metric: Adjustment]) {
      self.tests = tests
      self.metrics = metrics
    }
  }

  /// The changes for all tests.
  public var metrics: [Metric: Adjustment]
  /// The changes for some tests; a later one wins.
  public var overrides: [Override]
  /// Keys of the file that mean nothing to this version.
  public var warnings: [String]

  /// Creates a policy; without arguments, the defaults.
  public init(metrics: [Metric: Adjustment] = [:], overrides: [Override] = []) {
    self.metrics = metrics
    self.overrides = overrides
    warnings = []
  }

  /// Returns how a metric of a test is compared, under the stability it has for this test.
  public func rule(for metric: Metric, of test: TestIdentity, stability: Stability) -> Rule {
    resolved(for: overrides(for: test)).rule(for: metric, stability: stability)
  }

  /// Returns the overrides whose pattern covers a test.
  func overrides(for test: TestIdentity) -> [Override] {
    overrides.filter { $0.tests.matches(test) }
  }

  /// Returns the changes for all tests and those of some overrides.
  func resolved(for overrides: [Override]) -> ResolvedPolicy {
    var resolved = ResolvedPolicy(adjustments: metrics.mapValues { [$0] })
    for override in overrides {
      for (metric, adjustment) in override.metrics {
        resolved.adjustments[metric, default: []].append(adjustment)
      }
    }
    return resolved
  }
}
