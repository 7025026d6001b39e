import Testing

@testable import TidemarkLive

@Suite struct RecordingTimelineTests {
  let folder = TemporaryFolder()

  /// A recording of many small blocks in which tasks come and go.
  private func recording(_ count: Int = 1000, perBlock: Int = 10) throws -> RecordingTimeline {
    let path = folder.file("long.tidemark")
    let writer = try RecordingWriter(path, header: Sample.header, mode: .overwrite)
    var events: [TransitionEvent] = []
    for step in 0..<count {
      let time = Int64(6_000 + step * 10)
      let task = UInt64(step / 4)
      let thread = 10 + step % 3
      switch step % 4 {
      case 0: events.append(.init(time: time, thread: thread, kind: .created, task: task))
      case 1:
        events.append(.init(time: time, thread: thread, kind: .enqueued, task: task, executor: 0))
      case 2: events.append(.init(time: time, thread: thread, kind: .run, task: task, executor: 0))
      case _ where step % 5 == 3:
        events.append(.init(time: time, thread: thread - 1, kind: .completed, task: task))
      default:
        events.append(
          .init(time: time, thread: thread - 1, kind: .suspended, task: task, reason: .task))
      }
    }
    for start in stride(from: 0, to: count, by: perBlock) {
      let batch = EventBatch(
        events: Array(events[start..<min(start + perBlock, count)]),
        gaps: start == 500 ? [.init(thread: 10, count: 5, before: 6_000 + 5_030)] : [])
      try writer.write(.events(batch))
      if start == 700 {
        let task = TaskDescription(id: 999, address: 1, name: "older", state: .suspended, age: 1)
        try writer.write(.tasks(TaskList(time: 6_000 + 7_000, tasks: [task], total: 40)))
      }
    }
    return RecordingTimeline(try RecordingFile(path))
  }

  /// Compares two states, which are too long to be printed.
  private func expectSame(
    _ left: TransitionState, _ right: TransitionState,
    location: SourceLocation = #_sourceLocation
  ) {
    let isSame = left == right
    #expect(isSame, "\(left.time) \(right.time)", sourceLocation: location)
  }

  @Test func anyMomentIsTheSameFromEitherSide() throws {
    var forwards = try recording()
    var other = forwards
    #expect(forwards.count == 1001)
    var states: [TransitionState] = []
    for _ in 0..<forwards.count {
      states.append(forwards.state)
      forwards.step(by: 1)
    }
    #expect(forwards.index == 1001)
    #expect(forwards.next == nil)
    other.go(to: other.last)
    expectSame(other.state, forwards.state)
    var generator = Seeded(state: 5)
    for _ in 0..<200 {
      let index = Int.random(in: 0...1000, using: &generator)
      other.step(by: index - other.index)
      #expect(other.index == index)
      expectSame(other.state, states[index])
    }
  }

  @Test func stepsGoThroughEveryMomentBackwards() throws {
    var timeline = try recording(100)
    var states: [TransitionState] = []
    for _ in 0..<100 {
      states.append(timeline.state)
      timeline.step(by: 1)
    }
    for index in (0..<100).reversed() {
      timeline.step(by: -1)
      #expect(timeline.index == index)
      expectSame(timeline.state, states[index])
    }
    timeline.step(by: -1)
    #expect(timeline.index == 0)
  }

  @Test func aTimeIsBehindAllThatHadHappened() throws {
    var timeline = try recording()
    timeline.go(to: 6_000 + 35)
    #expect(timeline.index == 4)
    #expect(timeline.time == 6_035)
    timeline.go(to: 6_000 + 30)
    #expect(timeline.index == 4)
    timeline.go(to: 6_000 + 29)
    #expect(timeline.index == 3)
    #expect(timeline.index(at: 6_000 + 35) == 4)
    timeline.go(to: 0)
    #expect(timeline.index == 0)
    #expect(timeline.time == Sample.header.time)
    #expect(timeline.index(at: 0) == 0)
  }

  @Test func aListIsTakenAtItsTime() throws {
    var timeline = try recording()
    timeline.go(to: 6_000 + 6_999)
    #expect(timeline.state.tasks[999] == nil)
    timeline.go(to: 6_000 + 7_000)
    #expect(timeline.state.tasks[999]?.state == .suspended)
    #expect(timeline.state.tasks[999]?.isOlder == true)
    #expect(timeline.file.names.taskName(999) == "older")
    timeline.go(to: 6_000)
    #expect(timeline.state.tasks[999] == nil)
  }

  @Test func theMissingIsAMomentOfItsOwn() throws {
    var timeline = try recording()
    timeline.go(to: 6_000 + 5_029)
    #expect(timeline.state.counts.lost == 0)
    #expect(timeline.next == .gap(.init(thread: 10, count: 5, before: 11_030)))
    timeline.step(by: 1)
    #expect(timeline.state.counts.lost == 5)
    #expect(timeline.moments(502..<505).count == 3)
    #expect(timeline.moments(503..<504) == [.gap(.init(thread: 10, count: 5, before: 11_030))])
  }
}
