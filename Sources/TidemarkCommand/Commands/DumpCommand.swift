import ArgumentParser
import TidemarkLive

/// Prints everything that tells why a process hangs.
struct DumpCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "dump",
    abstract: "Print all figures, threads and tasks of a process with their stacks: for a hang.",
    discussion: """
      A suspended task is shown with the async functions that wait, a running one with the calls of \
      its thread, and every thread with where it waits. The process is not stopped, and it works \
      while its pool is stuck. Tasks that do the same thing share a block; --all gives each its own.
      """)

  @OptionGroup var target: TargetArgument

  @Flag(help: "A block for each task, also where many do the same thing.")
  var all = false

  @Flag(help: "Print JSON: an object with `snapshot` and `tasks`.")
  var json = false

  private struct Record: Encodable {
    var snapshot: Snapshot
    var tasks: TaskList
  }

  func perform(_ host: Host) throws -> Int32 {
    let source = try target.resolve(host)
    let snapshot = try source.snapshot(asking: [])
    var list = try source.tasks(TaskQuery(stacks: true))
    list.tasks.sort { $0.id < $1.id }
    if json {
      try Console.output(WatchRecord.line(Record(snapshot: snapshot, tasks: list)))
      return 0
    }
    let text = TaskText(list)
    var lines = SnapshotText.lines(snapshot, width: Console.lineWidth)
    lines += [""] + ThreadText.lines(list.threads ?? []) + (all ? text.stacks() : text.groups())
    for line in lines + text.remarks { try Console.output(line) }
    return 0
  }
}
