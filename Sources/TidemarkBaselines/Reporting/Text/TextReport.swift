/// Draws a report for a terminal or a log: what changed, worst first, and why.
package struct TextReport: Sendable {
  /// The columns to fill; at least 40.
  package var width: Int
  /// Whether to use the sixteen colours of a terminal.
  package var color: Bool
  /// The package's root, below which paths are shortened.
  package var root: String?
  /// How the command line is called in the advice given.
  package var command: String
  /// The files of results that the report was made of, which the advice names.
  package var files: [String]

  /// Creates a drawing with its options.
  package init(
    width: Int = 100, color: Bool = false, root: String? = nil, command: String = "tidemark",
    files: [String] = []
  ) {
    self.width = max(40, width)
    self.color = color
    self.root = root
    self.command = command
    self.files = files
  }

  /// Returns the whole text with a newline at its end.
  package func render(_ report: Report) -> String {
    let sections = [header(report), problems(report), tests(report), footer(report)]
    let text = sections.filter { !$0.isEmpty }.map { lines in
      lines.map { $0.text(color: color) + "\n" }.joined()
    }
    return text.joined(separator: "\n")
  }

  /// Returns what there is to say about one test, without a newline at its end.
  ///
  /// Its name, findings and reasons stand as in a whole report. What only a whole run can tell, such
  /// as how much belongs to no test, is left out.
  package func render(_ outcome: TestOutcome) -> String {
    block(outcome).map { $0.text(color: color) }.joined(separator: "\n")
  }

  /// Returns what explains one test's figures, as the lines below its name.
  func reasons(_ outcome: TestOutcome) -> [StyledLine] {
    let rows = outcome.findings.map(FindingText.init)
    return findings(of: outcome, columns: MetricColumns(rows, width: width))
      + remarks(of: outcome)
  }

  var paths: SourcePaths { SourcePaths(root: root) }
  var next: NextStep { NextStep(command: command, files: files) }
}

extension TextReport {
  private func header(_ report: Report) -> [StyledLine] {
    var line = StyledLine("Tidemark", .bold)
    let total = report.testCount
    line.append(" · " + (total == 0 ? "no tests" : FigureText.counted(total, "test")))
    let counts = report.counts
    for status in TestOutcome.Status.allCases {
      guard let count = counts[status] else { continue }
      line.append(" · ")
      line.append("\(FigureText.count(count)) \(status.words)", status.style)
    }
    let environment = report.environment.map { environment in
      [
        environment.platform, "swift \(environment.swift)", environment.configuration,
        environment.mode,
      ].joined(separator: " · ")
    }
    return beside(line, environment)
  }

  private func problems(_ report: Report) -> [StyledLine] {
    var problems = report.problems
    if report.testsFailed, !report.outcomes.isEmpty || problems.isEmpty {
      problems.append("the tests themselves failed: figures of a failed test mean little")
    }
    return problems.flatMap { paragraph($0, marker: "✘ ", style: .bad) }
  }

  /// Puts a text at the right end of a line, or on the next line when it does not fit.
  func beside(_ line: StyledLine, _ right: String?) -> [StyledLine] {
    guard let right, !right.isEmpty else { return [line] }
    let columns = TextMeasure.width(TextMeasure.printable(right))
    var line = line
    if line.width + 2 + columns <= width {
      line.pad(to: width - columns)
      line.append(right, .dim)
      return [line]
    }
    return [line, StyledLine("    " + right, .dim)]
  }

  /// Draws a piece of advice on one line or, when it is too long, the command on its own.
  func advice(_ advice: Advice, indent: Int = 0, style: Style) -> [StyledLine] {
    let blank = String(repeating: " ", count: indent)
    guard let command = advice.command, indent + TextMeasure.width(advice.line) > width else {
      return [StyledLine(blank + advice.line, style)]
    }
    return paragraph(advice.words + ":", indent: indent, style: style)
      + [StyledLine(blank + "  " + command, style)]
  }

  /// Breaks a text into lines: the marker in front of the first, an indent before the others.
  func paragraph(
    _ text: String, indent: Int = 0, marker: String = "", style: Style = .plain
  ) -> [StyledLine] {
    let hang = indent + TextMeasure.width(marker)
    let blank = String(repeating: " ", count: indent)
    return TextMeasure.wrapped(text, to: max(20, width - hang)).enumerated().map { index, part in
      var line = StyledLine(blank)
      let first = index == 0 ? marker : String(repeating: " ", count: hang - indent)
      if !first.isEmpty { line.append(first, style) }
      line.append(part, style)
      return line
    }
  }
}

extension TestOutcome.Status {
  /// How a header counts tests of this status.
  var words: String {
    switch self {
    case .risen: "risen"
    case .noVerdict: "without verdict"
    case .missing: "without baseline"
    case .unconfirmed: "unconfirmed"
    case .notCompared: "not compared"
    case .fallen: "fallen"
    case .level: "level"
    }
  }

  /// The colour of the status.
  var style: Style {
    switch self {
    case .risen, .noVerdict: .bad
    case .missing, .unconfirmed: .warning
    case .fallen, .level: .good
    case .notCompared: .dim
    }
  }
}
