import ArgumentParser
import TidemarkBaselines

/// Forgets figures that wait for a decision.
struct RejectCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "reject", abstract: "Forget pending figures; the baselines stay.")

  @Argument(help: "The tests, for example 'FeedTests/*' or 'FeedTests/refresh()'; all by default.")
  var pattern: String?

  func perform(_ host: Host) throws -> Int32 {
    let workspace = try Workspace.locate(host)
    let pattern = pattern.map(TestPattern.init)
    if try workspace.pending.list(pattern).isEmpty {
      return Nothing.matches(pattern, what: "pending", host: host)
    }
    try workspace.prepare()
    for test in try workspace.pending.reject(pattern) {
      try Console.output("- \(BaselineText.printable(test.identity.description))")
    }
    return 0
  }
}
