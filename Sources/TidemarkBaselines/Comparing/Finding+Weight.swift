extension Finding {
  /// The rule of a finding that left a limit in the test's code.
  public static let limitRule = "limit in the test"

  /// Whether the finding fails the test: every rise, and a figure under a limit's low end.
  public var isFailure: Bool { direction == .risen || rule == Self.limitRule }

  /// How far the figure is from its mark, as a share of the mark.
  package var relativeSize: Double {
    let distance = direction == .risen ? measured - baseline.high : baseline.low - measured
    let mark = direction == .risen ? baseline.high : baseline.low
    return Double(distance) / Double(max(1, mark))
  }

  /// Orders failures first, then steadier metrics, then larger changes, then as in the catalogue,
  /// in which a cause such as a task that is created stands before what follows from it.
  static func isWorse(_ left: Finding, _ right: Finding) -> Bool {
    if left.isFailure != right.isFailure { return left.isFailure }
    if left.stability != right.stability { return left.stability.rank < right.stability.rank }
    if left.relativeSize != right.relativeSize { return left.relativeSize > right.relativeSize }
    if left.metric != right.metric { return left.metric.rank < right.metric.rank }
    return left.rule < right.rule
  }
}

extension Metric {
  fileprivate var rank: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }
}

extension Stability {
  fileprivate var rank: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }
}
