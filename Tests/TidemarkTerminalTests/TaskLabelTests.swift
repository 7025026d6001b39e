import Foundation
import Testing
import TidemarkLive

@testable import TidemarkTerminal

@Suite struct TaskLabelTests {
  private let calls = [
    Frame(function: "swift_task_create"),
    Frame(function: "closure #1 in Work.mix()", file: "/src/Work.swift", line: 69),
  ]

  private func created(_ task: UInt64, at place: UInt64?) -> TransitionEvent {
    TransitionEvent(time: Int64(task), thread: 1, kind: .created, task: task, place: place)
  }

  @Test func aTaskGoesByItsNameOrByWhatCreatedIt() {
    var labels = TaskLabels()
    labels.add(EventBatch(events: [created(7, at: 3), created(8, at: 4), created(9, at: nil)]))
    #expect(labels.text(7, .full) == "#7")
    labels.add([3: calls, 4: []])
    #expect(labels.text(7, .full) == "#7 closure #1 in Work.mix() (Work.swift:69)")
    #expect(labels.text(7, .place) == "#7 Work.swift:69")
    #expect(labels.text(7, .number) == "#7")
    // What nobody knows is not guessed.
    #expect([8, 9, 10].map { labels.text($0, .full) } == ["#8", "#9", "#10"])
    var named = TaskDescription(id: 9, address: 0x900, name: "loader", age: 0, creation: calls)
    let unnamed = TaskDescription(id: 10, address: 0xA00, age: 0, creation: calls)
    labels.add(TaskList(time: 0, tasks: [named, unnamed], total: 2))
    #expect(labels.text(9, .full) == "#9 loader")
    #expect(labels.text(9, .place) == "#9 loader")
    #expect(labels.text(10, .place) == "#10 Work.swift:69")
    // A name that was not read in time is the task's once it is.
    named.id = 10
    labels.add(TaskList(time: 1, tasks: [named], total: 1))
    #expect(labels.text(10, .full) == "#10 loader")
  }

  @Test func onlyTheLastOnesAreKept() {
    var labels = TaskLabels()
    labels.add([3: calls])
    let batch = UInt64(Transitions.limit)
    for first in stride(from: 0, to: batch * 4, by: Int(batch)) {
      labels.add(EventBatch(events: (first..<(first + batch)).map { created($0, at: 3) }))
    }
    #expect(labels.text(1, .full) == "#1")
    #expect(labels.text(batch * 4 - 1, .place) == "#\(batch * 4 - 1) Work.swift:69")
    #expect(labels.text(batch * 3 + 1, .place) == "#\(batch * 3 + 1) Work.swift:69")
  }

  @Test func aPlaceIsLookedUpUntilItIsKnown() {
    var schedule = Feed.Schedule()
    func batch(_ time: Int64) -> EventBatch {
      var events = [created(1, at: 3), created(2, at: 3), created(3, at: 4)]
      for index in events.indices { events[index].time = time }
      return EventBatch(events: events)
    }
    #expect(schedule.unknownPlaces(in: batch(0)) == [3, 4])
    #expect(schedule.learn([3, 4], [calls, []]) == [3: calls])
    #expect(schedule.unknownPlaces(in: batch(999_999_999)) == [])
    #expect(schedule.unknownPlaces(in: batch(1_000_000_000)) == [4])
  }

  /// Of one task the creation is among the transitions that are near, of another one long before them.
  @Test func aRecordingNamesItsTasksAtEveryMoment() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("names-\(UUID().uuidString).tidemark").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let second: Int64 = 1_000_000_000
    let header = RecordingHeader(
      process: Samples.process(), time: second, wallTime: Samples.wall, writer: "a test")
    let writer = try RecordingWriter(path, header: header, mode: .overwrite)
    try writer.write(.frames(RecordedFrames(places: [3], frames: [calls])))
    var events = [created(7, at: 3)]
    events[0].time = second
    for index in 0..<60_000 {
      events.append(
        TransitionEvent(
          time: second + Int64(index) * 1000 + 1, thread: 1, kind: .run, task: 7, executor: 0))
    }
    events.append(TransitionEvent(time: second * 2, thread: 1, kind: .completed, task: 7))
    events.append(created(8, at: 3))
    events[60_002].time = second * 2
    try writer.write(.events(EventBatch(events: events)))
    try writer.finish(.stopped, detail: nil, time: second * 2)
    var screen = StillScreen(try RecordingSource(path))
    // The end, in slow motion.
    screen.press("lm ")
    let lines = screen.text(columns: 120, rows: 30).split(separator: "\n")
    #expect(
      lines.contains {
        $0.contains("#8 closure #1 in Work.mix() (Work.swift:69) is created (thread 1)")
      })
    #expect(
      lines.contains {
        $0.contains("#7 closure #1 in Work.mix() (Work.swift:69) is done (thread 1)")
      })
  }
}
