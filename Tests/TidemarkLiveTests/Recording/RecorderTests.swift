import Foundation
import Synchronization
import TestSupport
import Testing

@testable import TidemarkLedger
@testable import TidemarkLive

/// A process whose transitions are read as late, once, as if this program could not run for so long.
private final class LateSource: ProcessSource {
  private let source: LocalSource
  private let looks = Atomic<Int>(0)

  init(_ source: LocalSource) { self.source = source }

  var title: String { source.title }
  func snapshot(asking: Detail) throws(SourceError) -> Snapshot {
    // Who can't run does not ask this way either.
    try source.snapshot(asking: asking.subtracting(.events))
  }
  func tasks(_ query: TaskQuery) throws(SourceError) -> TaskList { try source.tasks(query) }
  func frames(at places: [UInt64]) -> [[Frame]] { source.frames(at: places) }

  func events(after cursor: inout EventCursor) throws(SourceError) -> EventBatch {
    // Longer than the process goes on keeping transitions for nobody.
    if looks.add(1, ordering: .relaxed).newValue == 20 { usleep(5_500_000) }
    return try source.events(after: &cursor)
  }
}

/// A process whose places take long to look up.
private final class SlowNames: ProcessSource {
  private let source: LocalSource

  init(_ source: LocalSource) { self.source = source }

  var title: String { source.title }
  func snapshot(asking: Detail) throws(SourceError) -> Snapshot {
    try source.snapshot(asking: asking)
  }
  func tasks(_ query: TaskQuery) throws(SourceError) -> TaskList { try source.tasks(query) }
  func events(after cursor: inout EventCursor) throws(SourceError) -> EventBatch {
    try source.events(after: &cursor)
  }

  func frames(at places: [UInt64]) -> [[Frame]] {
    usleep(1_500_000)
    return source.frames(at: places)
  }
}

/// Recordings of a real process.
@Suite struct RecorderTests {
  let folder = TemporaryFolder()

  private func source(_ watched: WatchedProgram) throws -> LocalSource {
    try watched.awaitLine("ready")
    return try LocalSource(try #require(try PublishedProcess.all(in: watched.folder).first))
  }

  private func record(
    _ source: any ProcessSource, _ name: String, room: Int? = nil,
    while shouldGoOn: (Recorder.Progress) -> Bool
  ) throws -> (file: RecordingFile, end: RecordingEnd) {
    var options = Recorder.Options(version: "test")
    if let room { options.room = room }
    let recorder = try Recorder(
      source, path: folder.file(name), mode: .new, options: options)
    let end = try recorder.run(while: shouldGoOn)
    return (try RecordingFile(folder.file(name)), end)
  }

  /// How many transitions a process has had since nobody had looked at it before.
  private func kept(_ source: LocalSource) -> Int {
    Int(source.ledger.eventPositions().positions.reduce(0, +)) + source.ledger.losses.events
  }

  /// Nobody has looked at the process before, so that all there ever was in its rings is in the file.
  @Test(arguments: [0, 60_000]) func whatIsNotWrittenIsInAGap(pause: UInt32) throws {
    let watched = try WatchedProgram("bursts", "1000")
    let source = try source(watched)
    #expect(kept(source) == 0)
    // Who is slow to write has room for a while.
    let found = try record(source, "bursts.tidemark", room: pause > 0 ? 1000 : nil) { progress in
      usleep(pause)
      // The process ends while it is recorded.
      if progress.elapsed > 800_000_000 { watched.signal(SIGKILL) }
      return progress.elapsed < 20_000_000_000
    }
    #expect(found.end.reason == .processEnded)
    #expect(found.file.damage == nil)
    #expect(found.file.end?.reason == .processEnded)
    #expect(found.file.events > 1000)
    #expect(found.file.events + found.file.lost == kept(source))
    #expect(found.file.end?.events == found.file.events)
    #expect(found.file.end?.lost == found.file.lost)
    // Who reads no more loses some, and says how many.
    if pause > 0 { #expect(found.file.lost > 0) }
    var read = EventBatch()
    for entry in found.file.entries where entry.kind == .events {
      guard case .events(let batch)? = found.file.block(entry) else { continue }
      read.events += batch.events
      read.gaps += batch.gaps
    }
    #expect(read.events.count == found.file.events)
    #expect(read.gaps.reduce(0) { $0 + $1.count } == found.file.lost)
  }

  /// What runs when the process ends runs no longer than the process.
  @Test(arguments: [nil, "become sleep"]) func aRecordingEndsWithTheProcess(order: String?) throws {
    let watched = try WatchedProgram("bursts", "100")
    let source = try source(watched)
    var over: Int64?
    let found = try record(source, "ended.tidemark") { progress in
      if progress.elapsed > 300_000_000, over == nil {
        if let order { try? watched.give(order) } else { watched.signal(SIGKILL) }
        while source.ending == nil { usleep(100) }
        over = Recorder.now()
      }
      return progress.elapsed < 20_000_000_000
    }
    let end = try #require(found.file.end)
    #expect(end == found.end && end.reason == .processEnded)
    let last = try #require(found.file.entries.filter { $0.kind == .events }.map(\.last).max())
    #expect((last...(try #require(over))).contains(end.time))
    #expect(try #require(end.noticed) >= end.time)
    #expect(try RecordingSource(folder.file("ended.tidemark")).span.upperBound == end.time)
  }

  @Test func whatIsLookedUpAfterwardsIsNoPartOfTheTime() throws {
    let watched = try WatchedProgram("mixed")
    let source = SlowNames(try source(watched))
    let found = try record(source, "slow.tidemark") { $0.elapsed < 300_000_000 }
    let now = Recorder.now()
    let end = try #require(found.file.end)
    // The first lookup goes on for more than a second after the end.
    #expect(now - end.time > 700_000_000)
    #expect(end.noticed == nil && end.ending == nil)
    #expect(try RecordingSource(folder.file("slow.tidemark")).span.upperBound == end.time)
  }

  @Test func whoBecomesAnotherProgramDidSoWithinATime() throws {
    var end = RecordingEnd(
      reason: .processEnded, detail: "process 7 has become another program: /bin/sh",
      time: 1_000_000_000, noticed: 1_211_500_000, events: 0, lost: 0)
    #expect(
      end.ending
        == "process 7 has become another program: /bin/sh, within 212 ms after what is recorded")
    end.noticed = 1_001_200_000
    #expect(end.ending == "process 7 has become another program: /bin/sh")
    end.reason = .stopped
    #expect(end.ending == nil)
  }

  @Test func whoHasNoRoomReadsNoMore() throws {
    let watched = try WatchedProgram("bursts", "1000")
    let source = try source(watched)
    var cursor = EventCursor()
    _ = try source.events(after: &cursor)
    let reader = RecordingReader(source, after: cursor, room: 100)
    var found = 0
    try watched.wait("there are enough") {
      found += reader.read()
      return found >= 100
    }
    usleep(50_000)
    #expect(reader.read() == 0)
    let waiting = reader.take().readings
    #expect(waiting.reduce(0) { $0 + $1.batch.events.count } == found)
    // It goes on, and knows what it has missed.
    try watched.wait("there are more") { reader.read() > 0 }
    let readings = reader.take().readings
    #expect(readings.allSatisfy { $0.batch.interruption == nil })
  }

  @Test func aRecordingTellsNamesAndStates() throws {
    let watched = try WatchedProgram("mixed")
    let source = try source(watched)
    let found = try record(source, "mixed.tidemark") { $0.elapsed < 1_500_000_000 }
    #expect(found.end.reason == .stopped)
    let recording = try RecordingSource(folder.file("mixed.tidemark"))
    let names = Set(recording.file.names.tasks.values.compactMap(\.name))
    #expect(names.isSuperset(of: ["caller 0", "caller 3", "sleeper 7", "waiter"]))
    let list = recording.tasks(TaskQuery())
    #expect(list.tasks.count { $0.name == "sleeper 7" } == 1)
    #expect(list.tasks.filter { $0.name == "waiter" }.allSatisfy { $0.state == .suspended })
    let executors = Set(recording.events(in: recording.span).events.compactMap(\.executor))
    #expect(recording.executors(executors.sorted()).contains { $0.name == "Ledgerkeeper" })
    let lines = recording.file.names.frames.values.flatMap(\.self)
    #expect(lines.contains { $0.file?.hasSuffix("Work.swift") == true })
    // The state by transitions is what the process itself said at the last look.
    if found.file.lost == 0 {
      #expect(recording.snapshot(asking: []).unavailable["state"] == nil)
      for task in list.tasks where task.name?.hasPrefix("sleeper") == true {
        #expect(task.state == .suspended)
      }
    }
    // The threads run tasks, and go on with others.
    let runs = recording.events(in: recording.span).events.filter { $0.kind == .run }
    #expect(Set(runs.map(\.thread)).count > 1)
    #expect(Set(runs.map(\.task)).count > 10)
    // Going back and forth ends where it was.
    let end = recording.moment(at: recording.span.upperBound)
    _ = recording.moment(at: recording.span.lowerBound)
    let again = recording.moment(at: recording.span.upperBound)
    #expect(end == again)
  }

  /// The tasks are over within microseconds, and nothing but the rings ever had them.
  @Test func aTaskWithoutANameIsNamedByTheProgramsOwnLine() throws {
    let watched = try WatchedProgram("bursts", "200")
    let found = try record(source(watched), "bursts.tidemark") { $0.elapsed < 300_000_000 }
    let recording = try RecordingSource(folder.file("bursts.tidemark"))
    let created = recording.events(in: recording.span).events.filter { $0.kind == .created }
    #expect(created.count > 1000)
    // Each is named like the others, which takes its time.
    let names = Set(
      created.suffix(5000).map { found.file.names.taskName($0.task, place: $0.place) })
    let line = try line("burst", in: "Work.swift")
    #expect(names.count == 1)
    #expect(names.first?.hasSuffix("(Work.swift:\(line))") == true, "\(names)")
  }

  @Test func aCreationIsThatOfTheLists() throws {
    let watched = try WatchedProgram("waits")
    var compared: Set<[Frame]> = []
    // On a busy machine lists are made seldom, and may miss the tasks that come and go.
    for attempt in 0..<6 where compared.count < 2 {
      let name = "lines \(attempt).tidemark"
      let found = try record(source(watched), name) { $0.elapsed < 4_000_000_000 }
      let recording = try RecordingSource(folder.file(name))
      for event in recording.events(in: recording.span).events where event.kind == .created {
        guard let task = found.file.names.tasks[event.task], let place = event.place else {
          continue
        }
        #expect(found.file.names.frames[place] == task.creation)
        compared.insert(task.creation)
      }
    }
    // Of `Task.detached` and of a group.
    #expect(compared.count > 1)
  }

  @Test func aSleepIsNoOtherWait() throws {
    let watched = try WatchedProgram("waits")
    let found = try record(source(watched), "waits.tidemark") { $0.elapsed < 1_500_000_000 }
    let recording = try RecordingSource(folder.file("waits.tidemark"))
    var reasons: [String: Set<TransitionEvent.Reason>] = [:]
    for event in recording.events(in: recording.span).events where event.kind == .suspended {
      guard let name = found.file.names.tasks[event.task]?.name, let reason = event.reason else {
        continue
      }
      reasons[name, default: []].insert(reason)
    }
    #expect(
      reasons == [
        "sleeper": [.sleep], "timekeeper": [.sleep], "listener": [.continuation],
        "asker": [.continuation], "parent": [.group],
      ])
    // What the state of the recording says is what a list says.
    let waits = recording.tasks(TaskQuery()).tasks.filter { $0.state == .suspended }
    #expect(waits.allSatisfy { $0.name != "sleeper" || $0.waitsFor == .sleep })
  }

  @Test func aProcessThatIsStoppedGoesOnBeingRecorded() throws {
    let watched = try WatchedProgram("bursts", "10")
    let source = try source(watched)
    var wasStopped = false
    let found = try record(source, "stopped.tidemark") { progress in
      if progress.elapsed > 200_000_000, !wasStopped {
        watched.signal(SIGSTOP)
        wasStopped = true
      }
      if progress.elapsed > 600_000_000 { watched.signal(SIGCONT) }
      return progress.elapsed < 1_000_000_000
    }
    #expect(found.end.reason == .stopped)
    let times = found.file.entries.filter { $0.kind == .events }.map(\.last)
    #expect((times.max() ?? 0) - found.file.headers[0].time > 700_000_000)
  }

  @Test func whoCouldNotRunForLongSaysThatItMissedSomething() throws {
    let watched = try WatchedProgram("bursts", "10")
    let source = try source(watched)
    let found = try record(LateSource(source), "late.tidemark") {
      $0.elapsed < 6_000_000_000
    }
    #expect(found.file.headers.count == 2)
    let timeline = RecordingTimeline(found.file)
    var last = timeline
    last.go(to: timeline.last)
    #expect(last.state.interruptions == 1)
  }
}
