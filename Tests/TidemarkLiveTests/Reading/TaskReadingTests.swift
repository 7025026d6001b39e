import Foundation
import TestSupport
import Testing
import TidemarkLedger

@testable import TidemarkLive

/// What is read of the tasks of another process, against what they are known to do.
@Suite(.serialized) struct TaskReadingTests {
  @Test func suspendedTasksAreCountedAndNamedOneByOne() throws {
    let program = try WatchedProgram("suspended", "1000")
    let source = try program.source()
    try program.wait("all wait") {
      try source.tasks(TaskQuery(symbols: false)).tasks.count { $0.state == .suspended } == 1001
    }
    var list = try source.tasks(TaskQuery(stacks: true))
    #expect(list.total == 1001)
    let main = try #require(list.tasks.first { $0.id == WatchedProgram.mainTask })
    #expect(main.waitsFor == .sleep && main.creation.first?.function.hasSuffix("main") == true)
    list.tasks.removeAll { $0.id == main.id }
    #expect(list.losses.isEmpty && list.unavailable.isEmpty)
    let place = try line("ever", in: "Work.swift")
    let creation = try line("waiter", in: "Work.swift")
    #expect(list.tasks.count == 1000)
    #expect(list.tasks.allSatisfy { $0.waitsFor == .continuation && $0.name == "waiter" })
    #expect(list.tasks.allSatisfy { $0.kind == .unstructured && $0.parent == nil })
    #expect(list.tasks.allSatisfy { $0.stack?.has("Work.swift", place) == true })
    #expect(list.tasks.allSatisfy { $0.creation.has("Work.swift", creation) })
    #expect(Set(list.tasks.map(\.id)).count == 1000)
    let snapshot = try source.snapshot(asking: [])
    #expect(snapshot.figures.tasksLive == 1001)
    #expect(snapshot.figures.tasksSuspended == 1001)
    #expect(snapshot.figures.tasksEnqueued == 0)
    #expect(snapshot.figures.tasksRunning == 0)
    #expect(snapshot.figures.timersPending == 1)
    #expect(snapshot.figures.tasksCreated == 1001)
  }

  @Test func theTimesOfATaskAreNoLongerThanItWasObserved() throws {
    let program = try WatchedProgram("mixed")
    let source = try program.source()
    _ = try source.snapshot(asking: .times)
    try program.wait("times are taken") {
      try source.tasks(TaskQuery(symbols: false)).tasks.contains { $0.times != nil }
    }
    // Names and lines are looked up for the first time, which takes long, and callers run meanwhile.
    let tasks = try source.tasks(TaskQuery(stacks: true)).tasks
    let times = tasks.compactMap(\.times)
    #expect(times.count >= 4)
    for times in times {
      #expect(times.running + times.queued + times.waiting <= times.observed)
    }
  }

  /// A record has room for 32 bits of milliseconds.
  @Test func agesAreRightAfterManyDays() {
    func age(_ created: UInt32, _ milliseconds: UInt64) -> UInt64 {
      TaskRecord.age(created: created, sinceEpoch: milliseconds * 1_000_000 + 7)
    }
    #expect(age(5, 25) == 20_000_007)
    #expect(age(26, 25) == 0)
    #expect(age(.max, 25) == 0)
    #expect(age(0, 4_294_900_000) == 4_294_900_000_000_007)
    let turn: UInt64 = 1 << 32
    // Created half a second before the numbers begin anew, and soon after.
    #expect(age(.max - 499, turn + 500) == 1_000_000_007)
    #expect(age(20, turn + 25) == 5_000_007)
    #expect(age(30, turn + 25) == 0)
    // One of before is shown as the least that it can be.
    #expect(age(20, 3 * turn + 25) == 5_000_007)
    #expect(TaskRecord.ageLimit == turn * 1_000_000)
  }

  @Test func tasksSayWhatTheyWaitFor() throws {
    let program = try WatchedProgram("chain")
    let source = try program.source()
    try program.wait("all wait") {
      try source.tasks(TaskQuery()).tasks.count { $0.waitsFor != nil } == 5
    }
    let list = try source.tasks(TaskQuery(stacks: true))
    func task(_ name: String) throws -> TaskDescription {
      try #require(list.tasks.first { $0.name == name })
    }
    let first = try task("first")
    let second = try task("second")
    #expect(first.waitsFor == .task && first.waitsForTask == second.id && second.id != 0)
    #expect(second.waitsFor == .continuation)
    #expect(try task("sleeper").waitsFor == .sleep)
    #expect(try task("low").priority == 9 && first.priority == 21)
    let stack = try #require(first.stack)
    let inner = try #require(
      stack.firstIndex { $0.line == (try? line("inner", in: "Scenes.swift")) })
    let outer = try #require(
      stack.firstIndex { $0.line == (try? line("outer", in: "Scenes.swift")) })
    #expect(inner < outer)
    #expect(stack[inner].function == "Scenes.inner(_:)")
    #expect(try second.stack?.has("Archive.swift", line("open", in: "Archive.swift")) == true)
    #expect(try second.creation.has("Scenes.swift", line("second", in: "Scenes.swift")))
    #expect(try source.snapshot(asking: []).figures.timersPending == 2)
  }

  @Test func childrenKnowTheirParents() throws {
    let program = try WatchedProgram("family", "5")
    let source = try program.source()
    try program.wait("all wait") {
      try source.tasks(TaskQuery()).tasks.count { $0.state == .suspended } == 8
    }
    let list = try source.tasks(TaskQuery(stacks: true))
    let parent = try #require(list.tasks.first { $0.name == "parent" })
    #expect(parent.kind == .unstructured && parent.parent == nil && parent.waitsFor == .group)
    let children = list.tasks.filter { $0.parent == parent.id }
    #expect(children.count { $0.kind == .groupChild } == 5)
    #expect(children.count { $0.kind == .asyncLet } == 1)
    #expect(Set(children.compactMap(\.name)) == Set((0..<5).map { "child \($0)" }))
    let waits = try line("waits for the group", in: "Scenes.swift")
    #expect(parent.stack?.has("Scenes.swift", waits) == true)
  }

  @Test(arguments: [("actor", "Archive", 9), ("main", "main", 4), ("custom", "Desk", 6)])
  func queuesOfExecutorsAreExact(scene: String, executor: String, depth: Int) throws {
    let program = try WatchedProgram(scene, "\(depth)")
    let source = try program.source()
    try program.wait("all stand in line") {
      try source.snapshot(asking: []).executors.contains {
        $0.name == executor && $0.queued == depth
      }
    }
    let list = try source.tasks(TaskQuery())
    #expect(list.tasks.count { $0.state == .enqueued && $0.executorName == executor } == depth)
    let found = try #require(
      source.snapshot(asking: []).executors.first { $0.name == executor })
    #expect(found.kind == (scene == "actor" ? .actor : scene == "main" ? .main : .custom))
    // But for the one of `main`, which may not have come to its own wait yet.
    #expect(Set(list.tasks.filter { $0.name != nil }.compactMap(\.executor)) == [found.identity])
  }
}
