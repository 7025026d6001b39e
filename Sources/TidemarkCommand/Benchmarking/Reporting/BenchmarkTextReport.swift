import TidemarkBaselines
import TidemarkStatistics

/// Draws a comparison for a terminal or a log: what differs, worst first.
struct BenchmarkTextReport {
  var width = 100
  var color = false
  /// Whether benchmarks without a difference have a row of their own as well.
  var showsAll = false

  /// Returns the whole text with a newline at its end.
  func render(_ report: BenchmarkReport) -> String {
    let sections = [
      header(report), failures(report), legend(report), table(report), footer(report),
    ]
    return sections.filter { !$0.isEmpty }.map { lines in
      lines.map { line in
        var line = line
        line.trim()
        return line.text(color: color) + "\n"
      }.joined()
    }.joined(separator: "\n")
  }

  private func header(_ report: BenchmarkReport) -> [StyledLine] {
    var line = StyledLine("Tidemark bench", .bold)
    let total = report.outcomes.count
    line.append(
      " · " + (total == 0 ? "nothing compared" : BaselineText.counted(total, "benchmark")))
    var lines: [StyledLine] = []
    for part in report.counted {
      if line.width + 3 + TextMeasure.width(part.words) > width {
        lines.append(line)
        line = StyledLine(" ")
      }
      line.append(" · ")
      line.append(part.words, part.style)
    }
    let sides = BaselineText.printable("\(report.before.title) → \(report.after.title)")
    let columns = TextMeasure.width(sides)
    guard line.width + 2 + columns <= width else {
      return lines + [line] + paragraph(sides, indent: 4, style: .dim)
    }
    line.pad(to: width - columns)
    line.append(sides, .dim)
    return lines + [line]
  }

  private func failures(_ report: BenchmarkReport) -> [StyledLine] {
    report.failures.flatMap { paragraph($0, marker: "✘ ", style: .bad) }
  }

  private func legend(_ report: BenchmarkReport) -> [StyledLine] {
    report.legend.flatMap { paragraph($0, style: .dim) }
  }

  private func footer(_ report: BenchmarkReport) -> [StyledLine] {
    var lines: [StyledLine] = []
    if !showsAll, !report.comparesProbe, let words = report.unchangedWords {
      lines += paragraph(words)
    }
    lines += report.oneSided.flatMap { paragraph($0, style: .warning) }
    lines += report.remarks.flatMap { paragraph($0, style: .warning) }
    lines += paragraph(report.closingWords, style: .dim)
    return lines + paragraph(next(report), style: .bold)
  }

  /// Returns what to do next.
  private func next(_ report: BenchmarkReport) -> String {
    switch report.exitStatus {
    case .testsFailed: return "next: mend what failed, then compare again"
    case .regression:
      if report.comparesProbe { return report.costWords }
      let isOpen = report.outcomes(.slower).contains { $0.repeats.isEmpty }
      return "next: undo the change, or "
        + (isOpen ? "see whether the difference stays with another seed" : "live with it")
    case .noVerdict, .baselineMissing:
      return "no verdict: there was nothing to compare on both sides, or too little"
    case .clean: return "nothing to do: " + report.verdictWords
    }
  }

  private func paragraph(
    _ text: String, indent: Int = 0, marker: String = "", style: Style = .plain
  ) -> [StyledLine] {
    let hang = indent + TextMeasure.width(marker)
    let lines = TextMeasure.wrapped(BaselineText.printable(text), to: max(20, width - hang))
    return lines.enumerated().map { index, part in
      var line = StyledLine(String(repeating: " ", count: index == 0 ? indent : hang))
      if index == 0, !marker.isEmpty { line.append(marker, style) }
      line.append(part, style)
      return line
    }
  }
}

extension BenchmarkTextReport {
  /// A row of the table.
  private struct Row {
    var marker: String
    var style: Style
    var name: String
    /// Before, after, ratio, interval, and p or scatter.
    var figures: [String]
    var verdict: String
    var verdictStyle: Style
    var remarks: [(text: String, style: Style)]
  }

  /// Draws what differs or, when asked to, everything.
  private func table(_ report: BenchmarkReport) -> [StyledLine] {
    let shown =
      showsAll || report.comparesProbe ? report.outcomes : report.outcomes.filter(\.isChanged)
    if shown.isEmpty { return [] }
    let rows = shown.map { row($0, report) }
    let confidence = BenchmarkWords.percent(1 - report.settings.level)
    let sides = report.sideWords
    let heads = [
      sides.before, sides.after, "ratio", "\(confidence) interval",
      report.comparesProbe ? "scatter" : "adjusted p",
    ]
    let columns = heads.indices.map { index in
      rows.reduce(TextMeasure.width(heads[index])) { max($0, TextMeasure.width($1.figures[index])) }
    }
    let names = rows.map { TextMeasure.width($0.name) }.max() ?? 0
    let verdicts = rows.map { TextMeasure.width($0.verdict) }.max() ?? 0
    let rest = columns.reduce(0) { $0 + $1 + 2 } + 2 + verdicts
    // Names that leave no room for the figures have lines of their own.
    let isWide = 2 + names + rest > width
    let indent = isWide ? 2 : 2 + names

    var head = StyledLine(String(repeating: " ", count: indent))
    head.append(figures(heads, columns) + "  verdict", .dim)
    var lines = [head]
    for row in rows {
      var line = StyledLine(row.marker + " ", row.style)
      line.append(row.name, row.style == .plain ? .plain : .bold)
      if isWide {
        lines.append(line)
        line = StyledLine()
      }
      line.pad(to: indent)
      line.append(figures(row.figures, columns) + "  ")
      line.append(row.verdict, row.verdictStyle)
      lines.append(line)
      lines += row.remarks.flatMap { paragraph($0.text, indent: 4, style: $0.style) }
    }
    return lines
  }

  private func figures(_ cells: [String], _ columns: [Int]) -> String {
    zip(cells, columns).map { "  " + TextMeasure.right($0, $1) }.joined()
  }

  private func row(_ outcome: BenchmarkOutcome, _ report: BenchmarkReport) -> Row {
    let times = BenchmarkWords.times(median(of: outcome.before), median(of: outcome.after))
    var row = Row(
      marker: "·", style: outcome.isRegression ? .bad : outcome.verdict.style,
      name: BaselineText.printable(report.words(outcome.name)),
      figures: [
        times.before, times.after, BenchmarkWords.ratio(outcome.estimate.ratio),
        BenchmarkWords.interval(outcome.estimate),
        report.comparesProbe
          ? BenchmarkWords.scatter(outcome) : BenchmarkWords.p(outcome.adjustedP),
      ], verdict: report.words(outcome.verdict), verdictStyle: outcome.verdict.style, remarks: [])
    switch outcome.verdict {
    case _ where outcome.isRegression: row.marker = "✘"
    case .slower, .notConfirmed, .slowerWithinTolerance: row.marker = "△"
    case .faster, .fasterWithinTolerance: row.marker = "▽"
    case .noDifferenceShown: break
    }
    for (again, words) in zip(outcome.repeats, BenchmarkWords.repeats(outcome)) {
      row.remarks.append((words, again.verdict.style))
    }
    for count in outcome.counts {
      switch count.direction {
      case .risen: row.remarks.append((BenchmarkWords.count(count), .bad))
      case .fallen: row.remarks.append((BenchmarkWords.count(count), .good))
      case .unclear where showsAll: row.remarks.append((BenchmarkWords.count(count), .dim))
      case .unclear, .level: break
      }
    }
    if outcome.verdict == .noDifferenceShown, !report.comparesProbe {
      let tolerance = BenchmarkWords.percent(report.settings.tolerance)
      let words =
        outcome.isTelling
        ? "a difference of \(tolerance) would most likely have shown"
        : "to tell a difference of \(tolerance) takes "
          + (outcome.roundsToTell.map { "about \(BaselineText.count($0)) rounds" }
            ?? "more rounds than pay")
      row.remarks.append((words, .dim))
    }
    return row
  }
}
