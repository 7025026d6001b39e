import ArgumentParser
import TidemarkBaselines

/// Lists the figures that wait for a decision.
struct PendingCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "pending",
    abstract: "List the tests whose figures wait to be accepted or rejected.")

  @Flag(help: "Print the list as JSON, in the format of `tidemark check --format json`.")
  var json = false

  func perform(_ host: Host) throws -> Int32 {
    let workspace = try Workspace.locate(host)
    if json {
      let report = try PendingReport.make(workspace, nil)
      try Console.output(JSONReport(encoding: report, root: workspace.root).text(), terminator: "")
      return 0
    }
    let pending = try workspace.pending.list()
    if pending.isEmpty { return Nothing.matches(nil, what: "pending", host: host) }
    for test in pending {
      let name = BaselineText.printable(test.identity.description)
      let runs = BaselineText.counted(test.runs.count, "run")
      try Console.output("\(name)  \(runs)  \(test.environment.key)")
    }
    return 0
  }
}
