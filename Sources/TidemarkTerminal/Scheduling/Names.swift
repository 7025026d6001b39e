import TidemarkLive

/// The names of tasks and executors, for as long as they are heard of.
struct Names: Sendable {
  private var tasks: [UInt64: String] = [:]
  private var executors: [UInt64: ExecutorDescription] = [:]

  private static let limit = 20_000

  mutating func add(_ list: TaskList) {
    if tasks.count > Self.limit { tasks = [:] }
    for task in list.tasks.prefix(Self.limit) where task.id != 0 {
      guard let name = task.name else { continue }
      tasks[task.id] = name
    }
  }

  mutating func add(_ snapshot: Snapshot) {
    add(snapshot.executors)
  }

  mutating func add(_ found: [ExecutorDescription]) {
    if executors.count > Self.limit { executors = [:] }
    for executor in found { executors[executor.identity] = executor }
  }

  /// What is known of an executor, apart from what it does.
  func description(of identity: UInt64) -> ExecutorDescription {
    let name = "0x" + String(identity, radix: 16)
    var description =
      executors[identity]
      ?? ExecutorDescription(
        identity: identity, kind: identity == 0 ? .global : .custom,
        name: identity == 0 ? "global" : name)
    description.queued = 0
    description.running = 0
    return description
  }

  /// `#12 caller 1`, or only the number.
  func task(_ id: UInt64) -> String {
    guard let name = tasks[id] else { return "#\(id)" }
    return "#\(id) \(name)"
  }

  func executor(_ identity: UInt64?) -> String? {
    identity.map { description(of: $0).name }
  }
}
