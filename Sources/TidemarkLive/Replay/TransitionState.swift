/// What the tasks, threads and queues of a process are like, as far as its transitions tell.
///
/// A pure state machine: it takes transitions in the order of time, and lists of tasks that say what
/// was there before. What it can't know is marked: tasks that it was not shown the creation of, and
/// everything that did not change since transitions were missing.
package struct TransitionState: Hashable, Sendable {
  /// A live task.
  package struct TaskState: Hashable, Sendable {
    package var id: UInt64
    /// What it does; nil when that is not known.
    package var state: TaskDescription.State?
    package var since: Int64
    /// Why it does not run, when it is suspended.
    package var reason: TransitionEvent.Reason?
    package var executor: UInt64?
    /// The thread that runs it.
    package var thread: Int?
    /// When and where it was created, and by which task; nil when that was not seen.
    package var created: Int64?
    package var place: UInt64?
    package var creator: UInt64?
    /// The task whose thread enqueued it last.
    package var resumedBy: UInt64?
    /// Nanoseconds in each state, without the present one, since the task was first seen.
    package var running: Int64 = 0
    package var queued: Int64 = 0
    package var waiting: Int64 = 0
    package var runs = 0
    package var hops = 0
    package var firstSeen: Int64

    /// Whether it was there before the recording, or was created where transitions are missing.
    package var isOlder: Bool { created == nil }

    init(id: UInt64, time: Int64) {
      self.id = id
      since = time
      firstSeen = time
    }
  }

  /// A thread that something was seen of.
  package struct ThreadState: Hashable, Sendable {
    package var id: Int
    /// The tasks that it runs, the innermost last: a task may be begun inside of another one.
    package var tasks: [UInt64] = []
    package var executor: UInt64?
    package var since: Int64
    package var hasEnded = false

    /// Takes that it runs a task, perhaps inside of another one.
    mutating func begin(_ task: UInt64) {
      // What is left of tasks whose end was not seen does not pile up.
      if tasks.count == 8 { tasks.removeFirst() }
      tasks.append(task)
    }
  }

  /// How many tasks an executor has in its queue and on threads.
  package struct Load: Hashable, Sendable {
    package var queued = 0
    package var running = 0
  }

  /// How often something happened since the beginning.
  package struct Counts: Hashable, Sendable {
    package var created = 0
    package var completed = 0
    package var enqueued = 0
    package var runs = 0
    package var hops = 0
    package var threadsStarted = 0
    package var threadsEnded = 0
    /// Transitions that are missing.
    package var lost = 0
  }

  /// The time of the last transition that was taken.
  package private(set) var time: Int64
  package private(set) var tasks: [UInt64: TaskState] = [:]
  package private(set) var threads: [Int: ThreadState] = [:]
  /// Those that have something to do, and for a while those that had.
  private var queues: [UInt64: ExecutorQueue] = [:]
  private var tidied: Int64 = 0
  package private(set) var counts = Counts()
  /// How often nobody looked for a while.
  package private(set) var interruptions = 0
  /// Whether all live tasks are known: a list of all was taken, and nothing is missing since.
  package private(set) var isComplete = false
  /// After which moment transitions are missing that no list of all tasks has made up for.
  package private(set) var uncertainSince: Int64?
  /// When the last transitions were missing.
  private var lastGap: Int64?

  /// For how long it is kept what waited for an executor, in nanoseconds.
  package static let memory: Int64 = 10_000_000_000
  /// The most time that a task is said to have spent in a state: 36 years.
  private static let longest: Int64 = 1 << 60

  package init(time: Int64 = 0) { self.time = time }

  /// The executors that have something to do.
  package var loads: [UInt64: Load] {
    queues.mapValues(\.load).filter { $0.value != Load() }
  }

  package func load(of executor: UInt64) -> Load { queues[executor]?.load ?? Load() }

  /// Returns the most that waited at once for each executor in the seconds up to a moment; those that had
  /// nothing to do in that time are left out.
  package func queueDepths(at time: Int64) -> [UInt64: Int] {
    queues.filter { $0.value.isInSight(at: time) }.mapValues { $0.most(at: time) }
  }

  /// Takes what happened next.
  package mutating func apply(_ event: TransitionEvent) {
    time = max(time, event.time)
    switch event.kind {
    case .created:
      counts.created += 1
      change(event.task, at: event.time) { task in
        task.state = .created
        task.created = event.time
        task.place = event.place
        task.creator = event.other
      }
    case .enqueued:
      counts.enqueued += 1
      // On its thread it stays for a moment, until that one says so.
      change(event.task, at: event.time) { task in
        task.state = .enqueued
        task.executor = event.executor ?? task.executor
        task.resumedBy = event.other
        task.thread = nil
        task.reason = nil
      }
    case .run:
      counts.runs += 1
      leaveThreads(event.task)
      change(event.task, at: event.time) { task in
        task.state = .running
        task.executor = event.executor ?? task.executor
        task.thread = event.thread
        task.reason = nil
        task.runs += 1
      }
      withThread(event) { thread in
        thread.begin(event.task)
        thread.executor = event.executor
      }
    case .suspended:
      leave(event.thread, event.task, at: event.time)
      // Another thread may run it by now.
      let isHere = tasks[event.task].map {
        $0.state != .enqueued && $0.thread ?? event.thread == event.thread
      }
      guard isHere ?? true else { return }
      change(event.task, at: event.time) { task in
        // One that is to be enqueued again is in no queue before it is said in which.
        task.state = .suspended
        task.reason = event.reason
        task.thread = nil
      }
    case .hopped:
      counts.hops += 1
      if tasks[event.task] == nil {
        // Seen for the first time while it runs.
        change(event.task, at: event.time) { task in
          task.state = .running
          task.thread = event.thread
        }
        withThread(event) { $0.begin(event.task) }
      }
      // It goes there at once, unless it is said that it leaves its thread.
      change(event.task, at: nil) { task in
        task.hops += 1
        task.executor = event.executor ?? task.executor
      }
      if threads[event.thread]?.tasks.last == event.task {
        threads[event.thread]?.executor = event.executor
      }
    case .completed:
      counts.completed += 1
      leave(event.thread, event.task, at: event.time)
      leaveThreads(event.task)
      remove(event.task)
    case .threadStarted:
      counts.threadsStarted += 1
      threads[event.thread] = ThreadState(id: event.thread, since: event.time)
    case .threadEnded:
      counts.threadsEnded += 1
      for task in threads[event.thread]?.tasks ?? [] { forget(task, at: event.time) }
      threads[event.thread] = nil
    }
  }

  /// Takes that transitions of a thread are missing.
  package mutating func apply(_ gap: EventBatch.Gap) {
    counts.lost = min(counts.lost, .max - max(gap.count, 0)) + max(gap.count, 0)
    isComplete = false
    uncertainSince = uncertainSince ?? time
    lastGap = max(lastGap ?? gap.before, gap.before)
    time = max(time, gap.before)
    // Of thread 0 are those of which nobody knows the thread.
    for thread in gap.thread == 0 ? Array(threads.keys) : [gap.thread] {
      for task in threads[thread]?.tasks ?? [] { forget(task, at: gap.before) }
      threads[thread]?.tasks = []
      threads[thread]?.executor = nil
    }
  }

  /// Takes what a look at the tasks has shown.
  ///
  /// - Parameter isWhole: Whether all live tasks are in the list.
  package mutating func apply(_ list: TaskList, isWhole: Bool) {
    time = max(time, list.time)
    for found in list.tasks where found.id != 0 {
      let isKnown = tasks[found.id].map { task in
        task.state != nil && !(uncertainSince.map { task.since <= $0 } ?? false)
      }
      if isKnown == true { continue }
      change(found.id, at: list.time) { task in
        task.state = found.state
        task.executor = found.executor ?? task.executor
        task.reason = found.waitsFor.flatMap { TransitionEvent.Reason($0) }
        task.thread = nil
      }
    }
    guard isWhole, list.time >= lastGap ?? .min else { return }
    if let uncertainSince {
      let live = Set(list.tasks.map(\.id))
      for task in tasks.values where !live.contains(task.id) {
        guard task.state == nil || task.since <= uncertainSince else { continue }
        leaveThreads(task.id)
        remove(task.id)
      }
    }
    isComplete = !list.tasks.contains { $0.id == 0 }
    uncertainSince = nil
    lastGap = nil
  }

  /// Forgets everything but what was counted: nobody looked for a while.
  package mutating func interrupt(at time: Int64) {
    let (counts, interruptions) = (counts, interruptions)
    self = TransitionState(time: time)
    self.counts = counts
    self.interruptions = interruptions + 1
  }
}

extension TransitionState {
  /// Changes a task, which is made when it is not known, and keeps the loads and its times.
  ///
  /// - Parameter time: When its state changes; nil when it stays, and then nothing is made.
  private mutating func change(
    _ id: UInt64, at time: Int64?, _ body: (inout TaskState) -> Void
  ) {
    guard let time else {
      if var task = tasks[id] {
        count(task, -1)
        body(&task)
        tasks[id] = task
        count(task, 1)
      }
      return
    }
    var task = tasks[id] ?? TaskState(id: id, time: time)
    if tasks[id] != nil { count(task, -1) }
    let passed = max(time - task.since, 0)
    // Of a recording in which time goes back and forth, a sum may be as long as it likes.
    func add(_ passed: Int64, to sum: inout Int64) { sum = min(sum + passed, Self.longest) }
    switch task.state {
    case .running: add(passed, to: &task.running)
    case .enqueued: add(passed, to: &task.queued)
    case .suspended where task.reason == .enqueued: add(passed, to: &task.queued)
    case .suspended: add(passed, to: &task.waiting)
    case .created, nil: break
    }
    body(&task)
    task.since = time
    tasks[id] = task
    count(task, 1)
  }

  private mutating func remove(_ id: UInt64) {
    guard let task = tasks.removeValue(forKey: id) else { return }
    count(task, -1)
  }

  /// Takes that what a task does is not known any more.
  private mutating func forget(_ id: UInt64, at time: Int64) {
    guard tasks[id]?.state == .running else { return }
    change(id, at: time) { task in
      task.state = nil
      task.thread = nil
    }
  }

  private mutating func count(_ task: TaskState, _ change: Int) {
    guard task.state == .enqueued || task.state == .running else { return }
    let isQueued = task.state == .enqueued
    queues[task.executor ?? 0, default: ExecutorQueue()]
      .change(queued: isQueued ? change : 0, running: isQueued ? 0 : change, at: time)
    guard time >= tidied + 1_000_000_000 else { return }
    tidied = time
    queues = queues.filter { $0.value.isInSight(at: time) }
  }

  private mutating func withThread(_ event: TransitionEvent, _ body: (inout ThreadState) -> Void) {
    var thread = threads[event.thread] ?? ThreadState(id: event.thread, since: event.time)
    body(&thread)
    thread.since = event.time
    threads[event.thread] = thread
  }

  /// Takes a task from a thread, and those that were begun inside of it.
  private mutating func leave(_ thread: Int, _ id: UInt64, at time: Int64) {
    guard let index = threads[thread]?.tasks.lastIndex(of: id) else { return }
    threads[thread]?.tasks.remove(at: index)
    threads[thread]?.since = time
    let next = threads[thread]?.tasks.last
    threads[thread]?.executor = next.flatMap { tasks[$0]?.executor }
  }

  /// Takes a task from whatever thread it was on.
  private mutating func leaveThreads(_ id: UInt64) {
    guard let thread = tasks[id]?.thread else { return }
    leave(thread, id, at: time)
  }
}

extension TransitionEvent.Reason {
  /// The reason that a look at the task tells.
  init?(_ wait: TaskDescription.Wait) {
    switch wait {
    case .task: self = .task
    case .continuation: self = .continuation
    case .sleep: self = .sleep
    case .group: self = .group
    }
  }
}
