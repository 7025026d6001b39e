import ArgumentParser
import TidemarkLedger
import TidemarkLive

/// Lists the processes that can be watched.
struct ListCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the processes that can be watched.")

  func perform(_ host: Host) throws -> Int32 {
    for process in try PublishedProcess.all() {
      let source = try LocalSource(process)
      let snapshot = try source.snapshot(asking: [])
      try Console.output(
        "\(process.pid)  \(snapshot.process.name)  \(snapshot.figures.tasksLive ?? 0) tasks")
    }
    return 0
  }
}
