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
  }

  package private(set) var progress = Progress()
  private let source: any ProcessSource
  private let writer: RecordingWriter
  private let observer: RecordingObserver
  private var cursor = EventCursor()
  private var waiting = EventBatch()
  private var waitingSince: Int64?
  private let begin = Recorder.now()

  /// After how long transitions are written though they are few, in nanoseconds.
  private static let patience: Int64 = 200_000_000

  /// Looks at a process and opens the file.
  package init(
    _ source: any ProcessSource, path: String, mode: RecordingWriter.Mode, options: Options
  ) throws {
    self.source = source
    // What is asked for before the first look is there after it.
    _ = try source.events(after: &cursor)
    let snapshot = try source.snapshot(asking: .events)
    let header = RecordingHeader(
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
    let thread = observer.start()
    defer {
      observer.stop()
      if let thread { pthread_join(thread, nil) }
    }
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
    observer.stop()
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
      progress.events += waiting.events.count
      progress.lost += waiting.gaps.reduce(0) { $0 + $1.count }
      try writer.write(.events(waiting))
      waiting = EventBatch()
      waitingSince = nil
    }
    for block in observer.take() { try writer.write(block) }
    progress.bytes = writer.size
    progress.elapsed = now - begin
    return found
  }

  private static func now() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
  }
}
