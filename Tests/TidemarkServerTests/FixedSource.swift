import Synchronization
import TidemarkLive

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A process of which everything is known beforehand.
final class FixedSource: ProcessSource {
  /// What it is asked, in the order of asking.
  enum Look: Hashable {
    case snapshot(asking: UInt32)
    case tasks(TaskQuery)
    case events
    case frames([UInt64])
    case executors([UInt64])
  }

  let title = "server (4711)"
  private let state: Mutex<State>

  private struct State {
    var snapshot: Snapshot
    var tasks: [TaskDescription] = []
    var batch = EventBatch()
    var error: SourceError?
    var looks: [Look] = []
    var isSlow = false
  }

  init(_ snapshot: Snapshot = .example, tasks: Int = 3) {
    var state = State(snapshot: snapshot)
    state.tasks = (0..<tasks).map {
      TaskDescription(id: UInt64($0), address: UInt64(4096 + 16 * $0), name: "task \($0)", age: 5)
    }
    self.state = Mutex(state)
  }

  var looks: [Look] { state.withLock { $0.looks } }

  /// Ends the process, or brings it back.
  func fail(_ error: SourceError?) { state.withLock { $0.error = error } }

  /// Lets what is asked beside looks and transitions wait until it may go on.
  func makeSlow(_ isSlow: Bool) { state.withLock { $0.isSlow = isSlow } }

  private func waitWhileSlow() {
    while state.withLock({ $0.isSlow }) { usleep(1000) }
  }

  /// Lets each look at the process find this.
  func show(_ snapshot: Snapshot) { state.withLock { $0.snapshot = snapshot } }

  func setTasks(_ tasks: [TaskDescription]) { state.withLock { $0.tasks = tasks } }

  /// Lets each look at the transitions find these.
  func setEvents(_ batch: EventBatch) { state.withLock { $0.batch = batch } }

  func snapshot(asking: Detail) throws(SourceError) -> Snapshot {
    try look(.snapshot(asking: asking.rawValue)) { $0.snapshot }
  }

  func tasks(_ query: TaskQuery) throws(SourceError) -> TaskList {
    defer { waitWhileSlow() }
    return try look(.tasks(query)) { state in
      let found = state.tasks.filter { query.id == nil || $0.id == query.id }
      return TaskList(
        time: 1, tasks: Array(found.prefix(query.limit ?? .max)), total: state.tasks.count,
        losses: ["tasks": 2], unavailable: ["symbols": "there are none: \"tasks\":[]"])
    }
  }

  func events(after cursor: inout EventCursor) throws(SourceError) -> EventBatch {
    cursor.positions = [(cursor.positions.first ?? 0) + 1, UInt64.max]
    return try look(.events) { $0.batch }
  }

  func frames(at places: [UInt64]) -> [[Frame]] {
    state.withLock { $0.looks.append(.frames(places)) }
    waitWhileSlow()
    return places.map { $0 == 0 ? [] : [Frame(function: "at \($0)", file: "a.swift", line: 7)] }
  }

  func executors(_ identities: [UInt64]) -> [ExecutorDescription] {
    state.withLock { $0.looks.append(.executors(identities)) }
    waitWhileSlow()
    return identities.filter { $0 > 0 }.map {
      ExecutorDescription(identity: $0, kind: .actor, name: "actor \($0)")
    }
  }

  private func look<Found>(
    _ look: Look, _ find: (inout sending State) -> Found
  ) throws(SourceError) -> Found where Found: Sendable {
    try state.withLock { state throws(SourceError) in
      state.looks.append(look)
      if let error = state.error { throw error }
      return find(&state)
    }
  }
}

extension Snapshot {
  /// One in which every kind of figure occurs, with characters that have to be escaped.
  static var example: Snapshot {
    var figures = Figures()
    figures.tasksLive = 7
    figures.tasksRunning = 1
    figures.tasksEnqueued = 2
    figures.tasksSuspended = 4
    figures.timersPending = 3
    figures.poolThreads = 4
    figures.tasksCreated = 1_000_000
    figures.tasksCompleted = 999_993
    figures.tasksCancelled = 0
    figures.jobsEnqueued = 2_000_001
    figures.jobsRun = 2_000_000
    figures.hops = 12
    figures.threadsCreated = 1
    figures.poolThreadsCreated = 5
    figures.allocations = 3
    figures.bytesAllocated = 4096
    figures.threads = 6
    figures.resident = 1 << 30
    figures.cpuUser = 1_500_000_001
    figures.cpuSystem = 500_000_000
    var buckets = [UInt64](repeating: 0, count: DurationHistogram.bucketCount)
    buckets[0] = 1
    buckets[2] = 2
    buckets[27] = 1
    return Snapshot(
      time: 1_000_000_000, wallTime: 1_700_000_000_000_000_000,
      process: ProcessDescription(
        pid: 4711, name: "a \"b\" \\ c\nd", path: "/bin/server", user: "root",
        started: 1_699_999_999_250_000_000, processors: 8),
      figures: figures,
      executors: [
        ExecutorDescription(identity: 0, kind: .global, name: "global", queued: 1, running: 1),
        ExecutorDescription(identity: 16, kind: .actor, name: "A", queued: 1),
        ExecutorDescription(identity: 32, kind: .actor, name: "B", queued: 4, running: 1),
      ],
      histograms: [
        DurationHistogram(
          subject: .queueLatency, executor: .main, buckets: buckets, sum: 35_000_002_000)
      ],
      losses: ["events": 9, "sites": 1],
      unavailable: ["heapInUse": "the allocator is not hooked"])
  }
}
