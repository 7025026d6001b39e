private import Synchronization

/// A recording, shown like a process at a moment that can be chosen.
package final class RecordingSource: ProcessSource {
  package let file: RecordingFile
  package let title: String
  /// The looks at the process in the order of time.
  package let snapshots: [Snapshot]
  /// From the first moment of the recording to the last.
  package let span: ClosedRange<Int64>
  private let threads: [Int: Worker]
  /// The one that shows a moment, and one for looks at others.
  private let timeline: Mutex<RecordingTimeline>
  private let other: Mutex<RecordingTimeline>

  /// Opens a recording, at its end unless a moment is named.
  package init(_ path: String, at time: Int64? = nil) throws(RecordingError) {
    let file = try RecordingFile(path)
    self.file = file
    title = path.split(separator: "/").last.map(String.init) ?? path
    snapshots = file.entries.compactMap { entry in
      guard entry.kind == .snapshot, case .snapshot(let snapshot)? = file.block(entry) else {
        return nil
      }
      // One that was made while the recording was stopped is of no moment of it.
      return file.end.map { snapshot.time <= $0.time } ?? true ? snapshot : nil
    }.sorted { $0.time < $1.time }
    threads = Dictionary(
      snapshots.flatMap(\.workers).map { ($0.thread, $0) }, uniquingKeysWith: { $1 })
    let timeline = RecordingTimeline(file)
    span = timeline.first...timeline.last
    var chosen = timeline
    chosen.go(to: time ?? timeline.last)
    self.timeline = Mutex(chosen)
    other = Mutex(timeline)
  }

  /// How the process ended, as far as the recording tells; nil where it was stopped before that.
  package var ending: String? { file.end?.ending }

  /// The moment that is shown.
  package var position: Int64 { timeline.withLock { $0.time } }

  /// How many transitions and gaps there are, and how many of them lie behind.
  package var progress: (index: Int, count: Int) { timeline.withLock { ($0.index, $0.count) } }

  /// Shows another moment.
  package func move(to time: Int64) { timeline.withLock { $0.go(to: time) } }

  /// Goes forwards or backwards by a number of transitions.
  package func step(by steps: Int) { timeline.withLock { $0.step(by: steps) } }

  package func snapshot(asking: Detail) -> Snapshot {
    timeline.withLock { snapshot(of: $0.state, at: $0.time) }
  }

  /// Returns what the process was like at a moment.
  package func moment(at time: Int64) -> Snapshot {
    other.withLock { timeline in
      timeline.go(to: time)
      return snapshot(of: timeline.state, at: timeline.time)
    }
  }

  /// Returns the most that waited at once for each executor in the seconds up to a moment; where there are
  /// many, those for which the most did.
  package func queueDepths(at time: Int64) -> [UInt64: Int] {
    let depths = other.withLock { timeline in
      timeline.go(to: time)
      return timeline.state.queueDepths(at: timeline.time)
    }
    guard depths.count > Self.queueLimit else { return depths }
    let most = depths.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(Self.queueLimit)
    return Dictionary(most.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
  }

  private static let queueLimit = 1000

  package func tasks(_ query: TaskQuery) -> TaskList {
    timeline.withLock { tasks(of: $0.state, at: $0.time, query) }
  }

  /// Returns the tasks that were live at a moment.
  package func tasks(at time: Int64) -> TaskList? {
    other.withLock { timeline in
      timeline.go(to: time)
      return tasks(of: timeline.state, at: timeline.time, TaskQuery())
    }
  }

  /// Returns what happened from the moment of the last call to the one that is shown; going back
  /// returns nothing.
  package func events(after cursor: inout EventCursor) -> EventBatch {
    timeline.withLock { timeline in
      let from = cursor.positions.first.map { Int(clamping: $0) } ?? 0
      cursor.positions = [UInt64(timeline.index)]
      guard from < timeline.index else { return EventBatch() }
      return EventBatch(timeline.moments(from..<timeline.index))
    }
  }

  /// Returns the transitions of a time.
  package func events(in range: ClosedRange<Int64>) -> EventBatch {
    other.withLock { timeline in
      let first = timeline.index(at: range.lowerBound - 1)
      let end = timeline.index(at: range.upperBound)
      return EventBatch(first < end ? timeline.moments(first..<end) : [])
    }
  }

  /// Returns the transitions next to a moment, so many before and so many after it at most.
  package func events(around time: Int64, count: Int) -> EventBatch {
    other.withLock { timeline in
      let index = timeline.index(at: time)
      return EventBatch(timeline.moments((index - count)..<(index + count)))
    }
  }

  package func frames(at places: [UInt64]) -> [[Frame]] {
    places.map { file.names.frames[$0] ?? [] }
  }

  package func executors(_ identities: [UInt64]) -> [ExecutorDescription] {
    identities.compactMap { file.names.executor($0, at: position) }
  }
}

extension EventBatch {
  init(_ moments: [RecordingTimeline.Moment]) {
    self.init()
    for moment in moments {
      switch moment {
      case .event(let event): events.append(event)
      case .gap(let gap): gaps.append(gap)
      }
    }
  }
}

extension RecordingSource {
  private func snapshot(of state: TransitionState, at time: Int64) -> Snapshot {
    let index = snapshots.lastIndex { $0.time <= time }
    let header = file.headers.last { $0.time <= time } ?? file.headers.first
    var snapshot =
      index.map { snapshots[$0] }
      ?? Snapshot(
        time: time, wallTime: 0,
        process: header?.process
          ?? ProcessDescription(
            pid: 0, name: title, path: "", user: "", started: 0, processors: 1))
    let base = snapshot.time
    snapshot.time = time
    if let header { snapshot.wallTime = header.wallTime + time - header.time }
    if index == nil {
      snapshot.unavailable["figures"] = "the recording has no look at the process up to this moment"
    } else if base < time {
      let others = state.isComplete ? "tasks, threads and queues" : "threads and queues"
      snapshot.unavailable["time"] =
        "but for \(others), the figures are those of \((time - base) / 1_000_000) ms before"
    }
    let live = state.tasks.values
    if state.isComplete {
      // What transitions tell is of one moment.
      snapshot.within = nil
      snapshot.figures.tasksLive = live.count
      snapshot.figures.tasksRunning = live.count { $0.state == .running }
      snapshot.figures.tasksEnqueued = live.count { $0.state == .enqueued }
      snapshot.figures.tasksSuspended = live.count { $0.state != .running && $0.state != .enqueued }
    }
    snapshot.workers = workers(of: state, snapshot.workers)
    snapshot.executors = executors(of: state, at: time)
    if state.counts.lost > 0 { snapshot.losses["recorded transitions"] = state.counts.lost }
    if let since = state.uncertainSince {
      snapshot.unavailable["state"] = Self.uncertainty(since, at: time)
    }
    return snapshot
  }

  private static func uncertainty(_ since: Int64, at time: Int64) -> String {
    "transitions are missing since \((time - since) / 1_000_000) ms: a task that had none since then "
      + "may be in another state, or over"
  }

  /// Returns the threads that the last look knew or that were seen since.
  private func workers(of state: TransitionState, _ known: [Worker]) -> [Worker] {
    let numbers = Set(known.map(\.thread)).union(state.threads.keys)
    return numbers.sorted().map { number in
      var worker =
        threads[number] ?? Worker(thread: number, name: "", kind: .other)
      let thread = state.threads[number]
      worker.task = thread?.tasks.last
      worker.executor = worker.task == nil ? nil : thread?.executor
      worker.since = worker.task == nil ? nil : thread?.since
      return worker
    }
  }

  private func executors(of state: TransitionState, at time: Int64) -> [ExecutorDescription] {
    var loads = state.loads
    loads[0] = loads[0] ?? TransitionState.Load()
    return loads.sorted { $0.key < $1.key }.map { identity, load in
      var executor =
        file.names.executor(identity, at: time)
        ?? ExecutorDescription(
          identity: identity, kind: identity == 0 ? .global : .custom,
          name: file.names.executorName(identity, at: time))
      executor.queued = load.queued
      executor.running = load.running
      return executor
    }
  }

  private func tasks(
    of state: TransitionState, at time: Int64, _ query: TaskQuery
  ) -> TaskList {
    let names = file.names
    let known = query.id.map { state.tasks[$0].map { [$0] } ?? [] } ?? Array(state.tasks.values)
    let found = known.sorted { $0.id < $1.id }.prefix(query.limit ?? .max)
    var list = TaskList(
      time: time, tasks: found.map { names.description(of: $0, at: time) }, total: state.tasks.count
    )
    if state.counts.lost > 0 { list.losses["recorded transitions"] = state.counts.lost }
    if let since = state.uncertainSince {
      list.unavailable["state"] = Self.uncertainty(since, at: time)
    } else if !state.isComplete {
      list.unavailable["tasks"] =
        "what was there before the recording is known only as far as something happened to it"
    }
    return list
  }
}

extension RecordedNames {
  /// Returns a task as it was at a moment.
  fileprivate func description(of task: TransitionState.TaskState, at time: Int64)
    -> TaskDescription
  {
    let known = tasks[task.id]
    let since = max(time - task.since, 0)
    var times = TaskDescription.Times(
      observed: max(time - task.firstSeen, 0), running: task.running, queued: task.queued,
      waiting: task.waiting, runs: task.runs, hops: task.hops)
    var wait: TaskDescription.Wait?
    switch task.state {
    case .running: times.running += since
    case .enqueued: times.queued += since
    case .suspended:
      times.waiting += since
      wait = task.reason.flatMap { TaskDescription.Wait($0) }
    case .created, nil: break
    }
    return TaskDescription(
      id: task.id, address: known?.address ?? 0, name: known?.name, kind: known?.kind,
      parent: known?.parent, state: task.state, waitsFor: wait, executor: task.executor,
      executorName: task.executor.map { executorName($0, at: time) }, priority: known?.priority,
      age: max(time - (task.created ?? known?.created ?? task.firstSeen), 0),
      creation: known?.creation ?? task.place.flatMap { frames[$0] } ?? [], times: times)
  }
}

extension TaskDescription.Wait {
  fileprivate init?(_ reason: TransitionEvent.Reason) {
    switch reason {
    case .task: self = .task
    case .continuation: self = .continuation
    case .group: self = .group
    case .sleep: self = .sleep
    case .enqueued, .unknown: return nil
    }
  }
}
