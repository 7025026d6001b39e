import ArgumentParser
import TidemarkLive

/// Lists the live tasks of a process.
struct TasksCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "tasks",
    abstract: "List the live tasks of a process, and what they wait for.",
    discussion: """
      --filter takes a word to be found in the name, the state, what the task waits for, the \
      executor or a line of the creation, or one of them by name: id=7, state=enqueued, \
      name=loader, wait=task, executor=Store, site=Feed.swift:31. Several have to match \
      together. It works while the pool of the process is stuck.
      """)

  @OptionGroup var target: TargetArgument
  @OptionGroup var selection: TaskSelection

  @Flag(help: "Show where each task that doesn't run goes on, with function, file and line.")
  var stack = false

  @Flag(help: "Print JSON, with times in nanoseconds.")
  var json = false

  func perform(_ host: Host) throws -> Int32 {
    let source = try target.resolve(host)
    let list = try selection.apply(to: source.tasks(TaskQuery(stacks: stack)))
    if selection.sort.needsTimes, !list.tasks.isEmpty, list.tasks.allSatisfy({ $0.times == nil }) {
      Console.warning(
        "nobody has asked the process for times lately, so there is nothing to sort by; "
          + "`\(host.command) top` asks for them, and measures")
    }
    if json {
      try Console.output(WatchRecord.line(list))
      return 0
    }
    let text = TaskText(list)
    for line in stack ? text.stacks() : text.table(width: Console.lineWidth) {
      try Console.output(line)
    }
    for line in text.remarks { Console.error("tidemark: \(line)") }
    return 0
  }
}
