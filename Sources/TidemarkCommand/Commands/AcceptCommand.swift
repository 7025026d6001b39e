import ArgumentParser
import TidemarkBaselines

/// Makes figures that left their marks the new marks.
struct AcceptCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Make the figures that a check found the new baselines.",
    discussion: """
      Takes what is pending here or, with --from, what another machine measured: the file \
      .tidemark/last.json of a check or an update there, or the report that \
      `tidemark check --format json` wrote.
      """)

  @Argument(help: "The tests, for example 'FeedTests/*' or 'FeedTests/refresh()'; all by default.")
  var pattern: String?

  @Option(
    help: ArgumentHelp(
      "Take the figures of these results; may be repeated.", valueName: "results.json"))
  var from: [String] = []

  func perform(_ host: Host) throws -> Int32 {
    let workspace = try Workspace.locate(host)
    try workspace.prepare()
    let policy = try workspace.store.loadPolicy()
    let pattern = pattern.map(TestPattern.init)
    let pending = try workspace.pending.list(pattern)
    let candidates =
      from.isEmpty
      ? pending.map(PendingChoice.Candidate.init)
      : try from.flatMap { path in
        let report = try SavedReport.read(host.absolute(path), root: workspace.root)
        if report.testsFailed { throw FailedResults(path: path) }
        return PendingChoice.acceptable(report, pattern)
      }
    if candidates.isEmpty { return nothing(pattern, host) }
    let recording = Recording.record(candidates, into: workspace.store, policy: policy)
    var attempts = Attempts()
    attempts.attempt {
      try recording.check(
        remark: from.isEmpty ? "the figures that were not recorded are still pending" : nil)
    }
    attempts.attempt {
      if from.isEmpty {
        // Only what was listed: a test that rose again meanwhile stays pending.
        let recorded = Set(recording.recorded)
        try workspace.pending.remove(
          pending.filter { recorded.contains(PendingChoice.Candidate($0)) })
      } else {
        try PendingChoice.clear(recording.recorded, in: workspace.pending)
      }
    }
    attempts.attempt { try Console.output(recording.text) }
    return attempts.status(0)
  }

  private func nothing(_ pattern: TestPattern?, _ host: Host) -> Int32 {
    let list = ([from.isEmpty ? "pending" : "report"] + from).joined(separator: " ")
    return Nothing.matches(pattern, what: "to accept", host: host, list: list)
  }
}

/// Results that cannot be accepted.
struct FailedResults: Error, CustomStringConvertible {
  var path: String
  var description: String {
    "\(path): the tests failed in that run, and the figures of a failing test mean little; mend "
      + "the tests and take the results of a run that passes"
  }
}

/// What a command says when a pattern selects nothing: fine without one, a mistake with one.
enum Nothing {
  /// Says it, and returns the status to end with.
  ///
  /// - Parameter list: The command that lists what there is.
  static func matches(
    _ pattern: TestPattern?, what: String, host: Host, list: String = "pending"
  ) -> Int32 {
    guard let pattern else {
      Console.error("tidemark: nothing \(what)")
      return 0
    }
    Console.error(
      "tidemark: error: nothing \(what) matches \(pattern.text); see: \(host.command) \(list)")
    return Report.ExitStatus.noVerdict.rawValue
  }
}
