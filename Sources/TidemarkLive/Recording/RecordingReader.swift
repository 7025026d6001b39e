private import CTidemarkLive
private import Synchronization

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// Reads the rings of a process that is recorded, on a thread that does nothing else.
///
/// A busy thread fills its ring within milliseconds, in which nothing may keep this one from reading: no
/// sorting, no encoding and no disk.
final class RecordingReader: Sendable {
  /// What a look at the rings found.
  struct Reading: Sendable {
    var batch: EventBatch
    /// When the look began.
    var time: Int64
  }

  private struct State {
    var cursor: EventCursor
    var last: Int64
    var ready: [Reading] = []
    /// How many transitions wait to be written.
    var waiting = 0
    var isOver = false
    var outcome: SourceError?
    /// When the process was there, and when it was found to be gone.
    var alive: Int64?
    var gone: Int64?
  }

  private let source: any ProcessSource
  private let room: Int
  private let state: Mutex<State>
  private let thread = Mutex<OwnThread?>(nil)

  /// - Parameters:
  ///   - cursor: what has been read before.
  ///   - room: how many transitions may wait; with more, the process overwrites what it has.
  init(_ source: any ProcessSource, after cursor: EventCursor, room: Int) {
    self.source = source
    self.room = room
    state = Mutex(State(cursor: cursor, last: Recorder.now()))
  }

  /// Why the process can't be read any more.
  var outcome: SourceError? { state.withLock { $0.outcome } }

  /// When the process was there for the last time and when it was found to be gone, where it is gone and
  /// somebody could tell.
  var end: (alive: Int64?, gone: Int64)? {
    state.withLock { state in state.gone.map { (state.alive, $0) } }
  }

  /// Up to when there is nothing that was not read.
  var last: Int64 { state.withLock { $0.last } }

  /// Takes what is ready to be written, in the order in which it was read, and when the last look began.
  func take() -> (readings: [Reading], until: Int64) {
    state.withLock { state in
      defer { (state.ready, state.waiting) = ([], 0) }
      return (state.ready, state.last)
    }
  }

  /// Starts the thread; where there is none to be had, somebody else has to read.
  func start() {
    let started = try? OwnThread(run)
    thread.withLock { $0 = started }
  }

  var hasThread: Bool { thread.withLock { $0 != nil } }

  /// Ends the thread, and waits until it has.
  func stop() {
    state.withLock { $0.isOver = true }
    thread.withLock { thread in
      thread?.join()
      thread = nil
    }
  }

  private func run() {
    tidemark_takeShortTurns()
    while !state.withLock({ $0.isOver }) {
      let found = read()
      // A quarter of a ring; who makes so many goes on to.
      if found < 4096 { usleep(found > 500 ? 200 : 1000) }
    }
  }

  /// Finds out whether the process is still there, which is sooner than somebody looks at it.
  private func lookForEnd() {
    guard let descriptor = source.endDescriptor else { return }
    let now = Recorder.now()
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    let isGone = poll(&waiting, 1, 0) > 0
    state.withLock { state in
      if !isGone { state.alive = now } else if state.gone == nil { state.gone = Recorder.now() }
    }
  }

  /// Reads the rings once, and returns how many transitions there were; none when too many wait.
  @discardableResult func read() -> Int {
    // Nobody else reads while the thread does; what is taken meanwhile only makes room.
    var (cursor, last, waiting) = state.withLock { ($0.cursor, $0.last, $0.waiting) }
    lookForEnd()
    guard waiting < room else { return 0 }
    let now = Recorder.now()
    do throws(SourceError) {
      let batch = try source.events(after: &cursor)
      last = now
      waiting = batch.events.count
      state.withLock { state in
        (state.cursor, state.last) = (cursor, last)
        if batch.events.isEmpty, batch.gaps.isEmpty, batch.interruption == nil { return }
        state.ready.append(Reading(batch: batch, time: now))
        state.waiting += batch.events.count
      }
      return waiting
    } catch {
      state.withLock { $0.outcome = $0.outcome ?? error }
      return 0
    }
  }
}
