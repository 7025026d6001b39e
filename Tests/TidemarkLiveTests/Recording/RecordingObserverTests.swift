import Synchronization
import Testing

@testable import TidemarkLive

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A process with very many tasks, and with one actor after the other at the same address.
private final class CrowdedSource: ProcessSource {
  let title = "crowded"
  private let tasks: [TaskDescription]
  let actor = Mutex("Keeper")

  init(tasks: Int) {
    self.tasks = (0..<tasks).map {
      TaskDescription(id: UInt64($0) + 1, address: 8, name: "t", age: 1)
    }
  }

  func snapshot(asking: Detail) -> Snapshot { Sample.snapshot(at: 5_000) }
  func tasks(_ query: TaskQuery) -> TaskList {
    TaskList(time: Recorder.now(), tasks: tasks, total: tasks.count)
  }
  func events(after cursor: inout EventCursor) -> EventBatch { EventBatch() }
  func frames(at places: [UInt64]) -> [[Frame]] {
    places.map { [Frame(function: "at \($0)")] }
  }
  func executors(_ identities: [UInt64]) -> [ExecutorDescription] {
    identities.map {
      ExecutorDescription(identity: $0, kind: .actor, name: actor.withLock { $0 })
    }
  }
}

/// What is found out about a process while it is recorded.
@Suite struct RecordingObserverTests {
  private func batch(at time: Int64) -> EventBatch {
    EventBatch(events: [
      TransitionEvent(time: time, thread: 1, kind: .created, task: 1, executor: 0xAA00, place: 7)
    ])
  }

  /// Takes what is found until something is.
  private func first<Found>(
    in observer: RecordingObserver, _ find: (RecordingBlock) -> Found?
  ) throws -> Found {
    for _ in 0..<3000 {
      if let found = observer.take().lazy.compactMap(find).first { return found }
      usleep(10_000)
    }
    throw Missing()
  }

  private struct Missing: Error {}

  @Test func whatThereIsNoRoomForIsLookedUpAgain() throws {
    // More blocks than may wait.
    let source = CrowdedSource(tasks: 257_000)
    let observer = RecordingObserver(source, first: Sample.snapshot(at: 5_000), interval: .max / 2)
    let thread = observer.start()
    defer {
      observer.stop()
      thread?.join()
    }
    observer.note(batch(at: 0))
    // By then they have been looked up in vain.
    usleep(2_000_000)
    var names: Set<String> = []
    var places: [UInt64] = []
    _ = try first(in: observer) { block in
      if case .executors(let found) = block { names.formUnion(found.executors.map(\.name)) }
      if case .frames(let found) = block { places += found.places }
      return names.isEmpty || places.isEmpty ? nil : true
    }
    #expect(names == ["Keeper"] && places == [7])
  }

  @Test func anActorInAnothersPlaceIsFoundOut() throws {
    let source = CrowdedSource(tasks: 1)
    let observer = RecordingObserver(source, first: Sample.snapshot(at: 5_000), interval: .max / 2)
    let thread = observer.start()
    defer {
      observer.stop()
      thread?.join()
    }
    func executors(_ block: RecordingBlock) -> RecordedExecutors? {
      if case .executors(let found) = block { found } else { nil }
    }
    observer.note(batch(at: 0))
    let one = try first(in: observer, executors)
    #expect(one.executors.map(\.name) == ["Keeper"])
    // Seen again a second later, and a second after that it is another one.
    observer.note(batch(at: 1_000_000_000))
    usleep(100_000)
    source.actor.withLock { $0 = "Writer" }
    observer.note(batch(at: 1_999_999_999))
    usleep(100_000)
    #expect(observer.take().compactMap(executors).isEmpty)
    observer.note(batch(at: 2_000_000_000))
    var looks: [RecordedExecutors] = []
    _ = try first(in: observer) { block in
      if let found = executors(block) { looks.append(found) }
      return looks.count == 2 ? true : nil
    }
    #expect(looks.flatMap(\.executors).map(\.name) == ["Keeper", "Writer"])
    // Up to when it was the first one is told as well.
    #expect(looks[0].time > one.time && looks[0].time < looks[1].time)
  }
}
