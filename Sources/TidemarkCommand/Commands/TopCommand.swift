import ArgumentParser
import TidemarkLive

extension TopTable.Order: ExpressibleByArgument {}

/// Prints the busiest tasks and executors of a process.
struct TopCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "top",
    abstract: "Print the executors and the busiest tasks of a process.",
    discussion: """
      What a task did is what it did in the interval: the part of the time on a thread and in a \
      queue, how often it ran and hopped. Tasks that came and went between two looks are not \
      listed. On a terminal the table is drawn anew after each interval, elsewhere once.
      """)

  @OptionGroup var target: ProcessArgument

  @Option(help: "What tasks are sorted by: running, queued, runs, hops or age.")
  var sort: TopTable.Order = .running

  @Option(help: ArgumentHelp("How many tasks are listed.", valueName: "n"))
  var limit = 15

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("How long a look takes, from 0.05.", valueName: "seconds"))
  var interval = 1.0

  @Option(
    name: [.customShort("n", allowingJoined: true), .long],
    help: ArgumentHelp("End after so many tables.", valueName: "n"))
  var count: Int?

  func validate() throws {
    if !(0.05...3600).contains(interval) {
      throw ValidationError("--interval has to be from 0.05 to 3600")
    }
    if limit < 1 { throw ValidationError("--limit has to be at least 1") }
    if let count, count < 1 { throw ValidationError("--count has to be at least 1") }
  }

  func perform(_ host: Host) throws -> Int32 {
    let source = try target.resolve(host)
    let isLive = Console.isOutputTerminal && host.variables["TERM"] != "dumb"
    let tables = count ?? (isLive ? nil : 1)
    _ = try source.snapshot(asking: .times)
    var earlier = try source.tasks(TaskQuery(symbols: false))
    var due = ContinuousClock.now
    do {
      for number in 0... {
        if let tables, number >= tables { break }
        due = Watcher.next(after: due, interval)
        try Self.wait(until: due, source)
        let snapshot = try source.snapshot(asking: .times)
        let tasks = try source.tasks(TaskQuery())
        let table = TopTable(from: earlier, to: tasks, snapshot, by: sort)
        let lines = table.lines(limit: limit, width: Console.width ?? 80)
        try Console.output(isLive ? Self.screen(lines) : lines.joined(separator: "\n"))
        if !isLive, number + 1 < tables ?? .max { try Console.output("") }
        earlier = tasks
      }
    } catch SourceError.ended(let how) {
      Console.error("tidemark: \(how)")
    }
    return 0
  }

  /// Waits for a moment, and goes on asking for times, which the process keeps for some seconds only.
  private static func wait(until due: ContinuousClock.Instant, _ source: any ProcessSource) throws {
    while due - .now > .seconds(2) {
      Watcher.sleep(until: .now + .seconds(2))
      _ = try source.snapshot(asking: .times)
    }
    Watcher.sleep(until: due)
  }

  /// Draws over what is there, and leaves nothing of it.
  private static func screen(_ lines: [String]) -> String {
    "\u{1B}[H" + lines.map { "\($0)\u{1B}[K" }.joined(separator: "\n") + "\u{1B}[J"
  }
}
