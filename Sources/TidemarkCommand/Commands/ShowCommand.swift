import ArgumentParser
import TidemarkBaselines

/// Prints the committed marks.
struct ShowCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print the committed baselines as a table.")

  @Argument(help: "The tests, for example 'FeedTests/*' or 'FeedTests/refresh()'; all by default.")
  var pattern: String?

  func perform(_ host: Host) throws -> Int32 {
    let workspace = try Workspace.locate(host)
    let pattern = pattern.map(TestPattern.init)
    let baselines = try BaselineSet(workspace.store)
    let tests = baselines.tests.filter { pattern?.matches($0) ?? true }
    for test in tests {
      guard let entry = baselines.entry(of: test) else { continue }
      try Console.output(BaselineText.printable("\(test)  \(test.target)"))
      for line in BaselineText.table(entry) { try Console.output(line) }
    }
    if !baselines.errors.isEmpty {
      throw UnusableFiles(messages: baselines.errors.values.sorted())
    }
    return tests.isEmpty ? Nothing.matches(pattern, what: "recorded", host: host, list: "show") : 0
  }
}
