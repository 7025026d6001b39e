/// Draws a report as Markdown for a job's summary or a comment on a pull request.
package struct MarkdownReport: Sendable {
  /// The package's root, below which paths are shortened.
  package var root: String?
  /// How the command line is called in the advice given.
  package var command: String
  /// The files of results that the report was made of, which the advice names.
  package var files: [String]
  /// The most tests of a kind that are spelled out; GitHub cuts a comment at 65,536 characters.
  package var limit: Int

  /// Creates a drawing with its options.
  package init(
    root: String? = nil, command: String = "tidemark", files: [String] = [], limit: Int = 50
  ) {
    self.root = root
    self.command = command
    self.files = files
    self.limit = max(1, limit)
  }

  /// Returns the document with a newline at its end.
  package func render(_ report: Report) -> String {
    let text = TextReport(width: 100, root: root, command: command, files: files)
    var blocks = ["## Tidemark: " + Self.verdict(of: report), Self.summary(of: report)]
    let problems = report.problems.map { "- ❌ " + Self.escaped($0) }
    if !problems.isEmpty { blocks.append(problems.joined(separator: "\n")) }
    blocks += table(report)
    let reasons = report.outcomes(.risen).prefix(limit).flatMap { outcome in
      [TextMeasure.printable(outcome.measurement.identity.description)]
        + text.reasons(outcome).map { $0.text(color: false) }
    }
    let why = Self.fenced(reasons.joined(separator: "\n"))
    blocks += Self.details("Why", why, if: !reasons.isEmpty)
    blocks += list("No verdict", report.outcomes(.noVerdict)) { $0.notes.joined(separator: "; ") }
    blocks += list("No baseline yet", report.outcomes(.missing).tests) { _ in "" }
    blocks += list("Not confirmed by the re-runs", report.outcomes(.unconfirmed)) { outcome in
      (outcome.findings.map { FindingText($0).sentence } + outcome.notes).joined(separator: "; ")
    }
    blocks += list("Compared in part", report.outcomes(.notCompared)) { outcome in
      [outcome].notComparedWords
    }
    let orphans = report.orphans.sorted().prefix(limit).map { "- " + Self.code($0) }
    let title = "Baselines without a test (\(FigureText.count(report.orphans.count)))"
    blocks += Self.details(title, orphans.joined(separator: "\n"), if: !orphans.isEmpty)
    blocks.append(footer(report))
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private func table(_ report: Report) -> [String] {
    let outcomes = report.outcomes(.risen) + report.outcomes(.fallen)
    guard !outcomes.isEmpty else { return [] }
    let head = """
      | | Test | Metric | Baseline | Measured | Change | Rule |
      |---|---|---|---:|---:|---:|---|
      """
    let rows = outcomes.prefix(limit).flatMap { outcome in
      outcome.findings.map { finding -> String in
        let row = FindingText(finding)
        let cells = [
          finding.direction == .risen ? "❌" : "🔽",
          Self.cell(outcome.measurement.identity.description), Self.cell(row.metric),
          row.baseline, row.measured, "**\(row.change)**", Self.escaped(row.rule),
        ]
        return "| " + cells.joined(separator: " | ") + " |"
      }
    }
    let rest = outcomes.count - limit
    let more = rest > 0 ? ["and \(FigureText.counted(rest, "more test"))"] : []
    return [([head] + rows).joined(separator: "\n")] + more
  }

  private func list(
    _ title: String, _ outcomes: [TestOutcome], remark: (TestOutcome) -> String
  ) -> [String] {
    let items = outcomes.prefix(limit).map { outcome in
      let text = Self.escaped(remark(outcome))
      let name = Self.code(outcome.measurement.identity.description)
      return "- " + name + (text.isEmpty ? "" : ": " + text)
    }
    let rest = outcomes.count - limit
    let more = rest > 0 ? ["- and \(FigureText.counted(rest, "more test"))"] : []
    let body = (items + more).joined(separator: "\n")
    let count = FigureText.count(outcomes.count)
    return Self.details("\(title) (\(count))", body, if: !outcomes.isEmpty)
  }

  private func footer(_ report: Report) -> String {
    let coverage = report.coverage.map(\.words)
    let words = coverage + [report.unattributedWords, report.lossWords]
    let advice = NextStep(command: command, files: files).advice(for: report)
    let command = advice.command.map { ": " + Self.code($0) } ?? ""
    return Self.escaped(words.joined(separator: " · ")) + "\n\n" + Self.escaped(advice.words)
      + command
  }
}
