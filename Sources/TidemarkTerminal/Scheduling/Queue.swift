import TidemarkLive

/// An executor, what waits for it and what has waited for it lately.
struct Queue: Hashable, Sendable {
  var executor: ExecutorDescription
  /// The most tasks that waited for it at a look of the last seconds; in a recording, at any moment of them.
  var most: Int

  /// How many tasks it has to do with, as far as that is known.
  var load: Int { executor.queued + (executor.running ?? 0) }

  /// For how long an executor stays in sight that has nothing to do any more, in nanoseconds.
  static let memory = TransitionState.memory
}

extension Past {
  /// Returns the executors that have something to do at a moment or had shortly before, the global
  /// one and the main actor first.
  ///
  /// - Parameters:
  ///   - loads: What transitions say of that moment; nil to go by the look.
  ///   - depths: The most that waited in the last seconds, where all transitions are known.
  func queues(
    of snapshot: Snapshot, at time: Int64, loads: [UInt64: Transitions.Load]? = nil,
    depths: [UInt64: Int] = [:]
  ) -> [Queue] {
    var found: [UInt64: Queue] = [:]
    for executor in snapshot.executors {
      found[executor.identity] = Queue(executor: executor, most: executor.queued)
    }
    for glance in glances.reversed() {
      guard glance.time <= time else { continue }
      guard glance.time >= time - Queue.memory else { break }
      for (identity, queued) in glance.queues {
        let before = found[identity]
        found[identity] = Queue(
          executor: before?.executor ?? names.description(of: identity),
          most: max(before?.most ?? 0, queued))
      }
    }
    for (identity, most) in depths {
      var queue = found[identity] ?? Queue(executor: names.description(of: identity), most: 0)
      queue.most = max(queue.most, most)
      found[identity] = queue
    }
    if let loads {
      for identity in Set(found.keys).union(loads.keys) {
        let load = loads[identity] ?? Transitions.Load()
        var queue =
          found[identity] ?? Queue(executor: names.description(of: identity), most: 0)
        queue.executor.queued = load.queued
        queue.executor.running = load.running
        queue.most = max(queue.most, load.queued)
        found[identity] = queue
      }
    }
    return found.values.sorted { $0.order < $1.order }
  }
}

extension Queue {
  /// The global executor and the main actor first; the others stay where they are.
  fileprivate var order: (Int, String, UInt64) {
    let kind =
      switch executor.kind {
      case .global: 0
      case .main: 1
      case .actor, .custom: 2
      }
    return (kind, executor.name, executor.identity)
  }
}
