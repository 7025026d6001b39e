internal import CTidemarkLedger

/// What a task did while times were asked for.
package struct TaskTimes: Hashable, Sendable {
  package enum State: UInt32, Sendable {
    case unknown
    case created
    case enqueued
    case running
    case suspended
    case completed
  }

  package var state: State
  /// When the task took on the state, on the monotonic clock, in nanoseconds; while it runs, when it
  /// began to do so on the executor, if that is later.
  package var since: UInt64
  /// Nanoseconds on a thread, in a queue, and waiting for something else, up to `since`.
  package var running: UInt64
  package var queued: UInt64
  package var waiting: UInt64
  /// How often the task began to run or went on, and how often it asked for another executor.
  package var runs: Int
  package var hops: Int
  /// The executor that the task waits for or runs on, or ran on last.
  package var executor: ExecutorRecord
  /// When its times began to be taken: nothing from before is in them.
  package var begun: UInt64

  /// Returns the times with the present state's added, up to a moment on the monotonic clock.
  package func upTo(_ now: UInt64) -> TaskTimes {
    var times = self
    guard now > since else { return times }
    switch state {
    case .unknown, .completed: return times
    case .running: times.running &+= now - since
    case .enqueued: times.queued &+= now - since
    case .created, .suspended: times.waiting &+= now - since
    }
    times.since = now
    return times
  }
}

extension Ledger {
  /// The moment before which times are void, on the monotonic clock, in nanoseconds.
  var timesFrom: UInt64 { control.timesFrom }

  /// Until when viewers ask for times and for transitions, on the monotonic clock, in nanoseconds; 0 when
  /// nobody does.
  package var askedUntil: (times: UInt64, events: UInt64) {
    let control = control
    return (control.timesUntil, control.eventsUntil)
  }

  private var control: TidemarkControl {
    var control = TidemarkControl()
    withBase { Self.copy($0 + controlOffset, to: &control) }
    return control
  }

  /// Returns the times of a task, or nil when there are none.
  ///
  /// There are none of a task that did nothing since times are asked for, and none at the moment in
  /// which they change. Those of a task that has completed are kept until another one has its record.
  package func times(of task: TaskRecord) -> TaskTimes? {
    guard 1..<Int(TIDEMARK_TASK_LIMIT) ~= task.index else { return nil }
    var times = TidemarkTaskTimes()
    let isWhole = withBase { base in
      let table = (base + timesOffset).assumingMemoryBound(to: TidemarkTaskTimes.self)
      // A writer is done after a few stores, unless it is kept from running.
      return (0..<8).contains { _ in tidemark_copyTimes(&times, table + task.index) != 0 }
    }
    guard isWhole, times.generation == task.generation, times.begun != 0, times.begun >= timesFrom,
      let state = TaskTimes.State(rawValue: times.state & 0xff)
    else { return nil }
    return TaskTimes(
      state: state, since: times.since, running: times.running, queued: times.queued,
      waiting: times.waiting, runs: Int(times.runs), hops: Int(times.hops),
      executor: ExecutorRecord(word: times.executor), begun: times.begun)
  }
}
