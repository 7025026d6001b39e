/// Lays out the lines of metrics, so that figures stand below each other over the whole report.
struct MetricColumns {
  /// The widths of the columns before the rule.
  private var name = 0
  private var baseline = 0
  private var measured = 0
  private var change = 0
  /// The gaps in front of baseline, measured, change and rule.
  private var gaps = [3, 5, 5, 3]
  /// Whether some change is a percentage, so that the others leave room for its sign.
  private var hasPercent = false
  private let total: Int

  /// Measures the lines that are to come.
  init(_ rows: [FindingText], width: Int) {
    total = width
    hasPercent = rows.contains { $0.change.hasSuffix(Self.percentSign) }
    name = rows.map { TextMeasure.width($0.metric) }.max() ?? 0
    baseline = rows.map { TextMeasure.width($0.baseline) }.max() ?? 0
    measured = max(9, rows.map { TextMeasure.width($0.measured) }.max() ?? 0)
    change = rows.map { TextMeasure.width(aligned($0.change)) }.max() ?? 0
    let rule = rows.map { TextMeasure.width($0.rule) }.max() ?? 0
    if column + rule > width {
      gaps = [2, 2, 2, 2]
      measured = rows.map { TextMeasure.width($0.measured) }.max() ?? 0
    }
  }

  /// Draws one finding; a rule that does not fit goes to a line of its own.
  func lines(_ row: FindingText, style: Style, rule: String) -> [StyledLine] {
    guard !rule.isEmpty, !fits(rule) else { return [line(row, style: style, rule: rule)] }
    return [line(row, style: style, rule: "")]
      + TextMeasure.wrapped(rule, to: max(20, total - 6)).map { StyledLine("      " + $0, .dim) }
  }

  /// Returns whether a text has room behind the figures.
  func fits(_ text: String) -> Bool { column + TextMeasure.width(text) <= total }

  private func line(_ row: FindingText, style: Style, rule: String) -> StyledLine {
    var line = StyledLine("    ")
    line.append(TextMeasure.left(row.metric, name + gaps[0]))
    line.append(TextMeasure.right(row.baseline, baseline), .dim)
    line.append(TextMeasure.right(row.measured, gaps[1] + measured))
    // No line ends in blanks, which editors strip from golden texts and mails.
    let blank = rule.isEmpty ? 0 : TextMeasure.width(aligned(row.change)) - row.change.count
    let lead = gaps[2] + change - TextMeasure.width(aligned(row.change))
    line.append(String(repeating: " ", count: max(0, lead)) + row.change, style)
    if !rule.isEmpty {
      line.append(String(repeating: " ", count: blank + gaps[3]) + rule, .dim)
    }
    return line
  }

  private static let percentSign = " %"

  /// The column at which rules start.
  private var column: Int { 4 + name + baseline + measured + change + gaps.reduce(0, +) }

  private func aligned(_ change: String) -> String {
    hasPercent && !change.hasSuffix(Self.percentSign) ? change + "  " : change
  }
}
