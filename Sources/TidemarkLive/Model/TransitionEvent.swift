/// A change of a task's or a thread's state.
package struct TransitionEvent: Codable, Hashable, Sendable {
  package enum Kind: String, Codable, Sendable, CaseIterable {
    /// The task was created; `place` is where, `other` the task that did it.
    case created
    /// The task was handed to `executor`; `other` is the task whose thread did it, if any.
    case enqueued
    /// The task starts or goes on on the thread, on `executor`.
    case run
    /// The task leaves the thread; `reason` says why.
    case suspended
    /// The running task asks to go on on `executor`; `other` is the executor that it leaves.
    case hopped
    case completed
    case threadStarted
    case threadEnded
  }

  package enum Reason: String, Codable, Sendable, CaseIterable {
    case task
    case continuation
    case group
    /// It was enqueued again, to yield or on another executor.
    case enqueued
    case unknown
    case sleep
  }

  /// Nanoseconds on the monotonic clock of the observed machine.
  package var time: Int64
  /// The kernel's id of the thread on which it happened.
  package var thread: Int
  package var kind: Kind
  /// The runtime's id of the task; 0 for an event of a thread.
  package var task: UInt64
  package var executor: UInt64?
  package var other: UInt64?
  package var reason: Reason?
  /// Where the task was created: a number that the source of the transitions knows.
  package var place: UInt64?

  package init(
    time: Int64, thread: Int, kind: Kind, task: UInt64, executor: UInt64? = nil,
    other: UInt64? = nil, reason: Reason? = nil, place: UInt64? = nil
  ) {
    self.time = time
    self.thread = thread
    self.kind = kind
    self.task = task
    self.executor = executor
    self.other = other
    self.reason = reason
    self.place = place
  }
}

/// What happened between two looks.
package struct EventBatch: Codable, Hashable, Sendable {
  package var version = Snapshot.currentVersion
  /// In the order of time, as far as all threads are concerned.
  package var events: [TransitionEvent]
  /// What was overwritten before it could be read.
  package var gaps: [Gap]
  /// When nobody asked the process for transitions; nil where that was never so since the last look.
  package var interruption: Interruption?

  /// Events of one thread that are missing.
  package struct Gap: Codable, Hashable, Sendable {
    package var thread: Int
    package var count: Int
    /// The time of the first event of that thread after the gap.
    package var before: Int64

    package init(thread: Int, count: Int, before: Int64) {
      self.thread = thread
      self.count = count
      self.before = before
    }
  }

  /// A time in which the process may have kept nothing: what happened then, nobody counted.
  package struct Interruption: Codable, Hashable, Sendable {
    /// On the monotonic clock of the observed machine, in nanoseconds.
    package var from: Int64
    package var until: Int64

    package init(from: Int64, until: Int64) {
      self.from = from
      self.until = until
    }
  }

  package init(
    events: [TransitionEvent] = [], gaps: [Gap] = [], interruption: Interruption? = nil
  ) {
    self.events = events
    self.gaps = gaps
    self.interruption = interruption
  }
}

extension EventBatch {
  /// Returns what happened before the interruption, and what did after it.
  package func parts(at interruption: Interruption) -> (before: EventBatch, after: EventBatch) {
    let time = interruption.until
    return (
      EventBatch(
        events: events.filter { $0.time < time }, gaps: gaps.filter { $0.before < time }),
      EventBatch(
        events: events.filter { $0.time >= time }, gaps: gaps.filter { $0.before >= time })
    )
  }
}

extension EventBatch {
  /// Leaves out all but the last events; those left out are a gap of each thread.
  package mutating func keep(last limit: Int) {
    let surplus = events.count - limit
    guard surplus > 0 else { return }
    var lost: [Int: Int] = [:]
    for event in events.prefix(surplus) { lost[event.thread, default: 0] += 1 }
    events.removeFirst(surplus)
    let before = events.first?.time ?? 0
    gaps += lost.sorted { $0.key < $1.key }
      .map { Gap(thread: $0.key, count: $0.value, before: before) }
  }
}
