#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Writes down what happens in a process until it ends or somebody says that it is enough.
///
/// The thread that calls it reads the rings, as fast as they fill, and writes. Another one looks at the
/// process, which may take a while: names, places and figures. What waits to be written is bounded.
package final class Recorder {
  package struct Options: Sendable {
    /// The time between two snapshots, in nanoseconds.
    package var interval: Int64 = 500_000_000
    /// The version of the program that records.
    package var version: String
    /// What is recorded, for a person.
    package var subject: String?

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
  private var cursor = EventCursor()
  private var waiting = EventBatch()
  private var waitingSince: Int64?
  private var lastPoll = Recorder.now()
  private var header: RecordingHeader
  private let begin = Recorder.now()

  /// After how long transitions are written though they are few, in nanoseconds.
  private static let patience: Int64 = 200_000_000
  /// How long a thread may take from the time of a transition to its ring, but for what interrupts it.
  private static let slack: Int64 = 500_000
  /// After how long without a look the process may have stopped to keep transitions.
  private static let lease: Int64 = 4_000_000_000

  /// Looks at a process and opens the file.
  package init(
    _ source: any ProcessSource, path: String, mode: RecordingWriter.Mode, options: Options
  ) throws {
    self.source = source
    // What is asked for before the first look is there after it.
    _ = try source.events(after: &cursor)
    let snapshot = try source.snapshot(asking: .events)
    header = RecordingHeader(
      process: snapshot.process, time: snapshot.time, wallTime: snapshot.wallTime,
      writer: options.version, subject: options.subject)
    writer = try RecordingWriter(path, header: header, mode: mode)
    try writer.write(.snapshot(snapshot))
    observer = RecordingObserver(source, first: snapshot, interval: options.interval)
  }

  /// Records.
  ///
  /// - Parameter shouldGoOn: Is asked between two looks, some hundred times a second.
  /// - Returns: How it ended; the file is complete.
  /// - Throws: `RecordingError` when the file can't be written; it can be read up to there.
  package func run(while shouldGoOn: (Progress) -> Bool) throws(RecordingError) -> RecordingEnd {
    var thread = observer.start()
    func join() {
      observer.stop()
      if let started = thread { pthread_join(started, nil) }
      thread = nil
    }
    defer { join() }
    var end: (reason: RecordingEnd.Reason, detail: String?)?
    while end == nil {
      if let outcome = observer.outcome {
        end =
          switch outcome {
          case .ended(let how): (.processEnded, how)
          case .unreadable(let why): (.unreadable, why)
          }
      } else if !shouldGoOn(progress) {
        end = (.stopped, nil)
      }
      // Once more after the end, for what came until then.
      let found = try poll(isLast: end != nil)
      // A ring is full after sixteen thousand events, which takes a thread some milliseconds.
      if end == nil { usleep(found > 500 ? 200 : 2000) }
    }
    // What it is looking up takes a while, and is what a short recording has names from.
    join()
    for block in observer.take() { try writer.write(block) }
    let last = end ?? (.stopped, nil)
    let time = Self.now()
    try writer.finish(last.reason, detail: last.detail, time: time)
    progress.bytes = writer.size
    return RecordingEnd(
      reason: last.reason, detail: last.detail, time: time, events: progress.events,
      lost: progress.lost)
  }

  /// Reads the rings, and writes what has piled up; returns how many events there were.
  private func poll(isLast: Bool) throws(RecordingError) -> Int {
    let now = Self.now()
    var found = 0
    if now - lastPoll > Self.lease { try interrupt(at: now) }
    lastPoll = now
    do {
      let batch = try source.events(after: &cursor)
      found = batch.events.count
      observer.note(batch)
      waiting.events += batch.events
      waiting.gaps += batch.gaps
      if waitingSince == nil, !(batch.events.isEmpty && batch.gaps.isEmpty) { waitingSince = now }
    } catch {
      observer.end(error)
    }
    let isDue = waitingSince.map { now - $0 >= Self.patience } ?? false
    if isLast || isDue || waiting.events.count >= RecordingFormat.eventsInBlock {
      try flush(before: isLast ? .max : now - Self.slack)
    }
    for block in observer.take() { try writer.write(block) }
    progress.bytes = writer.size
    progress.elapsed = now - begin
    return found
  }

  /// Writes what happened before a moment: of then, nothing more is to come.
  private func flush(before moment: Int64) throws(RecordingError) {
    // In the order of time, but what came late; the rings are of one thread each.
    waiting.events.sort { $0.time < $1.time }
    let end = waiting.events.firstIndex { $0.time >= moment } ?? waiting.events.endIndex
    let rest = Array(waiting.events[end...])
    waiting.events.removeSubrange(end...)
    progress.events += waiting.events.count
    progress.lost += waiting.gaps.reduce(0) { $0 + $1.count }
    try writer.write(.events(waiting))
    waiting = EventBatch(events: rest)
    waitingSince = rest.isEmpty ? nil : moment
  }

  /// Begins anew, because this program could not run for so long that the process stopped to keep
  /// transitions: nobody knows how many there were.
  private func interrupt(at now: Int64) throws(RecordingError) {
    try flush(before: .max)
    header.wallTime += now - header.time
    header.time = now
    try writer.write(.header(header))
    observer.interrupt()
  }

  private static func now() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
  }
}
