import Foundation
import TestSupport
import Testing
import TidemarkLedger

@testable import TidemarkLive

/// Tasks whose memory is not read again, against what they do meanwhile.
@Suite(.serialized) struct SettledTasksTests {
  /// Looks as a viewer does, until what it knows is old enough to be relied on.
  private func settle(_ source: LocalSource) throws {
    let end = ContinuousClock.now + .milliseconds(1300)
    while ContinuousClock.now < end {
      _ = try source.snapshot(asking: .times)
      usleep(20_000)
    }
    _ = try source.snapshot(asking: .times)
  }

  @Test func tasksThatWaitAreReadOnceAndCountedEachTime() throws {
    let program = try WatchedProgram("suspended", "2000")
    let source = try program.source()
    try program.wait("all wait") {
      try source.tasks(TaskQuery(symbols: false)).tasks.count { $0.state == .suspended } == 2001
    }
    // Nobody has asked for anything, so that nothing is relied on.
    #expect(source.settledTasks.look(at: source).unsettled.entries.count == 2001)
    #expect(source.settledTasks.look(at: source).unsettled.entries.count == 2001)
    try settle(source)
    for _ in 0..<300 {
      let found = source.settledTasks.look(at: source)
      #expect(found.unsettled.entries.count < 100)
      #expect(found.sleeping == 1)
    }
    #expect(try source.snapshot(asking: .times).figures.timersPending == 1)
  }

  @Test func whatIsCountedIsKnownWithoutALookAtATask() throws {
    let program = try WatchedProgram("suspended", "2000")
    let source = try program.source()
    try program.wait("all wait") { try source.outline().figures.tasksLive == 2001 }
    let outline = try source.outline()
    let whole = try source.snapshot(asking: [])
    #expect(whole.figures.tasksLive == 2001 && whole.figures.tasksCreated == 2001)
    #expect(outline.figures.tasksCreated == 2001)
    #expect(outline.figures.threads == whole.figures.threads)
    #expect(outline.figures.resident != nil)
    // Only the tasks' memory tells these.
    #expect(whole.figures.timersPending == 1 && !whole.executors.isEmpty)
    #expect(outline.figures.timersPending == nil && outline.executors.isEmpty)
  }

  /// Four tasks sleep now and then, and sixteen all the time, with that of `main`.
  @Test func tasksThatGoOnAreNotTakenToWait() throws {
    let program = try WatchedProgram("mixed")
    let source = try program.source()
    try settle(source)
    var found: [Int] = []
    for _ in 0..<300 {
      found.append(try #require(source.snapshot(asking: .times).figures.timersPending))
      usleep(3000)
    }
    #expect(found.allSatisfy { (17...21).contains($0) }, "\(found)")
    // More often than what is known is read again for no reason.
    #expect(zip(found, found.dropFirst()).count { $0 != $1 } > 20, "\(found)")
  }

  @Test func nothingIsReliedOnAfterALapse() throws {
    let watch = Watch()
    #expect(watch.cover(at: 0) == nil)
    watch.extend(to: 5_000_000_000, at: 1_000_000_000)
    #expect(watch.cover(at: 1_500_000_000) == nil)
    #expect(watch.cover(at: 2_000_000_000) == 1_000_000_000)
    watch.extend(to: 9_000_000_000, at: 4_999_999_999)
    #expect(watch.cover(at: 8_999_999_999) == 1_000_000_000)
    #expect(watch.cover(at: 9_000_000_000) == nil)
    // The process could see it only when it was over.
    watch.extend(to: 12_000_000_000, at: 9_000_000_000)
    #expect(watch.cover(at: 9_500_000_000) == nil)
    #expect(watch.cover(at: 10_000_000_000) == 9_000_000_000)
    watch.interrupt(at: 10_000_000_000)
    #expect(watch.cover(at: 10_999_999_999) == nil)
    #expect(watch.cover(at: 11_000_000_000) == 10_000_000_000)
  }

  @Test func oneTaskOrSomeCanBeAskedFor() throws {
    let program = try WatchedProgram("family", "5")
    let source = try program.source()
    try program.wait("all wait") {
      try source.tasks(TaskQuery()).tasks.count { $0.state == .suspended } == 8
    }
    let all = try source.tasks(TaskQuery(stacks: true)).tasks
    for task in all {
      let list = try source.tasks(TaskQuery(stacks: true, id: task.id))
      #expect(list.total == 8 && list.tasks.count == 1)
      var found = try #require(list.tasks.first)
      // Only time goes by.
      found.age = task.age
      found.times = task.times
      #expect(found == task)
    }
    let none = try source.tasks(TaskQuery(id: 1_000_000))
    #expect(none.tasks.isEmpty && none.total == 8 && none.unavailable.isEmpty)
    for limit in 0...9 {
      let list = try source.tasks(TaskQuery(limit: limit))
      #expect(list.tasks.map(\.id) == all.prefix(limit).map(\.id) && list.total == 8)
      #expect(list.tasks.map(\.parent) == all.prefix(limit).map(\.parent))
    }
  }

  /// The records of a task that runs come and go while they are read.
  @Test func aNameThatWasReadIsKept() throws {
    let program = try WatchedProgram("mixed")
    let source = try program.source()
    var names: [UInt64: String] = [:]
    try program.wait("all have names") {
      for task in try source.tasks(TaskQuery(symbols: false)).tasks {
        if let name = task.name { names[task.id] = name }
      }
      return Set(names.values).isSuperset(of: (0..<4).map { "caller \($0)" })
    }
    var missed = 0
    for _ in 0..<2000 {
      for task in try source.tasks(TaskQuery(symbols: false)).tasks {
        if let name = names[task.id], name != task.name { missed += 1 }
      }
    }
    #expect(missed == 0)
  }
}
