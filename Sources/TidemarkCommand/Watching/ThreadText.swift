import TidemarkBaselines
import TidemarkLive

/// Draws the threads of a process with their stacks.
enum ThreadText {
  /// What threads have in common that are drawn together, such as those that wait for work.
  private struct Key: Hashable {
    var name: String
    var kind: Worker.Kind
    var task: UInt64?
    var stack: [Frame]?
  }

  static func lines(_ threads: [Worker]) -> [String] {
    var groups: [Key: [Worker]] = [:]
    var order: [Key] = []
    for thread in threads {
      let key = Key(name: thread.name, kind: thread.kind, task: thread.task, stack: thread.stack)
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(thread)
    }
    return order.flatMap { block(groups[$0] ?? [], $0) }
  }

  private static func block(_ threads: [Worker], _ key: Key) -> [String] {
    let ids = threads.map { "\($0.thread)" }.joined(separator: ", ")
    let task = key.task.map { ", runs task \($0)" } ?? ""
    let title = "\(threads.count == 1 ? "thread" : "threads") \(ids) \"\(key.name)\", "
    let frames =
      key.stack.map { TaskBlock.frames($0, indent: "  ") }
      ?? ["  on a processor at this moment, or not to be looked at"]
    return ([title + key.kind.rawValue + task] + frames).map(BaselineText.printable) + [""]
  }
}
