import ArgumentParser

/// Prints the figures of a process, a line for each interval.
struct WatchCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Print the figures of a process, one line for each interval.",
    discussion: """
      Rates and the processor time are those of the interval. A dash stands where there is no \
      figure; with --json every line is an object that also says why. The time is universal time. \
      Ends when the process does. The looks of a recording are printed at once.
      """)

  @OptionGroup var target: TargetArgument

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("How far apart the lines are, from 0.05.", valueName: "seconds"))
  var interval = 1.0

  @Option(
    name: [.customShort("n", allowingJoined: true), .long],
    help: ArgumentHelp("End after so many lines.", valueName: "n"))
  var count: Int?

  @Flag(help: "Print each line as a JSON object.")
  var json = false

  func validate() throws {
    if !(0.05...86_400).contains(interval) {
      throw ValidationError("--interval has to be from 0.05 to 86400")
    }
    if let count, count < 1 { throw ValidationError("--count has to be at least 1") }
  }

  func perform(_ host: Host) throws -> Int32 {
    let source = try target.resolve(host)
    return try Watcher(source: source, interval: interval, count: count, json: json).run()
  }
}
