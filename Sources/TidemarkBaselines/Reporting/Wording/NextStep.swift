/// What the reader is told to do, as commands that can be pasted into a shell.
struct NextStep {
  /// How the command line is called, for example `swift run tidemark`.
  var command: String
  /// The files of results that the report was made of, or none where it tells of what is pending.
  var files: [String] = []

  /// Returns the command that accepts the figures of a test.
  func accept(_ identity: TestIdentity) -> String {
    "\(command) accept \(Self.quoted(TextMeasure.printable(identity.description)))" + origin
  }

  /// The command that accepts all figures.
  private var acceptAll: String { "\(command) accept" + origin }

  /// What tells `accept` where the figures are; without it the command takes those pending.
  private var origin: String {
    files.map { " --from \(Self.quoted(TextMeasure.printable($0)))" }.joined()
  }

  /// The command that records baselines.
  var update: String { "\(command) update" }

  /// The command that removes baselines whose tests are gone.
  var prune: String { "\(command) prune" }

  /// Returns what the last line of a report says.
  func advice(for report: Report) -> Advice {
    switch report.exitStatus {
    case .testsFailed:
      return Advice("next: mend the failing tests, then run again", "\(command) check")
    case .regression:
      let all = report.outcomes(.risen)
      let risen = all.filter { $0.findings.contains { $0.rule != Finding.limitRule } }
      if risen.isEmpty {
        return Advice("next: undo the rise, or change the limit in the code of the test", nil)
      }
      if let only = risen.first, all.count == 1 {
        return Advice("next: undo the rise, or accept it", accept(only.measurement.identity))
      }
      return Advice("next: undo the rises, or accept them", acceptAll)
    case .noVerdict:
      if report.outcomes.isEmpty, report.problems.isEmpty, report.losses.isEmpty {
        return Advice("next: nothing was measured; see whether the probe works", doctor)
      }
      return Advice("next: mend what is missing and run again; to check the probe", doctor)
    case .baselineMissing:
      return Advice("next: record the missing baselines and commit them", update)
    case .clean:
      let fallen = report.outcomes(.fallen)
      guard let first = fallen.first else {
        if report.outcomes(.notCompared).contains(where: \.lacksMarks) {
          return Advice("nothing to do: no figure that was compared stays above its mark", nil)
        }
        return Advice("nothing to do: no figure stays above its mark", nil)
      }
      let accept = fallen.count == 1 ? accept(first.measurement.identity) : acceptAll
      return Advice("next: nothing has risen; lower the marks that fell", accept)
    }
  }

  /// What to do about figures that have no mark.
  var bands: Advice {
    guard files.isEmpty else {
      return Advice("to have them compared, take the figures of these results", acceptAll)
    }
    return Advice(
      "to have them compared, record them here (\(update)) and commit or, on the machine where you "
        + "commit, take the .tidemark/last.json that this leaves",
      "\(command) accept --from last.json")
  }

  private var doctor: String { "\(command) doctor" }

  /// Returns an argument as a shell takes it: parentheses and spaces need quotes.
  static func quoted(_ argument: String) -> String {
    let isPlain = argument.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        || "_-./:".unicodeScalars.contains(scalar)
    }
    if isPlain, !argument.isEmpty { return argument }
    let parts = argument.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + parts.joined(separator: #"'\''"#) + "'"
  }
}
