import TidemarkBaselines
import TidemarkLive

/// Draws a task, or several that do the same thing, as a block of lines: what it does, where it is and
/// what created it.
enum TaskBlock {
  /// What tasks have in common that are drawn together.
  struct Key: Hashable {
    var name: String?
    var state: TaskDescription.State?
    var waitsFor: TaskDescription.Wait?
    var waitsForTask: UInt64?
    var executor: String?
    var parent: UInt64?
    var isCancelled: Bool
    var stack: [Frame]?
    var creation: [Frame]

    init(_ task: TaskDescription) {
      name = task.name
      state = task.state
      waitsFor = task.waitsFor
      waitsForTask = task.waitsForTask
      executor = task.executorName
      parent = task.parent
      isCancelled = task.isCancelled
      stack = task.stack
      creation = task.creation
    }
  }

  /// Returns the lines of tasks that have the same key.
  static func lines(_ tasks: [TaskDescription]) -> [String] {
    guard let task = tasks.first else { return [] }
    let isOne = tasks.count == 1
    var words = [isOne ? "task \(task.idText)" : "\(FigureText.count(tasks.count)) tasks"]
    if let name = task.name { words[0] += " \"\(name)\"" }
    words.append(running(tasks) ?? task.stateText)
    if task.waitsFor != nil { words.append("waits for \(task.waitText)") }
    if let executor = task.executorName { words.append("on \(executor)") }
    if let parent = task.parent { words.append("\(task.kindText) of \(parent)") }
    if tasks.count == 1, let priority = task.priority { words.append("priority \(priority)") }
    if task.isCancelled { words.append("cancelled") }
    words.append(age(tasks))
    var lines = [words.joined(separator: ", ")]
    if tasks.count > 1 {
      let shown = tasks.prefix(16).map(\.idText).joined(separator: ", ")
      lines.append("  ids \(shown)" + (tasks.count > 16 ? ", …" : ""))
    }
    if let stack = task.stack {
      lines += frames(stack, indent: "  ")
    } else if task.state == .running {
      lines.append("  on a processor at this moment")
    }
    if !task.creation.isEmpty {
      lines.append("  created by")
      lines += frames(task.creation, indent: "    ")
    }
    return lines.map(BaselineText.printable)
  }

  /// Returns a line for each frame.
  static func frames(_ frames: [Frame], indent: String) -> [String] {
    frames.map { "\(indent)\($0.function)  \($0.location)" }
  }

  private static func running(_ tasks: [TaskDescription]) -> String? {
    let threads = tasks.compactMap(\.thread).map { "\($0)" }
    guard let first = threads.first else { return nil }
    return threads.count == 1
      ? "running on thread \(first)" : "running on threads \(threads.joined(separator: ", "))"
  }

  private static func age(_ tasks: [TaskDescription]) -> String {
    let ages = tasks.map(\.age)
    let youngest = FigureFormat.age(nanoseconds: ages.min() ?? 0)
    let oldest = FigureFormat.age(nanoseconds: ages.max() ?? 0)
    return youngest == oldest ? oldest : "\(youngest) to \(oldest)"
  }
}
