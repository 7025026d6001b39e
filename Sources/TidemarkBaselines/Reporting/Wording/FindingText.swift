/// The words of one finding, as every form of the report spells them.
struct FindingText {
  /// The metric's name.
  var metric: String
  /// The mark: a number, or a band such as `1,204…1,210`.
  var baseline: String
  /// The figure measured.
  var measured: String
  /// The move past the mark: absolute where the metric is steady, else as percent.
  var change: String
  /// What set the bound.
  var rule: String

  init(_ finding: Finding) {
    let ends = [finding.baseline.low, finding.baseline.high]
    let closed = ends.filter { $0 != .max && $0 != .min }
    let text = FigureText.scaled(closed + [finding.measured], unit: finding.metric.unit)
    var numbers = text.numbers[...]
    let measured = numbers.popLast() ?? ""
    let low = finding.baseline.low == .min ? "" : numbers.popFirst() ?? ""
    let high = finding.baseline.high == .max ? "" : numbers.popFirst() ?? ""
    let isSingle = finding.stability == .exact && finding.baseline.low == finding.baseline.high
    metric = finding.metric.name
    baseline = (isSingle ? low : "\(low)…\(high)") + text.suffix
    self.measured = measured + text.suffix
    change = Self.change(of: finding)
    rule = finding.rule
  }

  /// The finding in one sentence without columns.
  var sentence: String { "\(metric) \(baseline) → \(measured) (\(change), \(rule))" }

  private static func change(of finding: Finding) -> String {
    let edge = finding.edge
    let sign = finding.measured < edge ? "−" : "+"
    let (difference, overflow) = finding.measured.subtractingReportingOverflow(edge)
    let size = overflow || difference == .min ? Int.max : abs(difference)
    let isRelative = finding.stability == .toolchain || finding.stability == .noisy
    if isRelative, edge != 0 {
      let share = Double(size) / abs(Double(edge))
      // A share too small or too large to mean anything is better shown as what it is.
      if share >= 0.0005, share < 10_000 { return sign + FigureText.percent(share) }
    }
    return sign + FigureText.figure(size, unit: finding.metric.unit)
  }
}
