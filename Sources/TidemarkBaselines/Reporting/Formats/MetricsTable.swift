/// The table of all metrics, made from the metrics themselves so that it cannot drift.
package enum MetricsTable {
  /// Returns the table as Markdown with a newline at its end.
  package static func markdown() -> String {
    let head = """
      | Metric | Unit | Class | What is counted | By what means | When there is no figure |
      |---|---|---|---|---|---|
      """
    let rows = Metric.allCases.map { metric in
      let cells = [
        "`\(metric.name)`", metric.unit.rawValue, metric.stability.rawValue, metric.summary,
        metric.source, metric.unavailable,
      ]
      return "| " + cells.map(cell).joined(separator: " | ") + " |"
    }
    return ([head] + rows).joined(separator: "\n") + "\n"
  }

  /// Returns the table for a terminal: name, unit and class in columns, the meaning wrapped.
  package static func text(width: Int = 100) -> String {
    let columns: [(Metric) -> String] = [
      \.name, \.unit.rawValue, \.stability.rawValue,
    ]
    let widths = columns.map { column in
      Metric.allCases.map { TextMeasure.width(column($0)) }.max() ?? 0
    }
    let indent = widths.reduce(0) { $0 + $1 + 2 }
    return Metric.allCases.map { metric -> String in
      let head = zip(columns, widths).map { TextMeasure.left($0(metric), $1 + 2) }.joined()
      let summary = TextMeasure.wrapped(metric.summary, to: max(20, width - indent))
      let rest = summary.dropFirst().map { String(repeating: " ", count: indent) + $0 }
      return ([head + (summary.first ?? "")] + rest).joined(separator: "\n") + "\n"
    }.joined()
  }

  /// The metrics' own text is Markdown already; only a bar would end the cell.
  private static func cell(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
