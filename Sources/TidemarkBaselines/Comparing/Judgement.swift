/// Gathers what a comparison finds about one test, and weighs it at the end.
struct Judgement {
  static let sharedReason = "other tests or benchmarks ran beside it"
  /// What stands before the environment that a test has no bands for.
  static let noSection = "no baseline for "
  /// What is said of a metric without a mark beside others that have one.
  static let noMark = "no figure in the baseline"

  let measurement: TestMeasurement
  /// Whether the test has no marks at all.
  var isMissing = false
  /// Whether the test has marks, but not for this environment.
  var isElsewhere = false
  /// Whether the marks of the test lack a metric.
  var isIncomplete = false

  private var findings: [Finding] = []
  private var notCompared: [Metric: String] = [:]
  private var notes: [String] = []
  private var isRefused = false
  private var isLimitUnchecked = false

  init(_ measurement: TestMeasurement) {
    self.measurement = measurement
  }

  mutating func refuse(_ losses: [Loss]) {
    isRefused = true
    for loss in losses { notes.append("lost: \(loss.count) \(loss.what)") }
  }

  mutating func skip(_ metric: Metric, _ reason: String) {
    notCompared[metric] = reason
  }

  mutating func miss(_ metric: Metric, _ reason: String, _ stability: Stability) {
    notCompared[metric] = reason
    if stability == .exact {
      isRefused = true
      notes.append("\(metric.name) has a baseline and no figure: \(reason)")
    }
  }

  mutating func compare(
    _ metric: Metric, _ value: Int, with mark: Band, _ tolerance: Tolerance, _ stability: Stability
  ) {
    // Nearly every figure is within its band, and needs no arithmetic to know it.
    if mark.low <= value, value <= mark.high { return }
    let highest = tolerance.highest(over: mark)
    let lowest = tolerance.lowest(under: mark)
    if lowest <= value, value <= highest { return }
    findings.append(
      Finding(
        metric: metric, direction: value > highest ? .risen : .fallen, baseline: mark,
        measured: value, bound: value > highest ? highest : lowest,
        rule: tolerance.rule(over: mark, unit: metric.unit, stability: stability),
        stability: stability))
  }

  mutating func check(_ limit: Limit) {
    switch measurement.usage.figures[limit.metric] {
    case .measured(let value):
      if let highest = limit.highest, value > highest {
        findings.append(finding(limit, .risen, value, bound: highest))
      } else if let lowest = limit.lowest, value < lowest {
        findings.append(finding(limit, .fallen, value, bound: lowest))
      }
    case .shared: leaveUnchecked(limit, Self.sharedReason)
    case .unavailable(let reason): leaveUnchecked(limit, reason)
    case nil: leaveUnchecked(limit, "the probe gave no figure")
    }
  }

  private mutating func leaveUnchecked(_ limit: Limit, _ reason: String) {
    isLimitUnchecked = true
    notCompared[limit.metric] = reason
    notes.append("the limit on \(limit.metric.name) was not checked: \(reason)")
  }

  private func finding(
    _ limit: Limit, _ direction: Finding.Direction, _ value: Int, bound: Int
  ) -> Finding {
    Finding(
      metric: limit.metric, direction: direction,
      baseline: Band(limit.lowest ?? bound, limit.highest ?? bound), measured: value, bound: bound,
      rule: Finding.limitRule, stability: limit.metric.stability)
  }

  var outcome: TestOutcome {
    let status: TestOutcome.Status =
      if findings.contains(where: \.isFailure) {
        .risen
      } else if isRefused {
        .noVerdict
      } else if isMissing {
        .missing
      } else if isElsewhere || isIncomplete || isLimitUnchecked {
        .notCompared
      } else if !findings.isEmpty {
        .fallen
      } else {
        .level
      }
    return TestOutcome(
      measurement: measurement, status: status, findings: findings.sorted(by: Finding.isWorse),
      notCompared: notCompared, notes: notes)
  }
}
