import Testing

@testable import TidemarkLive

@Suite struct TransitionStateTests {
  /// The state after the first events of the sample.
  private func state(after count: Int) -> TransitionState {
    Sample.events[..<count].reduce(into: TransitionState(time: 5_000)) { $0.apply($1) }
  }

  /// Of a recording that was made to be harmful.
  @Test func timesThatGoBackAndForthAreNoTrap() throws {
    var state = TransitionState()
    let far: Int64 = (1 << 61) - 1
    for round in 0..<20 {
      let time = round % 2 == 0 ? 0 : far
      state.apply(TransitionEvent(time: time, thread: 1, kind: .enqueued, task: 7, executor: 0))
    }
    #expect(state.tasks[7]?.queued == 1 << 60)
    for _ in 0..<3 { state.apply(EventBatch.Gap(thread: 1, count: .max, before: far)) }
    #expect(state.counts.lost == .max)
  }

  @Test func tasksWhoseEndWasNotSeenDoNotPileUp() {
    var state = TransitionState()
    for task in 1...1000 {
      state.apply(
        TransitionEvent(
          time: Int64(task), thread: 1, kind: .hopped, task: UInt64(task), executor: 5))
    }
    #expect(state.threads[1]?.tasks == Array(993...1000))
  }

  @Test func aTaskIsCreatedQueuedRunAndOver() throws {
    var task = try #require(state(after: 2).tasks[7])
    #expect(task.state == .created)
    #expect(task.created == 5_200)
    #expect(task.creator == 1)
    #expect(task.place == 0x4000)

    #expect(state(after: 3).loads == [0: .init(queued: 1, running: 0)])
    let running = state(after: 4)
    #expect(running.loads == [0: .init(queued: 0, running: 1)])
    #expect(running.threads[11]?.tasks == [7])
    #expect(running.tasks[7]?.queued == 90)

    let suspended = state(after: 9)
    task = try #require(suspended.tasks[7])
    #expect(task.state == .suspended)
    #expect(task.reason == .continuation)
    #expect(task.runs == 2)
    #expect(task.hops == 1)
    #expect(suspended.loads.isEmpty)
    #expect(suspended.threads[10]?.tasks == [])

    let resumed = state(after: 10)
    #expect(resumed.tasks[7]?.resumedBy == 8)
    #expect(resumed.tasks[7]?.waiting == 300)

    let over = state(after: 13)
    #expect(over.tasks.isEmpty)
    #expect(over.threads[11] == nil)
    #expect(over.counts.created == 1)
    #expect(over.counts.completed == 1)
    #expect(over.counts.runs == 3)
    #expect(over.counts.enqueued == 3)
    #expect(over.counts.hops == 1)
    #expect(over.loads.isEmpty)
  }

  @Test func aTaskThatIsRunElsewhereBeforeItHasLeftItsThreadStaysThere() throws {
    var state = state(after: 4)
    state.apply(.init(time: 5_400, thread: 11, kind: .enqueued, task: 7, executor: 0xAA))
    #expect(state.threads[11]?.tasks == [7])
    state.apply(.init(time: 5_401, thread: 12, kind: .run, task: 7, executor: 0xAA))
    state.apply(.init(time: 5_402, thread: 11, kind: .suspended, task: 7, reason: .enqueued))
    #expect(state.tasks[7]?.state == .running)
    #expect(state.tasks[7]?.thread == 12)
    #expect(state.threads[12]?.tasks == [7])
    #expect(state.threads[11]?.tasks == [])
    #expect(state.loads == [0xAA: .init(queued: 0, running: 1)])
  }

  @Test func aTaskThatIsResumedBeforeItHasLeftItsThreadIsQueued() {
    var state = state(after: 4)
    state.apply(.init(time: 5_400, thread: 12, kind: .enqueued, task: 7, executor: 0, other: 3))
    state.apply(.init(time: 5_402, thread: 11, kind: .suspended, task: 7, reason: .continuation))
    #expect(state.tasks[7]?.state == .enqueued)
    #expect(state.loads == [0: .init(queued: 1, running: 0)])
  }

  @Test func aHopThatDoesNotLeaveTheThreadChangesTheExecutor() {
    var state = state(after: 5)
    #expect(state.loads == [0xAA00: .init(queued: 0, running: 1)])
    #expect(state.threads[11]?.executor == 0xAA00)
    #expect(state.tasks[7]?.since == 5_300)
    state.apply(.init(time: 5_420, thread: 12, kind: .hopped, task: 30, executor: 0xBB, other: 0))
    #expect(state.tasks[30]?.state == .running)
    #expect(state.tasks[30]?.isOlder == true)
    #expect(state.threads[12]?.tasks == [30])
    #expect(state.loads[0xBB] == .init(queued: 0, running: 1))
  }

  @Test func aTaskThatIsBegunInsideOfAnotherOneGivesTheThreadBack() {
    var state = state(after: 4)
    state.apply(.init(time: 5_310, thread: 11, kind: .created, task: 9, other: 7))
    state.apply(.init(time: 5_320, thread: 11, kind: .run, task: 9, executor: 0))
    #expect(state.threads[11]?.tasks == [7, 9])
    state.apply(.init(time: 5_330, thread: 11, kind: .suspended, task: 9, reason: .task))
    #expect(state.threads[11]?.tasks == [7])
    #expect(state.tasks[7]?.state == .running)
  }

  @Test func whatWasThereBeforeIsMarked() {
    var state = TransitionState(time: 100)
    state.apply(.init(time: 200, thread: 1, kind: .run, task: 3, executor: 0))
    #expect(state.tasks[3]?.isOlder == true)
    #expect(!state.isComplete)
    state.apply(.init(time: 210, thread: 1, kind: .created, task: 4, other: 3))
    #expect(state.tasks[4]?.isOlder == false)
  }

  @Test func aListOfAllMakesItWhole() {
    var state = TransitionState(time: 100)
    state.apply(.init(time: 200, thread: 1, kind: .run, task: 3, executor: 0))
    let list = TaskList(
      time: 210,
      tasks: [
        TaskDescription(id: 3, address: 1, state: .suspended, age: 1),
        TaskDescription(id: 5, address: 2, state: .enqueued, executor: 0, age: 1),
        TaskDescription(id: 6, address: 3, state: .suspended, waitsFor: .sleep, age: 1),
      ], total: 3)
    state.apply(list, isWhole: true)
    #expect(state.isComplete)
    // What was seen happening counts more than a look.
    #expect(state.tasks[3]?.state == .running)
    #expect(state.tasks[5]?.state == .enqueued)
    #expect(state.tasks[6]?.reason == .sleep)
    #expect(state.loads[0] == .init(queued: 1, running: 1))
  }

  @Test func afterAGapNothingIsSureUntilAllIsListedAgain() {
    var state = state(after: 4)
    state.apply(.init(time: 5_350, thread: 10, kind: .created, task: 8))
    state.apply(EventBatch.Gap(thread: 11, count: 40, before: 5_900))
    #expect(state.counts.lost == 40)
    #expect(state.uncertainSince == 5_350)
    #expect(!state.isComplete)
    #expect(state.threads[11]?.tasks == [])
    #expect(state.tasks[7]?.state == nil)
    #expect(state.loads.isEmpty)
    // An older list says nothing of what is missing.
    state.apply(TaskList(time: 5_800, tasks: [], total: 0), isWhole: true)
    #expect(state.uncertainSince == 5_350)
    let list = TaskList(
      time: 6_000, tasks: [TaskDescription(id: 8, address: 1, state: .suspended, age: 1)], total: 1)
    state.apply(list, isWhole: true)
    #expect(state.isComplete)
    #expect(Set(state.tasks.keys) == [8])
    #expect(state.tasks[8]?.state == .suspended)
  }

  @Test func aGapOfWhicheverThreadLeavesNoneAsItWas() {
    var state = TransitionState()
    for thread in [10, 11] {
      let task = UInt64(thread)
      state.apply(TransitionEvent(time: 5, thread: thread, kind: .run, task: task, executor: 0))
    }
    state.apply(EventBatch.Gap(thread: 0, count: 40, before: 9))
    #expect(state.threads.values.allSatisfy { $0.tasks.isEmpty && $0.executor == nil })
    #expect(state.load(of: 0).running == 0)
  }

  @Test func theMostThatWaitedIsRememberedForAWhile() {
    let second: Int64 = 1_000_000_000
    var state = TransitionState(time: 0)
    for task: UInt64 in 1...3 {
      state.apply(
        .init(time: second + Int64(task), thread: 1, kind: .enqueued, task: task, executor: 0xAA))
    }
    #expect(state.queueDepths(at: second + 3) == [0xAA: 3])
    for task: UInt64 in 1...3 {
      let time = 4 * second + Int64(task)
      state.apply(.init(time: time, thread: 1, kind: .run, task: task, executor: 0xAA))
      state.apply(.init(time: time, thread: 1, kind: .completed, task: task))
    }
    #expect(state.loads.isEmpty)
    // They waited until then, which is not the moment at which they began to.
    #expect(state.queueDepths(at: 13 * second) == [0xAA: 3])
    state.apply(.init(time: 12 * second, thread: 1, kind: .enqueued, task: 9, executor: 0xBB))
    #expect(state.queueDepths(at: 14 * second) == [0xAA: 3, 0xBB: 1])
    #expect(state.queueDepths(at: 15 * second) == [0xBB: 1])
    // What waits still has not to have begun lately.
    #expect(state.queueDepths(at: 60 * second) == [0xBB: 1])
    state.apply(.init(time: 60 * second, thread: 1, kind: .run, task: 9, executor: 0xBB))
    #expect(state.queueDepths(at: 69 * second) == [0xBB: 1])
    #expect(state.load(of: 0xBB) == .init(queued: 0, running: 1))
    state.apply(.init(time: 61 * second, thread: 1, kind: .completed, task: 9))
    #expect(state.queueDepths(at: 70 * second) == [0xBB: 1])
    #expect(state.queueDepths(at: 71 * second) == [0xBB: 0])
    #expect(state.queueDepths(at: 72 * second).isEmpty)
  }

  @Test func anInterruptionLeavesNothingButTheCounts() {
    var state = state(after: 5)
    state.interrupt(at: 9_000)
    #expect(state.tasks.isEmpty)
    #expect(state.threads.isEmpty)
    #expect(state.loads.isEmpty)
    #expect(state.counts.created == 1)
  }
}
