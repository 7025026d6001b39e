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
      ? pending.map { PendingChoice.Candidate(runs: $0.runs, environment: $0.environment) }
      : try from.flatMap { path in
        let report = try SavedReport.read(host.absolute(path), root: workspace.root)
        if report.testsFailed { throw FailedResults(path: path) }
        return PendingChoice.acceptable(report, pattern)
      }
    if candidates.isEmpty { return nothing(pattern, host) }
    let recording = try Recording.record(candidates, into: workspace.store, policy: policy)
    // Only what was listed: a test that rose again meanwhile stays pending.
    if from.isEmpty {
      try workspace.pending.remove(pending)
    } else {
      try PendingChoice.clear(candidates, in: workspace.pending)
    }
    try Console.output(recording.text)
    return 0
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
