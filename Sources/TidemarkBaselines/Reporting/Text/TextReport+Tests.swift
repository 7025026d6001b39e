/// How many tests of a status that needs no action are spelled out one by one.
private let quietLimit = 10
/// How many names stand for a group of tests.
private let nameLimit = 3

extension TextReport {
  /// Draws everything that is not level, worst first.
  func tests(_ report: Report) -> [StyledLine] {
    let loud = (report.outcomes(.risen) + report.outcomes(.fallen).prefix(quietLimit))
    let rows = loud.flatMap(\.findings).map(FindingText.init)
    let columns = MetricColumns(rows, width: width)
    return TestOutcome.Status.allCases.flatMap { status -> [StyledLine] in
      let outcomes = report.outcomes(status)
      guard !outcomes.isEmpty else { return [] }
      switch status {
      case .risen: return outcomes.flatMap { block($0, "✘ ", columns) }
      case .noVerdict: return withoutVerdict(outcomes)
      case .missing: return missing(outcomes)
      case .unconfirmed: return unconfirmed(outcomes)
      case .notCompared: return notCompared(outcomes)
      case .fallen: return fallen(outcomes, columns)
      case .level: return []
      }
    }
  }

  /// Draws the findings of one test, each with what explains it.
  func findings(of outcome: TestOutcome, columns: MetricColumns) -> [StyledLine] {
    let explanations = outcome.explanations
    let causes = outcome.causesToShow
    let isFallen = outcome.status == .fallen
    let advice = Advice("lower the mark", next.accept(outcome.measurement.identity))
    return outcome.findings.enumerated().flatMap { index, finding -> [StyledLine] in
      let row = FindingText(finding)
      let style: Style = finding.direction == .risen ? .bad : .good
      // The advice stands where the rule would: which lower bound was crossed interests nobody.
      guard !isFallen else {
        let isInline = index == 0 && columns.fits(advice.line)
        let below = index == 0 && !isInline
        return columns.lines(row, style: style, rule: isInline ? advice.line : "")
          + (below ? self.advice(advice, indent: 6, style: .dim) : [])
      }
      return columns.lines(row, style: style, rule: finding.rule)
        + explanations.filter { $0.metric == finding.metric }.flatMap(lines)
        + lines(causes[index], of: finding)
    }
  }

  /// Draws the notes of a test and what its re-runs said.
  func remarks(of outcome: TestOutcome) -> [StyledLine] {
    var lines = outcome.notes.flatMap { paragraph($0, indent: 4) }
    if let confirmation = outcome.confirmation, outcome.status == .risen {
      let runs = FigureText.counted(confirmation.runs, "re-run")
      lines.append(StyledLine("    confirmed in \(confirmation.persisted) of \(runs)", .dim))
    }
    return lines
  }

  /// Draws one test on its own.
  func block(_ outcome: TestOutcome) -> [StyledLine] {
    let marker = outcome.status == .noVerdict ? "? " : outcome.status == .fallen ? "▽ " : "✘ "
    let rows = outcome.findings.map(FindingText.init)
    return block(outcome, marker, MetricColumns(rows, width: width))
  }

  private func block(
    _ outcome: TestOutcome, _ marker: String, _ columns: MetricColumns
  ) -> [StyledLine] {
    name(of: outcome, marker, .bold) + findings(of: outcome, columns: columns)
      + remarks(of: outcome)
  }

  private func name(of outcome: TestOutcome, _ marker: String, _ style: Style) -> [StyledLine] {
    var line = StyledLine(marker, outcome.status.style)
    line.append(outcome.measurement.identity.description, style)
    return beside(line, outcome.measurement.location.map(paths.text))
  }

  private func lines(_ explanation: Explanation) -> [StyledLine] {
    var lines = paragraph(explanation.headline, indent: 6)
    let shown = explanation.frames.prefix(Explanation.frameLimit)
    let places = shown.map { TextMeasure.printable(paths.place(of: $0)) }
    let column = places.map { TextMeasure.width($0) }.max() ?? 0
    for (frame, place) in zip(shown, places) {
      let symbol = TextMeasure.printable(frame.symbol)
      let room = max(20, width - 10 - column)
      var line = StyledLine("        ")
      line.append(TextMeasure.left(place, column), .warning)
      line.append("  " + TextMeasure.truncated(symbol, to: room))
      lines.append(line)
    }
    let hidden = explanation.frames.count - shown.count
    if hidden > 0 {
      lines.append(StyledLine("        and \(FigureText.counted(hidden, "more frame"))", .dim))
    }
    return lines
  }

  private func withoutVerdict(_ outcomes: [TestOutcome]) -> [StyledLine] {
    let groups = grouped(outcomes) { outcome in
      outcome.notes.isEmpty ? "no reason was given" : outcome.notes.joined(separator: "; ")
    }
    let count = FigureText.counted(outcomes.tests.count, "test")
    return [StyledLine("? no verdict on \(count)", .bad)]
      + groups.flatMap { reason, members in
        paragraph(reason, indent: 4) + paragraph(names(of: members), indent: 6, style: .dim)
      }
  }

  private func missing(_ all: [TestOutcome]) -> [StyledLine] {
    let outcomes = all.tests
    let title = "○ no baseline for \(FigureText.counted(outcomes.count, "test")): "
    let which: String
    if outcomes.count <= nameLimit {
      which = names(of: outcomes)
    } else {
      which = grouped(outcomes, by: \.measurement.identity.suite)
        .map { "\($0) (\(FigureText.count($1.count)))" }.joined(separator: " · ")
    }
    return [StyledLine(title + next.update, .warning)] + paragraph(which, indent: 4, style: .dim)
  }

  private func unconfirmed(_ outcomes: [TestOutcome]) -> [StyledLine] {
    let shown = outcomes.prefix(quietLimit).flatMap { outcome -> [StyledLine] in
      let runs = outcome.confirmation.map {
        ", again in \($0.persisted) of \(FigureText.counted($0.runs, "re-run"))"
      }
      return name(of: outcome, "~ ", .plain)
        + outcome.findings.flatMap { finding -> [StyledLine] in
          let row = FindingText(finding)
          let text = "\(row.metric) was \(row.measured) once instead of \(row.baseline)"
          return paragraph(text + (runs ?? ""), indent: 4, style: .dim)
        } + outcome.notes.flatMap { paragraph($0, indent: 4, style: .dim) }
    }
    return shown + more(outcomes.count - quietLimit, "unconfirmed test")
  }

  private func fallen(_ outcomes: [TestOutcome], _ columns: MetricColumns) -> [StyledLine] {
    outcomes.prefix(quietLimit).flatMap { block($0, "▽ ", columns) }
      + more(outcomes.count - quietLimit, "fallen test")
  }

  private func notCompared(_ outcomes: [TestOutcome]) -> [StyledLine] {
    let title = "\(FigureText.counted(outcomes.tests.count, "test")) compared in part"
    let groups = grouped(outcomes) { $0.notComparedReasons.joined(separator: "; ") }
    return paragraph(title, marker: "– ", style: .dim)
      + groups.flatMap { _, members in
        paragraph(members.notComparedWords, indent: 4, style: .dim)
          + paragraph(names(of: members), indent: 6, style: .dim)
      }
      + (outcomes.contains(where: \.lacksMarks) ? advice(next.bands, indent: 4, style: .dim) : [])
  }

  private func more(_ count: Int, _ noun: String) -> [StyledLine] {
    count > 0 ? [StyledLine("  and " + FigureText.counted(count, "more \(noun)"), .dim)] : []
  }

  private func names(of outcomes: [TestOutcome]) -> String {
    let shown = outcomes.prefix(nameLimit).map(\.measurement.identity.description)
    let rest = outcomes.count - shown.count
    return shown.joined(separator: ", ") + (rest > 0 ? " and \(FigureText.count(rest)) more" : "")
  }

  /// Groups in the order of the first member, the largest group first.
  private func grouped(
    _ outcomes: [TestOutcome], by key: (TestOutcome) -> String
  ) -> [(key: String, members: [TestOutcome])] {
    Dictionary(grouping: outcomes, by: key)
      .map { (key: $0.key, members: $0.value) }
      .sorted { ($1.members.count, $0.key) < ($0.members.count, $1.key) }
  }
}
