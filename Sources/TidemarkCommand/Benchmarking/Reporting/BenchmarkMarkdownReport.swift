import TidemarkBaselines
import TidemarkStatistics

/// Draws a comparison as Markdown for a job's summary or a comment on a pull request.
struct BenchmarkMarkdownReport {
  /// The most rows of a table; GitHub cuts a comment at 65,536 characters.
  var limit = 100

  /// Returns the document with a newline at its end.
  func render(_ report: BenchmarkReport) -> String {
    let mark =
      switch report.exitStatus {
      case .clean: "✅"
      case .noVerdict, .baselineMissing: "❓"
      case .regression, .testsFailed: "❌"
      }
    var blocks = ["## Tidemark bench: \(mark) \(report.verdictWords)"]
    let sides = [report.before.title, report.after.title].map(MarkdownReport.code)
    let counts = report.counted.map(\.words).joined(separator: " · ")
    blocks.append(
      "\(sides.joined(separator: " → ")) — \(BaselineText.counted(report.outcomes.count, "benchmark"))"
        + (counts.isEmpty ? "" : " · \(counts)"))
    let failures = report.failures.map { "- ❌ " + MarkdownReport.escaped($0) }
    if !failures.isEmpty { blocks.append(failures.joined(separator: "\n")) }
    let changed = report.outcomes.filter(\.isChanged)
    if !changed.isEmpty { blocks.append(table(changed, report)) }
    let rest = report.outcomes.filter { !$0.isChanged }
    if let words = report.unchangedWords {
      blocks += MarkdownReport.details(words, table(rest, report), if: true)
    }
    let remarks = (report.oneSided + report.remarks).map { "- " + MarkdownReport.escaped($0) }
    if !remarks.isEmpty { blocks.append(remarks.joined(separator: "\n")) }
    blocks.append(MarkdownReport.escaped(report.closingWords))
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private func table(_ outcomes: [BenchmarkOutcome], _ report: BenchmarkReport) -> String {
    let confidence = BenchmarkWords.percent(1 - report.settings.level)
    let sides = report.sideWords
    let head = """
      | | Benchmark | \(BenchmarkWords.head(sides.before)) | \(BenchmarkWords.head(sides.after)) | Ratio | \(confidence) interval | Adjusted p | Verdict |
      |---|---|---:|---:|---:|---:|---:|---|
      """
    let rows = outcomes.prefix(limit).map { outcome -> String in
      let times = BenchmarkWords.times(median(of: outcome.before), median(of: outcome.after))
      let counts = outcome.counts.filter { [.risen, .fallen].contains($0.direction) }
      let verdict =
        [report.words(outcome.verdict)] + BenchmarkWords.repeats(outcome)
        + counts.map(BenchmarkWords.count)
      let cells = [
        mark(outcome), MarkdownReport.cell(report.words(outcome.name)), times.before, times.after,
        BenchmarkWords.ratio(outcome.estimate.ratio), BenchmarkWords.interval(outcome.estimate),
        MarkdownReport.escaped(BenchmarkWords.p(outcome.adjustedP)),
        MarkdownReport.escaped(verdict.joined(separator: "; ")),
      ]
      return "| " + cells.joined(separator: " | ") + " |"
    }
    let more = outcomes.count - limit
    let rest = more > 0 ? ["", "and \(BaselineText.counted(more, "more benchmark"))"] : []
    return ([head] + rows + rest).joined(separator: "\n")
  }

  private func mark(_ outcome: BenchmarkOutcome) -> String {
    if outcome.isRegression { return "❌" }
    if outcome.verdict == .notConfirmed { return "⚠️" }
    return [.faster, .fasterWithinTolerance].contains(outcome.verdict) ? "🔽" : ""
  }
}
