import ArgumentParser
import TidemarkLive

/// Prints everything that is known of a process at one moment.
struct SnapshotCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshot",
    abstract: "Print all figures of a process, its threads and its executors.",
    discussion: """
      A dash stands where there is no figure; below the figures it says why, and what to do.
      """)

  @OptionGroup var target: TargetArgument

  @Flag(help: "Print JSON, with sizes in bytes and times in nanoseconds.")
  var json = false

  func perform(_ host: Host) throws -> Int32 {
    let snapshot = try target.resolve(host).snapshot(asking: [])
    if json {
      try Console.output(WatchRecord.line(snapshot))
    } else {
      for line in SnapshotText.lines(snapshot, width: Console.lineWidth) {
        try Console.output(line)
      }
    }
    return 0
  }
}
