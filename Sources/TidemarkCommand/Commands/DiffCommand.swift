import ArgumentParser
import TidemarkBaselines

/// Shows pending figures beside their marks.
struct DiffCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Show what accepting the pending figures would change.")

  @Argument(help: "The tests, for example 'FeedTests/*' or 'FeedTests/refresh()'; all by default.")
  var pattern: String?

  func perform(_ host: Host) throws -> Int32 {
    let workspace = try Workspace.locate(host)
    let pattern = pattern.map(TestPattern.init)
    let pending = try workspace.pending.list(pattern)
    if pending.isEmpty { return Nothing.matches(pattern, what: "pending", host: host) }
    let policy = try workspace.store.loadPolicy()
    for test in pending {
      let old = try workspace.store.load(BaselineStore.Suite(test.identity))?
        .entries[test.identity.name]
      let recorder = BaselineRecorder(
        policy: policy, environment: test.environment, root: workspace.store.root)
      let new = recorder.record(test.runs, into: old) ?? BaselineEntry()
      try Console.output("~ \(BaselineText.printable(test.identity.description))")
      for line in BaselineText.changes(from: old ?? BaselineEntry(), to: new) {
        try Console.output(line)
      }
    }
    return 0
  }
}
