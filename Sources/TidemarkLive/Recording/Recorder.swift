#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// Writes down what happens in a process until it ends or somebody says that it is enough.
///
/// The thread that calls it writes. Another one reads the rings, as fast as they fill, and a third looks at
/// the process, which may take a while: names, places and figures. What waits to be written is bounded.
package final class Recorder {
  package struct Options: Sendable {
    /// The time between two snapshots, in nanoseconds.
    package var interval: Int64 = 500_000_000
    /// The version of the program that records.
    package var version: String
    /// What is recorded, for a person.
    package var subject: String?
    /// How many transitions may wait to be written.
    package var room = 500_000

    package init(version: String, subject: String? = nil) {
      self.version = version
      self.subject = subject
    }
  }

  /// How far it is.
  package struct Progress: Hashable, Sendable {
    package var events = 0
    package var lost = 0
    package var bytes = 0
    /// Nanoseconds since the beginning.
    package var elapsed: Int64 = 0

    package init() {}
  }

  package private(set) var progress = Progress()
  private let source: any ProcessSource
  private let writer: RecordingWriter
  private let observer: RecordingObserver
  private let reader: RecordingReader
  private var waiting = EventBatch()
  private var waitingSince: Int64?
  /// The time of the last transition.
  private var lastEvent = Int64.min
  private var header: RecordingHeader
  private let begin = Recorder.now()

  /// After how long transitions are written though they are few, in nanoseconds.
  private static let patience: Int64 = 200_000_000
  /// How long a thread may take from the time of a transition to its ring, but for what interrupts it.
  private static let slack: Int64 = 500_000

  /// Looks at a process and opens the file.
  package init(
    _ source: any ProcessSource, path: String, mode: RecordingWriter.Mode, options: Options
  ) throws {
    self.source = source
    // What is asked for before the first look is there after it.
    var cursor = EventCursor()
    _ = try source.events(after: &cursor)
    // A first look at the process takes longer than a ring needs to be full.
    let reader = RecordingReader(source, after: cursor, room: options.room)
    reader.start()
    self.reader = reader
    var isWhole = false
    defer { if !isWhole { reader.stop() } }
    let snapshot = try source.snapshot(asking: .events)
    header = RecordingHeader(
      process: snapshot.process, time: snapshot.time, wallTime: snapshot.wallTime,
      writer: options.version, subject: options.subject)
    writer = try RecordingWriter(path, header: header, mode: mode)
    try writer.write(.snapshot(snapshot))
    observer = RecordingObserver(source, first: snapshot, interval: options.interval)
    isWhole = true
  }

  deinit { reader.stop() }

  /// Records.
  ///
  /// - Parameter shouldGoOn: Is asked between two looks, some hundred times a second.
  /// - Returns: How it ended; the file is complete.
  /// - Throws: `RecordingError` when the file can't be written; it can be read up to there.
  package func run(while shouldGoOn: (Progress) -> Bool) throws(RecordingError) -> RecordingEnd {
    var thread = observer.start()
    func join() {
      observer.stop()
      thread?.join()
      thread = nil
    }
    defer {
      reader.stop()
      join()
    }
    var end: (reason: RecordingEnd.Reason, detail: String?)?
    while end == nil {
      if let outcome = observer.outcome {
        end =
          switch outcome {
          case .ended(let how): (.processEnded, how.description)
          case .unreadable(let why): (.unreadable, why)
          }
      } else if !shouldGoOn(progress) {
        end = (.stopped, nil)
      } else if reader.end != nil {
        // Gone before anybody looked; a look says how.
        do throws(SourceError) { _ = try source.snapshot(asking: []) } catch { observer.end(error) }
      }
      if !reader.hasThread { reader.read() }
      if try !write() { usleep(1000) }
    }
    let last = end ?? (.stopped, nil)
    let noticed = Self.now()
    // Of a time of which transitions are told, too.
    let look = last.reason == .stopped ? try? source.snapshot(asking: .events) : nil
    if let look { observer.noteLook(at: look.time) }
    let lastLook = observer.lastLook
    // Once more after the end, for what came until then.
    reader.stop()
    _ = try write()
    reader.read()
    _ = try write(isLast: true)
    if let look { try writer.write(.snapshot(look)) }
    // What it is looking up takes a while, and is what a short recording has names from.
    join()
    for block in observer.take() { try writer.write(block) }
    var ending = RecordingEnd(
      reason: last.reason, detail: last.detail, time: max(lastEvent, lastLook),
      events: progress.events, lost: progress.lost)
    take(noticed, into: &ending)
    try writer.finish(
      ending.reason, detail: ending.detail, time: ending.time, noticed: ending.noticed)
    progress.bytes = writer.size
    return ending
  }

  /// Takes what the system tells of when a process of this machine was there.
  ///
  /// - Parameter noticed: when it was noticed that the recording is over.
  private func take(_ noticed: Int64, into ending: inout RecordingEnd) {
    // Another machine has another clock.
    guard source.endDescriptor != nil else { return }
    if let end = reader.end {
      ending.time = max(ending.time, end.alive ?? .min)
    } else if ending.reason == .stopped {
      ending.time = max(ending.time, reader.last)
    }
    // What becomes another program is there all the while: only a look finds out.
    if ending.reason != .stopped {
      ending.noticed = max(reader.end?.gone ?? noticed, ending.time)
    }
  }

  /// Writes what has piled up; returns whether there was anything new.
  private func write(isLast: Bool = false) throws(RecordingError) -> Bool {
    let (readings, moment) = reader.take()
    for reading in readings {
      observer.note(reading.batch)
      var batch = reading.batch
      if let interruption = batch.interruption {
        let parts = batch.parts(at: interruption)
        waiting.events += parts.before.events
        waiting.gaps += parts.before.gaps
        try interrupt(at: interruption.until)
        batch = parts.after
      }
      waiting.events += batch.events
      waiting.gaps += batch.gaps
      if waitingSince == nil { waitingSince = reading.time }
    }
    if let outcome = reader.outcome { observer.end(outcome) }
    let isDue = waitingSince.map { moment - $0 >= Self.patience } ?? false
    if isLast || isDue || waiting.events.count >= RecordingFormat.eventsInBlock {
      try flush(before: isLast ? .max : moment - Self.slack)
    }
    for block in observer.take() { try writer.write(block) }
    progress.bytes = writer.size
    progress.elapsed = Self.now() - begin
    return !readings.isEmpty
  }

  /// Writes what happened before a moment: of then, nothing more is to come.
  private func flush(before moment: Int64) throws(RecordingError) {
    // In the order of time, but what came late; the rings are of one thread each.
    waiting.events.sort { $0.time < $1.time }
    let end = waiting.events.firstIndex { $0.time >= moment } ?? waiting.events.endIndex
    let rest = Array(waiting.events[end...])
    waiting.events.removeSubrange(end...)
    lastEvent = max(lastEvent, waiting.events.last?.time ?? .min)
    progress.events += waiting.events.count
    progress.lost += waiting.gaps.reduce(0) { $0 + $1.count }
    try writer.write(.events(waiting))
    waiting = EventBatch(events: rest)
    waitingSince = rest.isEmpty ? nil : moment
  }

  /// Begins anew at a moment, because nobody asked for so long that the process stopped to keep
  /// transitions: nobody knows how many there were.
  private func interrupt(at now: Int64) throws(RecordingError) {
    try flush(before: .max)
    header.wallTime += now - header.time
    header.time = now
    try writer.write(.header(header))
    observer.interrupt()
  }

  static func now() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
  }
}
