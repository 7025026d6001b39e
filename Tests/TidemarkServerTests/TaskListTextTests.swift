import Testing
import TidemarkLive

@testable import TidemarkServer

@Suite struct TaskListTextTests {
  @Test(arguments: [0, 1, 99, 100, 101, 1000])
  func thePartsAreTheList(count: Int) throws {
    let list = try FixedSource(tasks: count).tasks(TaskQuery())
    var text = try TaskListText(list)
    var bytes: [UInt8] = []
    while let part = try text.next() { bytes += part }
    #expect(try JSON.decode(TaskList.self, from: bytes) == list)
  }
}

@Suite struct EventBatchLimitingTests {
  @Test func whatIsLeftOutIsCounted() {
    let events = (0..<10).map {
      TransitionEvent(time: Int64($0), thread: $0 % 3, kind: .run, task: 1)
    }
    let batch = EventBatch(events: events, gaps: [.init(thread: 0, count: 5, before: 0)])
    #expect(batch.limited(to: 10) == batch)
    let limited = batch.limited(to: 2)
    #expect(limited.events == Array(events.suffix(2)))
    #expect(
      limited.gaps == [
        .init(thread: 0, count: 5, before: 0),
        // The last of thread 0 is there, the one of thread 1 is not.
        .init(thread: 0, count: 3, before: 9), .init(thread: 1, count: 3, before: 8),
        .init(thread: 2, count: 2, before: 8),
      ])
    #expect(limited.count == batch.count)
  }
}

@Suite struct SnapshotCacheTests {
  @Test func aLookIsGoodEnoughForAMoment() throws {
    let source = FixedSource()
    let clock = Clock()
    let cache = SnapshotCache(source, lifetime: 10) { clock.now }
    _ = try cache.json(asking: [])
    clock.now = 9
    _ = try cache.json(asking: [])
    #expect(source.looks.count == 1)
    // Nobody has asked for times yet.
    _ = try cache.snapshot(asking: .times)
    #expect(source.looks.count == 2)
    _ = try cache.snapshot(asking: [])
    #expect(source.looks.count == 2)
    clock.now = 19
    var later = Snapshot.example
    later.figures.tasksLive = 8
    source.show(later)
    #expect(try JSON.decode(Snapshot.self, from: cache.json(asking: [])) == later)
    #expect(source.looks.count == 3)
    source.fail(.ended("over"))
    clock.now = 29
    #expect(status { _ = try cache.json(asking: []) } == 503)
  }

  private final class Clock {
    var now: Int64 = 0
  }
}
