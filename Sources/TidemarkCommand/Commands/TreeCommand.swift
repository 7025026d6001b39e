import ArgumentParser
import TidemarkLive

/// Shows which task is whose child.
struct TreeCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "tree",
    abstract: "Show the live tasks below the tasks that have them as children.",
    discussion: """
      Children are those of task groups and of `async let`. Tasks that were made with `Task` have no \
      parent; what they wait for is said where they wait.
      """)

  @OptionGroup var target: TargetArgument

  func perform(_ host: Host) throws -> Int32 {
    var list = try target.resolve(host).tasks(TaskQuery())
    list.tasks.sort { $0.id < $1.id }
    let text = TaskText(list)
    for line in text.tree(width: Console.lineWidth) { try Console.output(line) }
    for line in text.remarks { Console.error("tidemark: \(line)") }
    return 0
  }
}
