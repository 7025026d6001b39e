/// Draws a report as workflow commands, which GitHub shows on the lines that made a figure rise or,
/// where those are not known, on the lines of the tests.
///
/// GitHub keeps ten annotations of each level for a step and drops the others silently, so the
/// worst come first and the last one of a level counts what has no room.
package struct GitHubReport: Sendable {
  /// The package's root; GitHub wants paths relative to the repository.
  package var root: String?
  /// How the command line is called in the advice given.
  package var command: String
  /// The files of results that the report was made of, which the advice names.
  package var files: [String]

  /// Creates a drawing with its options.
  package init(root: String? = nil, command: String = "tidemark", files: [String] = []) {
    self.root = root
    self.command = command
    self.files = files
  }

  /// Returns one command on a line each, and nothing for a clean run.
  package func render(_ report: Report) -> String {
    let text = TextReport(width: 100, root: root, command: command, files: files)
    let next = NextStep(command: command, files: files)
    var errors = report.problems.map { Annotation(.error, "Tidemark", $0) }
    errors += report.outcomes(.risen).map { outcome in
      let lines = text.reasons(outcome).map { $0.text(color: false) }
      let advice = "accept: \(next.accept(outcome.measurement.identity))"
      return annotation(.error, outcome, "has risen", (lines + [advice]).joined(separator: "\n"))
    }
    errors += report.outcomes(.noVerdict).map { outcome in
      annotation(.error, outcome, "no verdict", outcome.notes.joined(separator: "\n"))
    }
    var warnings = report.outcomes(.unconfirmed).map { outcome in
      let lines = outcome.findings.map { FindingText($0).sentence } + outcome.notes
      return annotation(.warning, outcome, "not confirmed", lines.joined(separator: "\n"))
    }
    warnings += missing(report.outcomes(.missing).tests, next)
    if !report.losses.isEmpty {
      errors.append(Annotation(.error, "Tidemark", "no verdict, " + report.lossWords))
    }
    return (Self.capped(errors) + Self.capped(warnings)).map { $0.text + "\n" }.joined()
  }

  /// The most annotations of a level that GitHub keeps for a step.
  static let limit = 10

  private func missing(_ outcomes: [TestOutcome], _ next: NextStep) -> [Annotation] {
    guard outcomes.count > 3 else {
      return outcomes.map { annotation(.warning, $0, "no baseline", "record it: \(next.update)") }
    }
    let tests = FigureText.counted(outcomes.count, "test")
    return [Annotation(.warning, "Tidemark", "no baseline for \(tests); record: \(next.update)")]
  }

  private func annotation(
    _ level: Annotation.Level, _ outcome: TestOutcome, _ title: String, _ message: String
  ) -> Annotation {
    let paths = SourcePaths(root: root)
    let location = outcome.culprit(paths: paths) ?? outcome.measurement.location
    return Annotation(
      level, TextMeasure.printable("\(outcome.measurement.identity) \(title)"), message,
      file: location.map { paths.shorten($0.file) }, line: location?.line)
  }

  /// Returns the annotations that have room, the last one counting the others.
  package static func capped(_ annotations: [Annotation]) -> [Annotation] {
    guard annotations.count > limit, let level = annotations.first?.level else {
      return annotations
    }
    let shown = annotations.prefix(limit - 1)
    let rest = FigureText.counted(annotations.count - shown.count, "more finding")
    return shown + [Annotation(level, "Tidemark", "and \(rest): see the summary of the job")]
  }
}
