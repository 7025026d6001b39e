import TidemarkLedger

/// What tasks, threads and queues were like, read one after the other as close together as can be.
struct TaskLook {
  /// What each task does; nil where none was looked at.
  var found: SettledTasks.Found?
  var threads: [ThreadRecord]
  var gauge: TaskGauge
  var totals: Counters
  /// Whether as many tasks are enqueued as there are in queues.
  var addsUp: Bool
  /// Nanoseconds in which all of it was read, where tasks moved meanwhile.
  var within: Int64?
}

extension LocalSource {
  /// For how long a look is tried again that does not add up, in nanoseconds, and how often.
  ///
  /// In a process that does little, the next one does; one that never stands still may have none that would.
  private static let patience: Int64 = 500_000
  private static let tries = 4

  /// Looks at tasks, threads and queues, several times where they contradict each other.
  func lookAtTasks() -> TaskLook {
    let begin = Self.monotonic()
    for _ in 1..<Self.tries {
      let look = lookOnce()
      if look.addsUp || Self.monotonic() - begin > Self.patience { return look }
    }
    return lookOnce()
  }

  /// Reads what is counted, and looks at no task.
  func outlineOfTasks() -> TaskLook {
    TaskLook(
      found: nil, threads: ledger.threads(), gauge: ledger.gauge(), totals: ledger.totals(),
      addsUp: true, within: nil)
  }

  /// Reads all of it once, and finds out whether it is of one moment.
  private func lookOnce() -> TaskLook {
    let before = ledger.totals()
    let begin = Self.monotonic()
    var (gauge, threads, totals, end) = (TaskGauge(), [ThreadRecord](), before, begin)
    // At once, and not when all that was read has been looked at.
    let found = settledTasks.look(at: self) {
      gauge = ledger.gauge()
      threads = ledger.threads()
      end = Self.monotonic()
      totals = ledger.totals()
    }
    // The memory of a task is read, and the gauge is moved, while the other is not.
    let queued = found.unsettled.entries.count { $0.inspection?.state == .enqueued }
    let addsUp = memoryRefusal != nil || queued == gauge.enqueued
    let hasMoved = totals.hasMoved(since: before)
    return TaskLook(
      found: found, threads: threads, gauge: gauge, totals: totals, addsUp: addsUp,
      within: hasMoved ? max(end - begin, 1) : nil)
  }

  /// Takes the states of tasks, who runs them and where they wait for their turn.
  func takeTasks(_ look: TaskLook, into snapshot: inout Snapshot) {
    let (gauge, threads) = (look.gauge, look.threads)
    let running = threads.count { $0.task != 0 }
    snapshot.figures.tasksLive = gauge.live
    snapshot.figures.tasksRunning = running
    // They are read one after the other: what runs in one may be in a queue in the other, and counts once.
    let enqueued = min(gauge.enqueued, max(gauge.live - running, 0))
    snapshot.figures.tasksEnqueued = enqueued
    snapshot.figures.tasksSuspended = max(gauge.live - enqueued - running, 0)
    snapshot.workers = workers(threads)
    snapshot.within = look.within
    guard let found = look.found else { return }
    guard let refusal = memoryRefusal else {
      takeTimers(found, into: &snapshot)
      snapshot.executors = executors(of: found.unsettled, threads: threads)
      if !look.addsUp, look.within == nil {
        let queued = snapshot.executors.reduce(0) { $0 + $1.queued }
        snapshot.unavailable["queues"] =
          "\(queued) tasks are in queues that can be read, and \(gauge.enqueued) are enqueued: one is between "
          + "the two, has no record, or can't be read"
      }
      if snapshot.executors.contains(where: { $0.running == nil }) {
        snapshot.unavailable["executorsRunning"] =
          "a thread runs a task since before times were asked for, nobody knows on which executor"
      }
      return
    }
    snapshot.unavailable["timersPending"] = refusal
    snapshot.unavailable["executors"] = refusal
  }

  /// Counts the tasks that sleep.
  private func takeTimers(_ found: SettledTasks.Found, into snapshot: inout Snapshot) {
    guard let sleeping = found.sleeping else {
      snapshot.unavailable["timersPending"] =
        "the functions of libswift_Concurrency.so have no names in it, by which sleep is told from "
        + "other waits; use the toolchain's own library"
      return
    }
    snapshot.figures.timersPending = sleeping
  }

  /// Returns the executors that tasks run on or wait for, the global one first.
  private func executors(
    of survey: TaskSurvey, threads: [ThreadRecord]
  ) -> [ExecutorDescription] {
    var found: [UInt64: ExecutorDescription] = [0: .global]
    for entry in survey.entries {
      guard let inspection = entry.inspection, inspection.state == .enqueued else { continue }
      let reference = inspection.executor ?? .init(identity: 0, implementation: 0)
      if found[reference.identity] == nil { found[reference.identity] = describe(reference) }
      found[reference.identity]?.queued += 1
    }
    for case let executor? in threads.map(\.executor) {
      var description = found[executor.identity] ?? describe(executor)
      description.running = (description.running ?? 0) + 1
      found[executor.identity] = description
    }
    // Known as far as times are asked for; only of an actor is one thread all that there can be.
    if threads.contains(where: { $0.task != 0 && $0.executor == nil }) {
      for (identity, executor) in found {
        let isSerial = executor.kind == .actor || executor.kind == .main
        if !isSerial || executor.running == 0 { found[identity]?.running = nil }
      }
    }
    return found.values.sorted {
      ($0.identity != 0 ? 1 : 0, $0.name, $0.identity)
        < ($1.identity != 0 ? 1 : 0, $1.name, $1.identity)
    }
  }
}
