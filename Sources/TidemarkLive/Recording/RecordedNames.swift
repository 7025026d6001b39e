/// What a recording tells of places, tasks and executors, whenever it was found out.
package struct RecordedNames: Sendable {
  /// What stays the same of a task.
  package struct TaskName: Hashable, Sendable {
    package var name: String?
    package var kind: TaskDescription.Kind?
    package var parent: UInt64?
    package var address: UInt64
    package var priority: Int?
    package var created: Int64
    package var creation: [Frame]
  }

  package private(set) var frames: [UInt64: [Frame]] = [:]
  package private(set) var tasks: [UInt64: TaskName] = [:]
  private var executors: [UInt64: [Sighting]] = [:]

  /// What lay at an address, from when until when, as far as anybody looked.
  private struct Sighting: Sendable {
    var first: Int64
    var last: Int64
    var description: ExecutorDescription
  }

  package init() {}

  /// Returns what lay at an address at a moment, as far as it was found out by then.
  ///
  /// Where nobody had looked by then, the name is that of what was found first, and says so: something else
  /// may have lain there before.
  package func executor(_ identity: UInt64, at time: Int64) -> ExecutorDescription? {
    guard let found = executors[identity] else { return nil }
    guard let index = found.lastIndex(where: { $0.first <= time }) else {
      return found.first.map { Self.doubted($0.description) }
    }
    var description = found[index].description
    // Another one came in its place, nobody saw when.
    if time > found[index].last, index + 1 < found.count {
      description.name = ExecutorDescription.name(ofUnknown: identity)
    }
    return description
  }

  private static func doubted(_ executor: ExecutorDescription) -> ExecutorDescription {
    var executor = executor
    let canBeReplaced = executor.kind == .actor || executor.kind == .custom
    if canBeReplaced, executor.isNamed { executor.name += ExecutorDescription.doubt }
    return executor
  }

  /// Returns the name of an executor, or its address.
  package func executorName(_ identity: UInt64, at time: Int64) -> String {
    if let found = executor(identity, at: time) { return found.name }
    return identity == 0 ? "global" : "executor 0x" + String(identity, radix: 16)
  }

  /// Returns the same for its queue, which has one name from the beginning on.
  package func queueName(_ identity: UInt64, at time: Int64) -> String {
    executor(identity, at: time)?.plainName ?? executorName(identity, at: time)
  }

  /// Returns what to call a task: its name, or where it was created, or its number.
  package func taskName(_ id: UInt64, place: UInt64? = nil) -> String {
    let known = tasks[id]
    if let name = known?.name { return name }
    let creation = known?.creation ?? place.flatMap { frames[$0] } ?? []
    return creation.taskName ?? "task \(id)"
  }

  mutating func take(_ found: RecordedFrames) {
    for (place, frames) in zip(found.places, found.frames) { self.frames[place] = frames }
  }

  mutating func take(_ found: RecordedExecutors) {
    for var executor in found.executors {
      (executor.queued, executor.running) = (0, 0)
      var sightings = executors[executor.identity] ?? []
      if let last = sightings.last {
        // What lies there when it has gone is no name for it.
        if last.description.isNamed, !executor.isNamed { continue }
        if last.description == executor {
          sightings[sightings.count - 1].last = max(last.last, found.time)
          executors[executor.identity] = sightings
          continue
        }
        if !last.description.isNamed { sightings.removeLast() }
      }
      sightings.append(
        Sighting(first: found.time, last: found.time, description: executor))
      executors[executor.identity] = sightings
    }
  }

  mutating func take(_ list: TaskList) {
    for task in list.tasks where task.id != 0 {
      // What is read of a task that runs may be incomplete, but a name once read is the task's.
      let known = tasks[task.id]
      tasks[task.id] = TaskName(
        name: task.name ?? known?.name, kind: task.kind ?? known?.kind,
        parent: task.parent ?? known?.parent, address: task.address,
        priority: task.priority ?? known?.priority, created: list.time - task.age,
        creation: task.creation)
    }
  }
}
