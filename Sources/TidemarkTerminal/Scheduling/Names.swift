import TidemarkLive

/// The names of tasks and executors, for as long as they are heard of.
struct Names: Sendable {
  private var tasks: [UInt64: String] = [:]
  private var executors: [UInt64: String] = [0: "global"]

  private static let limit = 20_000

  mutating func add(_ list: TaskList) {
    if tasks.count > Self.limit { tasks = [:] }
    for task in list.tasks.prefix(Self.limit) where task.id != 0 {
      guard let name = task.name else { continue }
      tasks[task.id] = name
    }
  }

  mutating func add(_ snapshot: Snapshot) {
    if executors.count > Self.limit { executors = [0: "global"] }
    for executor in snapshot.executors { executors[executor.identity] = executor.name }
  }

  /// `#12 caller 1`, or only the number.
  func task(_ id: UInt64) -> String {
    guard let name = tasks[id] else { return "#\(id)" }
    return "#\(id) \(name)"
  }

  func executor(_ identity: UInt64?) -> String? {
    guard let identity else { return nil }
    return executors[identity] ?? "executor " + String(identity, radix: 16)
  }
}
