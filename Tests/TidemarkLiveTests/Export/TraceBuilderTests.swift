import Testing

@testable import TidemarkLive

@Suite struct TraceBuilderTests {
  let folder = TemporaryFolder()

  /// What becomes of some moments.
  private func items(
    _ moments: [RecordingTimeline.Moment], names: RecordedNames = RecordedNames(),
    until end: Int64 = 7_000
  ) -> [TraceItem] {
    var state = TransitionState(time: 5_000)
    var builder = TraceBuilder(names: names, beginning: state)
    var items: [TraceItem] = []
    for moment in moments {
      switch moment {
      case .event(let event): state.apply(event)
      case .gap(let gap): state.apply(gap)
      }
      items += builder.take(moment, after: state)
    }
    return items + builder.finish(at: end)
  }

  private func runs(_ items: [TraceItem]) -> [TraceItem.Run] {
    items.compactMap { if case .begin(let run) = $0 { run } else { nil } }
  }

  private func instants(_ items: [TraceItem]) -> [TraceItem.Instant] {
    items.compactMap { if case .instant(let instant) = $0 { instant } else { nil } }
  }

  private func ends(_ items: [TraceItem]) -> [Int64] {
    items.compactMap { if case .end(let time, _) = $0 { time } else { nil } }
  }

  @Test func runsAndArrowsAreThoseOfTheSample() throws {
    var names = RecordedNames()
    names.take(
      RecordedFrames(
        places: [0x4000],
        frames: [[Frame(function: "work()", file: "/src/Work.swift", line: 3)]]))
    let keeper = ExecutorDescription(identity: 0xAA00, kind: .actor, name: "Keeper")
    names.take(RecordedExecutors(time: 0, executors: [keeper]))
    let items = items(Sample.events.map { .event($0) }, names: names)
    let runs = runs(items)
    #expect(runs.map(\.time) == [5_300, 5_500, 6_000])
    #expect(runs.map(\.thread) == [11, 10, 11])
    #expect(runs.map(\.executor) == ["global", "Keeper", "global"])
    #expect(runs.map(\.queued) == [90, 89, 100])
    #expect(Set(runs.map(\.name)) == ["work() (Work.swift:3)"])
    #expect(runs.allSatisfy { $0.note == nil })
    #expect(ends(items) == [5_410, 5_600, 6_100])
    // Each run ends the arrow that begins where the task was enqueued.
    let begins = instants(items).filter { $0.flow != nil }
    #expect(begins.map(\.time) == [5_210, 5_411, 5_900])
    #expect(begins.map(\.thread) == [10, 11, 11])
    #expect(begins.map(\.flow) == runs.map(\.flow))
    #expect(Set(begins.compactMap(\.flow)).count == 3)
    let hop = try #require(instants(items).first { $0.name.hasPrefix("hop") })
    #expect(hop.name == "hop to Keeper")
    #expect(hop.details == ["from": "global", "to": "Keeper"])
    #expect(hop.time == 5_400)
  }

  @Test func theCurvesFollowTheTasks() {
    let items = items(Sample.events.map { .event($0) })
    let curves = items.compactMap { item -> String? in
      guard case .count(let time, let counter, let value) = item else { return nil }
      return "\(time) \(counter.name) \(value)"
    }
    #expect(
      curves == [
        "5200 Live tasks 1", "5210 Queue of global 1", "5300 Queue of global 0",
        "5411 Queue of executor 0xaa00 1", "5500 Queue of executor 0xaa00 0",
        "5900 Queue of global 1", "6000 Queue of global 0", "6100 Live tasks 0",
      ])
  }

  @Test func whatIsOpenAtAGapOrAtTheEndIsClosedThere() {
    let open = Array(Sample.events[..<4])
    var found = items(open.map { .event($0) })
    #expect(ends(found) == [7_000])
    let gap = EventBatch.Gap(thread: 11, count: 40, before: 5_350)
    found = items(open.map { .event($0) } + [.gap(gap)])
    #expect(ends(found) == [5_350])
    #expect(instants(found).last?.name == "40 transitions missing")
  }

  @Test func aGapOfWhicheverThreadClosesAllThatIsOpen() {
    let runs = [10, 11].map { thread in
      TransitionEvent(time: 5_100, thread: thread, kind: .run, task: UInt64(thread), executor: 0)
    }
    let gap = EventBatch.Gap(thread: 0, count: 40, before: 5_350)
    let found = items(runs.map { .event($0) } + [.gap(gap)])
    #expect(ends(found) == [5_350, 5_350])
    #expect(instants(found).map(\.thread) == [nil])
    #expect(instants(found).map(\.details) == [["lost": "40"]])
  }

  @Test func aTaskInsideOfAnotherOneEndsBeforeIt() {
    let events: [TransitionEvent] = [
      .init(time: 1, thread: 1, kind: .run, task: 1, executor: 0),
      .init(time: 2, thread: 1, kind: .created, task: 2, other: 1),
      .init(time: 3, thread: 1, kind: .run, task: 2, executor: 0),
      .init(time: 4, thread: 1, kind: .suspended, task: 1, reason: .task),
      .init(time: 5, thread: 1, kind: .suspended, task: 2, reason: .task),
    ]
    let items = items(events.map { .event($0) })
    // The outer one can't end alone.
    #expect(ends(items) == [5_000, 5_000])
    #expect(runs(items).map(\.note) == ["created before the recording", nil])
  }

  @Test func anInterruptionClosesWhatIsOpen() throws {
    let path = folder.file("twice.tidemark")
    var writer: RecordingWriter? = try RecordingWriter(path, header: Sample.header)
    try writer?.write(.events(EventBatch(events: Array(Sample.events[..<4]))))
    writer = nil
    var header = Sample.header
    header.time = 5_450
    writer = try RecordingWriter(path, header: header, mode: .append)
    try writer?.write(.events(EventBatch(events: Array(Sample.events[7...]))))
    let file = try RecordingFile(path)
    var timeline = RecordingTimeline(file)
    var builder = TraceBuilder(names: file.names, beginning: timeline.state)
    var items: [TraceItem] = []
    while let moment = timeline.next {
      timeline.step(by: 1)
      items += builder.take(moment, after: timeline.state)
    }
    #expect(ends(items) == [5_300, 5_600, 6_100])
    #expect(runs(items).map(\.flow).first != .some(nil))
    #expect(runs(items).dropFirst().first?.flow == nil)
  }
}
