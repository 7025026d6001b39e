import TidemarkLive

/// The names of tasks and executors, for as long as they are heard of.
struct Names: Sendable {
  private(set) var tasks = TaskLabels()
  private var executors: [UInt64: ExecutorDescription] = [:]
  /// Where actors of several types have lain: which of them a transition meant, nobody knows.
  private var shared: Set<UInt64> = []

  private static let limit = 20_000

  mutating func add(_ list: TaskList) { tasks.add(list) }

  mutating func add(_ batch: EventBatch) { tasks.add(batch) }

  /// Learns the calls at places where transitions said that tasks were created.
  mutating func add(_ places: [UInt64: [Frame]]) { tasks.add(places) }

  mutating func add(_ snapshot: Snapshot) {
    add(snapshot.executors)
  }

  mutating func add(_ found: [ExecutorDescription]) {
    if executors.count > Self.limit { (executors, shared) = ([:], []) }
    for executor in found {
      if let known = executors[executor.identity], known.isNamed {
        // What lies there when an actor has gone is no name for it.
        guard executor.isNamed else { continue }
        if known.plainName != executor.plainName { shared.insert(executor.identity) }
      }
      executors[executor.identity] = executor
    }
  }

  /// What is known of an executor, apart from what it does.
  func description(of identity: UInt64) -> ExecutorDescription {
    let name = ExecutorDescription.name(ofUnknown: identity)
    var description =
      executors[identity]
      ?? ExecutorDescription(
        identity: identity, kind: identity == 0 ? .global : .custom,
        name: identity == 0 ? "global" : name)
    if shared.contains(identity) { description.name = name }
    description.queued = 0
    description.running = 0
    return description
  }

  /// `#12 caller 1`, or what created the task, or only the number.
  func task(_ id: UInt64, _ form: TaskLabels.Form = .full) -> String { tasks.text(id, form) }

  func executor(_ identity: UInt64?) -> String? {
    identity.map { description(of: $0).name }
  }
}
