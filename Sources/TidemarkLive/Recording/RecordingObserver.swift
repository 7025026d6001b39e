private import Synchronization

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// Looks at a process while it is recorded, on a thread of its own: figures, tasks, names of places.
final class RecordingObserver: Sendable {
  private struct State {
    var ready: [RecordingBlock] = []
    var isOver = false
    var outcome: SourceError?
    /// The time of the last look at the process, on its clock.
    var lastLook: Int64
    /// Places and executors that nobody has looked up, and all that were seen.
    var places: Set<UInt64> = []
    var seen: Set<UInt64> = []
    var executors: Set<UInt64> = []
    /// When executors were looked up last, by the times of transitions.
    var seenExecutors: [UInt64: Int64] = [:]
    /// Whether transitions are missing since all tasks were listed.
    var hasGap = true

    /// Returns whether to look an executor up: when it is new, and now and then, as an actor of another type
    /// may come to lie where one was.
    mutating func isDue(_ executor: UInt64, at time: Int64) -> Bool {
      if let last = seenExecutors[executor] {
        guard time - last >= 1_000_000_000 else { return false }
      } else if seenExecutors.count >= RecordingObserver.placeLimit {
        return false
      }
      seenExecutors[executor] = time
      return true
    }
  }

  /// An executor as it was found last, and when.
  private struct Sighting {
    var time: Int64
    var description: ExecutorDescription
  }

  /// How many looks may wait to be written; further ones are left out until there is room.
  private static let readyLimit = 256
  /// How many tasks a block lists.
  private static let tasksInBlock = 1000
  /// How many places and executors are kept in mind; a program with more has some without a name.
  static let placeLimit = 200_000

  private let source: any ProcessSource
  private let interval: Int64
  private let first: Snapshot
  private let state: Mutex<State>

  init(_ source: any ProcessSource, first: Snapshot, interval: Int64) {
    self.source = source
    self.first = first
    self.interval = interval
    state = Mutex(State(lastLook: first.time))
  }

  /// How the process ended, once it has.
  var outcome: SourceError? { state.withLock { $0.outcome } }

  /// When the process was seen last, on its clock.
  var lastLook: Int64 { state.withLock { $0.lastLook } }

  /// Takes that the process has been seen.
  func noteLook(at time: Int64) { state.withLock { $0.lastLook = max($0.lastLook, time) } }

  /// Takes what is ready to be written.
  func take() -> [RecordingBlock] {
    state.withLock { state in
      defer { state.ready = [] }
      return state.ready
    }
  }

  /// Takes what transitions there were, for the places in them.
  func note(_ batch: EventBatch) {
    guard !batch.events.isEmpty || !batch.gaps.isEmpty else { return }
    state.withLock { state in
      if !batch.gaps.isEmpty { state.hasGap = true }
      for event in batch.events {
        if let executor = event.executor, executor != 0, state.isDue(executor, at: event.time) {
          state.executors.insert(executor)
        }
        guard let place = event.place, place != 0, state.seen.count < Self.placeLimit,
          state.seen.insert(place).inserted
        else { continue }
        state.places.insert(place)
      }
    }
  }

  /// Takes that nobody looked for a while.
  func interrupt() { state.withLock { $0.hasGap = true } }

  func stop() { state.withLock { $0.isOver = true } }
  func end(_ error: SourceError) { state.withLock { $0.outcome = $0.outcome ?? error } }

  /// Starts the thread; nil when there is none to be had.
  func start() -> OwnThread? { try? OwnThread(run) }

  private func run() {
    var described: [UInt64: Int] = [:]
    var named: [UInt64: Sighting] = [:]
    var nextSnapshot = first.time + interval
    var nextList = first.time
    while true {
      if state.withLock({ $0.isOver || $0.outcome != nil }) { return finish(&described, &named) }
      let now = Self.now()
      do {
        if now >= nextList {
          let isWhole = state.withLock { state in
            defer { state.hasGap = false }
            return state.hasGap
          }
          try list(all: isWhole, &described)
          // The look itself may take long where there are many tasks.
          nextList = now + max(250_000_000, (Self.now() - now) * 10)
        }
        if now >= nextSnapshot {
          let snapshot = try source.snapshot(asking: .events)
          noteLook(at: snapshot.time)
          offer([.snapshot(snapshot)])
          nextSnapshot = max(nextSnapshot + interval, now)
        }
      } catch let error as SourceError {
        end(error)
      } catch {
        end(.unreadable("\(error)"))
      }
      lookUpExecutors(&named)
      lookUpPlaces()
      usleep(20_000)
    }
  }

  /// How often a task without a name is described.
  private static let looks = 4

  /// Does what can be done when all is over.
  private func finish(_ described: inout [UInt64: Int], _ named: inout [UInt64: Sighting]) {
    // A short recording has had few looks.
    try? list(all: false, &described)
    lookUpExecutors(&named)
    lookUpPlaces()
  }

  /// Lists all tasks, or those that have not been described often enough.
  ///
  /// The list of what belongs to a task that runs changes while it is read, so that its name may be
  /// missed; what has no name at first is looked at again.
  private func list(all isWhole: Bool, _ described: inout [UInt64: Int]) throws {
    let begin = Self.now()
    var list = try source.tasks(TaskQuery())
    noteLook(at: list.time)
    // Read for some time: what is said of a task was so at the beginning or came later.
    list.time = min(list.time, begin)
    let new = isWhole ? list.tasks : list.tasks.filter { described[$0.id, default: 0] < Self.looks }
    if new.isEmpty, !isWhole { return }
    var blocks: [RecordingBlock] = []
    var rest = new[...]
    repeat {
      var part = list
      part.tasks = Array(rest.prefix(Self.tasksInBlock))
      rest = rest.dropFirst(Self.tasksInBlock)
      blocks.append(.tasks(part))
    } while !rest.isEmpty
    guard offer(blocks) else {
      if isWhole { interrupt() }
      return
    }
    described = Dictionary(
      list.tasks.map { task in
        (task.id, task.name == nil ? described[task.id, default: 0] + 1 : Self.looks)
      }, uniquingKeysWith: max)
  }

  /// Names executors soon after they are seen, as actors come and go.
  private func lookUpExecutors(_ named: inout [UInt64: Sighting]) {
    let identities = state.withLock { state in
      defer { state.executors = [] }
      return state.executors.sorted()
    }
    guard !identities.isEmpty else { return }
    let now = Self.now()
    var changes: [RecordingBlock] = []
    var found: [ExecutorDescription] = []
    for executor in source.executors(identities) {
      if let known = named[executor.identity] {
        if known.description == executor {
          named[executor.identity]?.time = now
          continue
        }
        // What lies there when it has gone is no name for it.
        if known.description.isNamed, !executor.isNamed { continue }
        // Up to when it was another one.
        changes.append(
          .executors(RecordedExecutors(time: known.time, executors: [known.description])))
      }
      found.append(executor)
    }
    if !found.isEmpty {
      changes.append(.executors(RecordedExecutors(time: now, executors: found)))
    }
    guard offer(changes) else {
      return state.withLock { $0.executors.formUnion(identities) }
    }
    for executor in found { named[executor.identity] = Sighting(time: now, description: executor) }
  }

  private func lookUpPlaces() {
    let places = state.withLock { state in
      defer { state.places = [] }
      return state.places.sorted()
    }
    guard !places.isEmpty else { return }
    let frames = source.frames(at: places)
    let known = zip(places, frames).filter { !$1.isEmpty }
    if known.isEmpty { return }
    let block = RecordedFrames(places: known.map(\.0), frames: known.map(\.1))
    guard offer([.frames(block)]) else { return state.withLock { $0.places.formUnion(places) } }
  }

  /// Hands blocks to the writer; returns whether there was room for them.
  @discardableResult private func offer(_ blocks: [RecordingBlock]) -> Bool {
    state.withLock { state in
      if blocks.isEmpty { return true }
      guard state.ready.count < Self.readyLimit else { return false }
      state.ready += blocks
      return true
    }
  }

  private static func now() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
  }
}
