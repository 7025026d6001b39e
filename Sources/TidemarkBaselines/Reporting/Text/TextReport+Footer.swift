extension TextReport {
  /// Draws how much was seen, what was lost and what to do next.
  func footer(_ report: Report) -> [StyledLine] {
    var lines = paragraph(
      report.coverage.map(\.words).joined(separator: " · "), style: .dim)
    lines += paragraph(
      report.unattributedWords + " · " + report.lossWords,
      style: report.losses.isEmpty ? .dim : .bad)
    if !report.orphans.isEmpty {
      lines += advice(Advice(report.orphanWords, next.prune), style: .warning)
    }
    return lines + advice(next.advice(for: report), style: .bold)
  }
}

extension Report.Coverage {
  /// How much was measured, in words.
  var words: String {
    let tests =
      ran.map { "\(FigureText.count(measured)) of \(FigureText.counted($0, "test"))" }
      ?? FigureText.counted(measured, "test")
    return "\(library.rawValue): \(tests) measured"
  }
}

extension Report {
  /// What belongs to no test, in words.
  var unattributedWords: String {
    let tasks = FigureText.counted(unattributed.tasks, "task")
    let allocations = FigureText.counted(unattributed.allocations, "allocation")
    let share = unattributedShare.map { " (\(FigureText.percent($0)))" } ?? ""
    return "not attributed: \(tasks), \(allocations)\(share)"
  }

  /// What was lost, in words.
  var lossWords: String {
    if losses.isEmpty { return "nothing lost" }
    let parts = losses.map { "\(FigureText.count($0.count)) \($0.what)" }
    return "lost: " + parts.joined(separator: ", ")
  }

  /// The baselines without tests, in words.
  var orphanWords: String {
    let names = FigureText.some(orphans.sorted(), limit: 3)
    return "\(FigureText.counted(orphans.count, "baseline")) without a test (\(names))"
  }
}
