/// What the reader is told to do, as commands that can be pasted into a shell.
struct NextStep {
  /// How the command line is called, for example `swift run tidemark`.
  var command: String

  /// Returns the command that accepts the figures of a test.
  func accept(_ identity: TestIdentity) -> String {
    "\(command) accept \(Self.quoted(identity.description))"
  }

  /// The command that records baselines.
  var update: String { "\(command) update" }

  /// The command that removes baselines whose tests are gone.
  var prune: String { "\(command) prune" }

  /// Returns the last line of a report.
  func text(for report: Report) -> String {
    switch report.exitStatus {
    case .testsFailed:
      return "next: mend the failing tests, then run \(command) check again"
    case .regression:
      let risen = report.outcomes(.risen)
      if let only = risen.first, risen.count == 1 {
        return "next: undo the rise, or accept it: \(accept(only.measurement.identity))"
      }
      return "next: undo the rises, or accept them: \(command) accept"
    case .noVerdict:
      if report.outcomes.isEmpty, report.problems.isEmpty, report.losses.isEmpty {
        return "next: nothing was measured; see whether the tests use Tidemark: \(command) doctor"
      }
      return "next: mend what is missing and run again; \(command) doctor checks the probe"
    case .baselineMissing:
      return "next: record the missing baselines and commit them: \(update)"
    case .clean:
      let fallen = report.outcomes(.fallen)
      if let only = fallen.first {
        let accept = fallen.count == 1 ? accept(only.measurement.identity) : "\(command) accept"
        return "next: nothing has risen; lower the marks that fell: \(accept)"
      }
      return "nothing to do: no figure is above its mark"
    }
  }

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
