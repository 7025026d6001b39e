private import Synchronization
import TidemarkLive

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#else
  private import Darwin
#endif

/// Looks at a process from a thread of its own, so that a slow one never holds up the screen.
final class Feed: Sendable {
  /// What is wanted of the process from now on.
  struct Wish: Hashable, Sendable {
    var isPaused = false
    /// Nanoseconds between two looks, and between two lists of tasks; nil for no lists.
    var snapshots: Int64
    var tasks: Int64?
    var events = false
    /// How often a stack has been asked for: each time it grows, a list with stacks is made.
    var stacks = 0
  }

  /// What came of it.
  enum Report: Sendable {
    case snapshot(Snapshot, took: Int64)
    case tasks(TaskList, took: Int64)
    case stacks(TaskList)
    case events(EventBatch, took: Int64)
    /// What is known of the executors that transitions named.
    case executors([ExecutorDescription])
    /// The calls at places where transitions said that tasks were created.
    case places([UInt64: [Frame]])
    case failed(SourceError)
  }

  private struct State {
    var wish: Wish
    var reports: [Report] = []
    var isOver = false
  }

  private let source: any ProcessSource
  private let state: Mutex<State>
  /// A pipe that wakes the thread.
  private let wakeRead: Int32
  private let wakeWrite: Int32
  private let notify: @Sendable () -> Void

  /// What may wait unread until nobody looks any more; a screen that is not drawn must not fill the memory,
  /// and what is read and thrown away would be missing without being counted.
  private let limit: Int

  /// - Parameter notify: Called on the feed's thread when there is something new.
  init(
    _ source: any ProcessSource, wish: Wish, limit: Int = 256,
    notify: @escaping @Sendable () -> Void
  ) {
    self.source = source
    self.limit = limit
    self.notify = notify
    state = Mutex(State(wish: wish))
    var ends: [Int32] = [-1, -1]
    if pipe(&ends) == 0 {
      for end in ends {
        _ = fcntl(end, F_SETFL, O_NONBLOCK)
        _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      }
    }
    wakeRead = ends[0]
    wakeWrite = ends[1]
  }

  deinit {
    close(wakeRead)
    close(wakeWrite)
  }

  /// Begins to look.
  func start() {
    do throws(OwnThread.Refusal) {
      try OwnThread(run).detach()
    } catch {
      report(.failed(.unreadable(error.description)))
    }
  }

  /// Stops to look, as soon as the present call returns.
  func stop() {
    state.withLock { $0.isOver = true }
    wake()
  }

  func wish(_ wish: Wish) {
    let isNew = state.withLock { state in
      defer { state.wish = wish }
      return state.wish != wish
    }
    if isNew { wake() }
  }

  /// Returns what came since the last call.
  func take() -> [Report] {
    state.withLock { state in
      defer { state.reports = [] }
      return state.reports
    }
  }

  private func wake() {
    var byte: UInt8 = 0
    _ = write(wakeWrite, &byte, 1)
  }

  private func report(_ report: Report) {
    state.withLock { $0.reports.append(report) }
    notify()
  }

  private func run() {
    var cursor = EventCursor()
    var schedule = Schedule()
    // The end of the process is to be seen at once, also while nobody looks.
    var end = source.endDescriptor
    while true {
      let (wish, isOver, isFull) = state.withLock {
        ($0.wish, $0.isOver, $0.reports.count >= limit)
      }
      if isOver { return }
      var wait: Int64 = 1_000_000_000
      if let descriptor = end, Self.isReadable(descriptor) {
        end = nil
        do throws(SourceError) {
          _ = try source.snapshot(asking: [])
        } catch {
          return report(.failed(error))
        }
      }
      if isFull {
        wait = 100_000_000
      } else if !wish.isPaused {
        do throws(SourceError) {
          wait = try look(wish, &cursor, &schedule)
        } catch {
          report(.failed(error))
          if case .ended = error { return }
        }
      }
      var waiting = [
        pollfd(fd: wakeRead, events: Int16(POLLIN), revents: 0),
        // One below zero is passed over.
        pollfd(fd: end ?? -1, events: Int16(POLLIN), revents: 0),
      ]
      poll(&waiting, 2, Int32(clamping: max(wait, 0) / 1_000_000))
      var bytes = [UInt8](repeating: 0, count: 64)
      while read(wakeRead, &bytes, bytes.count) > 0 {}
    }
  }

  private static func isReadable(_ descriptor: Int32) -> Bool {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&waiting, 1, 0) > 0
  }

  /// When to do what next, on the clock of the viewer.
  struct Schedule {
    var snapshots = Turn()
    var events = Turn()
    var tasks = Turn()
    /// When the process was asked last for what it keeps for some seconds only.
    var asked: Int64 = 0
    var looks = 0
    var stacks = 0

    /// When the rings are due again: well before the process stops to keep transitions for nobody.
    func nextEvents(_ wish: Wish) -> Int64 {
      events.next(wish.snapshots, share: 5, limit: Int64(LocalSource.lease) / 2)
    }

    /// When executors were asked for last, by the time of the transition that named them.
    private var named: [UInt64: Int64] = [:]

    /// Returns the executors of some transitions that were in none before or not lately: an address may
    /// be used again, by an actor of another type.
    mutating func unknownExecutors(in batch: EventBatch) -> [UInt64] {
      if named.count > 20_000 { named = [:] }
      var found: [UInt64] = []
      for event in batch.events {
        guard let executor = event.executor, executor != 0 else { continue }
        if let last = named[executor], event.time - last < 1_000_000_000 { continue }
        named[executor] = event.time
        found.append(executor)
      }
      return found
    }

    /// The places that are known, and when others were asked for last, by the time of the transition.
    private var known: Set<UInt64> = []
    private var placed: [UInt64: Int64] = [:]

    /// Returns the places of some creations that are not known and were not asked for lately.
    mutating func unknownPlaces(in batch: EventBatch) -> [UInt64] {
      if known.count + placed.count > 20_000 { (known, placed) = ([], [:]) }
      var found: [UInt64] = []
      for event in batch.events where event.kind == .created {
        guard let place = event.place, !known.contains(place) else { continue }
        if let last = placed[place], event.time - last < 1_000_000_000 { continue }
        placed[place] = event.time
        found.append(place)
      }
      return found
    }

    /// Notes which places are known now, and returns their calls.
    mutating func learn(_ places: [UInt64], _ frames: [[Frame]]) -> [UInt64: [Frame]] {
      let found = zip(places, frames).filter { !$1.isEmpty }
      for (place, _) in found {
        known.insert(place)
        placed[place] = nil
      }
      return Dictionary(found, uniquingKeysWith: { $1 })
    }
  }

  /// When something was done last, and how long it took.
  struct Turn {
    var last: Int64?
    var took: Int64 = 0
    var count = 0

    /// When it is due again: not so soon that it takes more than a share of the time.
    func next(_ interval: Int64, share: Int64, limit: Int64 = 10_000_000_000) -> Int64 {
      // The first times may be slow, as names are looked up; that says nothing of the others.
      let limit = count > 2 ? limit : 500_000_000
      return last.map { $0 + max(interval, min(took * share, limit)) } ?? 0
    }

    mutating func measure<Result>(
      _ body: () throws(SourceError) -> Result
    ) throws(SourceError) -> Result {
      let begin = Clock.now
      last = begin
      let result = try body()
      took = Clock.now - begin
      count += 1
      return result
    }
  }

  /// How long the process goes on by itself to keep what it was asked for, with time to spare.
  private static let patience: Int64 = 2_000_000_000

  /// Does what is due, and returns how long nothing is.
  private func look(
    _ wish: Wish, _ cursor: inout EventCursor, _ schedule: inout Schedule
  ) throws(SourceError) -> Int64 {
    // There are to be rates at once.
    let early = schedule.looks == 1 ? min(100_000_000, wish.snapshots) : wish.snapshots
    let detail: Detail = wish.events ? [.times, .events] : .times
    if Clock.now >= schedule.snapshots.next(early, share: 10) {
      schedule.asked = Clock.now
      let snapshot = try schedule.snapshots.measure { () throws(SourceError) in
        try source.snapshot(asking: detail)
      }
      schedule.looks += 1
      report(.snapshot(snapshot, took: schedule.snapshots.took))
    } else if Clock.now >= schedule.asked + Self.patience {
      schedule.asked = Clock.now
      _ = try source.snapshot(asking: detail)
    }
    // A process that does very much is not followed at any price: the rest is counted as lost.
    if wish.events, Clock.now >= schedule.nextEvents(wish) {
      let batch = try schedule.events.measure { () throws(SourceError) in
        try source.events(after: &cursor)
      }
      report(.events(batch, took: schedule.events.took))
      let unknown = schedule.unknownExecutors(in: batch)
      if !unknown.isEmpty { report(.executors(source.executors(unknown))) }
      let places = schedule.unknownPlaces(in: batch)
      if !places.isEmpty {
        report(.places(schedule.learn(places, source.frames(at: places))))
      }
    }
    if schedule.stacks != wish.stacks {
      schedule.stacks = wish.stacks
      report(.stacks(try source.tasks(TaskQuery(stacks: true))))
    }
    if let interval = wish.tasks, Clock.now >= schedule.tasks.next(interval, share: 20) {
      let list = try schedule.tasks.measure { () throws(SourceError) in
        try source.tasks(TaskQuery())
      }
      report(.tasks(list, took: schedule.tasks.took))
    }
    var next = schedule.snapshots.next(
      schedule.looks == 1 ? min(100_000_000, wish.snapshots) : wish.snapshots, share: 10)
    if wish.events { next = min(next, schedule.nextEvents(wish)) }
    if let interval = wish.tasks { next = min(next, schedule.tasks.next(interval, share: 20)) }
    next = min(next, schedule.asked + Self.patience)
    let now = Clock.now
    // What is due within a millisecond would be missed by less than that.
    return max(next - now + 500_000, 1_000_000)
  }
}

/// The clock of the viewer itself.
enum Clock {
  /// Nanoseconds on the monotonic clock.
  static var now: Int64 { time(CLOCK_MONOTONIC) }

  /// Nanoseconds of processor time that this process took.
  static var processor: Int64 { time(CLOCK_PROCESS_CPUTIME_ID) }

  private static func time(_ clock: clockid_t) -> Int64 {
    var now = timespec()
    clock_gettime(clock, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
  }
}
