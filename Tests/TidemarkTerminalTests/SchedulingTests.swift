import Testing
import TidemarkLive

@testable import TidemarkTerminal

@Suite struct SchedulingTests {
  private func event(
    _ time: Int64, _ kind: TransitionEvent.Kind, _ task: UInt64, _ executor: UInt64? = nil,
    _ reason: TransitionEvent.Reason? = nil
  ) -> TransitionEvent {
    TransitionEvent(
      time: time, thread: 7, kind: kind, task: task, executor: executor, reason: reason)
  }

  private func lane(_ events: [TransitionEvent]) -> Lane {
    var lane = Lane()
    for event in events { lane.add(event) }
    return lane
  }

  @Test func aRunLastsUntilTheTaskLeaves() {
    let lane = lane([
      event(10, .run, 1, 0), event(20, .suspended, 1, nil, .group), event(30, .run, 2, 5),
      event(40, .completed, 2), event(50, .run, 3, 0),
    ])
    #expect(
      lane.slices == [
        Slice(start: 10, end: 20, task: 1, executor: 0),
        Slice(start: 30, end: 40, task: 2, executor: 5),
        Slice(start: 50, end: nil, task: 3, executor: 0),
      ])
    #expect(lane.slice(at: 9) == nil)
    #expect(lane.slice(at: 10)?.task == 1)
    #expect(lane.slice(at: 20) == nil)
    #expect(lane.slice(at: 1000)?.task == 3)
  }

  @Test func aHopThatGoesOnChangesTheExecutor() {
    let lane = lane([
      event(10, .run, 1, 0), event(20, .hopped, 1, 5), event(30, .suspended, 1, nil, .task),
    ])
    #expect(
      lane.slices == [
        Slice(start: 10, end: 20, task: 1, executor: 0),
        Slice(start: 20, end: 30, task: 1, executor: 5, isHop: true),
      ])
  }

  @Test func aHopIntoAQueueDoesNot() {
    let lane = lane([
      event(10, .run, 1, 0), event(20, .hopped, 1, 5), event(30, .suspended, 1, nil, .enqueued),
    ])
    #expect(lane.slices == [Slice(start: 10, end: 30, task: 1, executor: 0)])
  }

  @Test func whatWasLostIsAGap() throws {
    var transitions = Transitions()
    transitions.add(EventBatch(events: [event(10, .run, 1, 0)]))
    transitions.add(
      EventBatch(
        events: [event(100, .run, 2, 0)],
        gaps: [
          EventBatch.Gap(thread: 7, count: 40, before: 100),
          EventBatch.Gap(thread: 0, count: 2, before: 100),
        ]))
    #expect(transitions.lost == 42)
    #expect(transitions.lanes.keys.sorted() == [7])
    let lane = try #require(transitions.lanes[7])
    #expect(lane.gaps == [10...100])
    #expect(lane.slices.first?.end == 10)
    let strip = Strip(lane, endingAt: 129, step: 10, count: 13, known: 0...129)
    #expect(strip.columns[0] == .idle)
    #expect(strip.columns[1...10].allSatisfy { $0 == .lost })
    #expect(strip.columns[11] == .busy(share: 1, task: 2, executor: 0))
  }

  @Test func aColumnSaysHowBusyItWasAndWithWhatMost() {
    let lane = lane([
      event(100, .run, 1, 0), event(102, .completed, 1), event(103, .run, 2, 5),
      event(106, .completed, 2), event(120, .run, 3, 0), event(121, .completed, 3),
    ])
    let strip = Strip(lane, endingAt: 139, step: 10, count: 5, known: 100...139)
    #expect(
      strip.columns == [
        .unknown, .busy(share: 0.5, task: 2, executor: 5), .idle,
        .busy(share: 0.1, task: 3, executor: 0), .idle,
      ])
  }

  @Test func looksFillTheColumnsTheyFallInto() {
    let glances = [Int64(100), 120].map { time in
      var snapshot = Samples.snapshot(0)
      snapshot.time = time
      return Glance(snapshot)
    }
    let busy = Strip(glances, of: 4713, endingAt: 129, step: 10, count: 3)
    let now = Strip.Column.seen(task: 12, executor: 0x5000)
    #expect(busy.columns == [now, .unknown, now])
    let idle = Strip(glances, of: 4715, endingAt: 129, step: 10, count: 3)
    #expect(idle.columns == [.idle, .unknown, .idle])
  }

  @Test func onlyTheLastTransitionsAreKept() {
    var transitions = Transitions()
    for round in 0..<30 {
      transitions.add(
        EventBatch(
          events: (0..<10_000).map { event(Int64(round * 10_000 + $0), .run, UInt64($0), 0) }))
    }
    #expect(transitions.total == 300_000)
    #expect(transitions.events.count <= Transitions.limit * 5 / 4)
    #expect(transitions.events.last?.time == 299_999)
    #expect(transitions.lanes[7]?.slices.count ?? 0 <= Lane.limit * 5 / 4)
    #expect(transitions.time(steps: -3, from: 299_999) == 299_996)
    #expect(transitions.time(steps: 1, from: 299_990) == 299_991)
    #expect(transitions.events(upTo: 299_995, count: 2).map(\.time) == [299_995, 299_994])
  }

  @Test func aLateBatchIsPutInOrder() {
    var transitions = Transitions()
    transitions.add(EventBatch(events: [event(50, .run, 1, 0)]))
    transitions.add(EventBatch(events: [event(40, .run, 2, 0), event(60, .run, 3, 0)]))
    #expect(transitions.events.map(\.time) == [40, 50, 60])
  }

  @Test func loadsAreThoseOfEachTasksLastTransition() {
    var transitions = Transitions()
    transitions.add(
      EventBatch(events: [
        event(10, .enqueued, 1, 5), event(20, .run, 1, 5), event(30, .enqueued, 2, 5),
        event(40, .enqueued, 3, 0), event(50, .hopped, 1, 6), event(60, .suspended, 1, nil, .task),
        event(70, .run, 2, 5), event(80, .completed, 2),
      ]))
    typealias Load = Transitions.Load
    #expect(transitions.loads(at: 9).isEmpty)
    #expect(transitions.loads(at: 10) == [5: Load(queued: 1)])
    #expect(
      transitions.loads(at: 40) == [0: Load(queued: 1), 5: Load(queued: 1, running: 1)])
    #expect(
      transitions.loads(at: 55)
        == [0: Load(queued: 1), 5: Load(queued: 1), 6: Load(running: 1)])
    #expect(transitions.loads(at: 100) == [0: Load(queued: 1)])
  }

  @Test func anExecutorStaysInSightForAWhile() throws {
    var past = Past(interval: Samples.interval, capacity: 100)
    var busy = Samples.snapshot(0)
    busy.executors[2].queued = 9
    past.add(busy)
    var idle = Samples.snapshot(10)
    idle.executors = [idle.executors[0]]
    past.add(idle)
    let soon = past.queues(of: idle, at: idle.time)
    #expect(soon.map(\.executor.name) == ["global", "Ledgerkeeper"])
    #expect(soon.map(\.most) == [5, 9])
    #expect(soon[1].executor.queued == 0 && soon[1].executor.kind == .actor)
    var late = idle
    late.time = busy.time + Queue.memory + 1
    past.add(late)
    #expect(past.queues(of: late, at: late.time).map(\.executor.name) == ["global"])
    let deep = past.queues(of: late, at: late.time, depths: [0: 3, 0x4000: 7])
    #expect(deep.map(\.executor.name) == ["global", "main"])
    #expect(deep.map(\.most) == [3, 7])
    #expect(deep.last?.executor.queued == 0)
    let load = Transitions.Load(queued: 2, running: 1)
    let slow = past.queues(of: late, at: late.time, loads: [0x4000: load])
    #expect(slow.map(\.executor.queued) == [0, 2])
    #expect(slow.map(\.executor.name) == ["global", "main"])
  }

  @Test func whatNobodyListenedToIsNotIdle() throws {
    var transitions = Transitions()
    transitions.interrupt(at: 5)
    transitions.add(EventBatch(events: [event(10, .run, 1, 0)]))
    transitions.interrupt(at: 20)
    transitions.interrupt(at: 30)
    transitions.add(EventBatch(events: [event(60, .run, 2, 0), event(70, .completed, 2)]))
    #expect(transitions.silences == [20...60])
    let lane = try #require(transitions.lanes[7])
    let strip = Strip(
      lane, endingAt: 89, step: 10, count: 8, known: 10...89, silences: transitions.silences)
    #expect(strip.columns[0] == .busy(share: 1, task: 1, executor: 0))
    #expect(strip.columns[2...4].allSatisfy { $0 == .unknown })
    #expect(strip.columns[5] == .busy(share: 1, task: 2, executor: 0))
    #expect(strip.columns[7] == .idle)
  }

  @Test func whatTheProcessDidNotKeepIsNotIdle() throws {
    var transitions = Transitions()
    // Nothing is known before, so that nothing is missing.
    transitions.add(EventBatch(interruption: .init(from: 0, until: 5)))
    transitions.add(EventBatch(events: [event(10, .run, 1, 0)]))
    let late = [event(20, .run, 3, 4), event(60, .run, 2, 0), event(70, .completed, 2)]
    transitions.add(EventBatch(events: late, interruption: .init(from: 30, until: 55)))
    #expect(transitions.silences == [30...55])
    let lane = try #require(transitions.lanes[7])
    #expect(lane.slices.map(\.end) == [20, 30, 70])
    let strip = Strip(
      lane, endingAt: 89, step: 10, count: 8, known: 10...89, silences: transitions.silences)
    #expect(strip.columns[3...4].allSatisfy { $0 == .unknown })
    #expect(strip.columns[7] == .idle)
    #expect(transitions.loads(at: 29) == [0: .init(running: 1), 4: .init(running: 1)])
    #expect(transitions.loads(at: 65) == [0: .init(running: 1)])
  }

  @Test func anAddressThatSeveralActorsHadHasNoName() {
    var names = Names()
    func name(_ name: String) -> String {
      names.add([ExecutorDescription(identity: 0x5000, kind: .actor, name: name)])
      return names.description(of: 0x5000).name
    }
    #expect(name("0x5000") == "0x5000")
    #expect(name("Keeper") == "Keeper")
    // It has gone.
    #expect(name("0x5000") == "Keeper")
    #expect(name("Writer") == "0x5000")
    #expect(name("Keeper") == "0x5000")
    // So that this is noticed, each is asked for again now and then.
    var schedule = Feed.Schedule()
    func asked(_ time: Int64) -> [UInt64] {
      schedule.unknownExecutors(in: EventBatch(events: [event(time, .run, 1, 0x5000)]))
    }
    #expect(asked(0) == [0x5000])
    #expect(asked(900_000_000) == [])
    #expect(asked(1_000_000_000) == [0x5000])
  }

  @Test func transitionsAreReadBeforeTheProcessStopsToKeepThem() {
    var schedule = Feed.Schedule()
    schedule.events.last = 0
    schedule.events.took = 3_000_000_000
    schedule.events.count = 5
    let wish = Feed.Wish(snapshots: 100_000_000, events: true)
    #expect(schedule.nextEvents(wish) < Int64(LocalSource.lease))
    schedule.events.took = 100_000_000
    #expect(schedule.nextEvents(wish) == 500_000_000)
  }
}
