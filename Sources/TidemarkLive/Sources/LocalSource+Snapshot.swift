import TidemarkLedger

extension LocalSource {
  package func snapshot(asking: Detail) throws(SourceError) -> Snapshot {
    try snapshot(asking: asking, looksAtTasks: true)
  }

  /// Looks at what is counted only, and at no task: without timers and executors.
  package func outline() throws(SourceError) -> Snapshot {
    try snapshot(asking: [], looksAtTasks: false)
  }

  private func snapshot(
    asking: Detail, looksAtTasks: Bool
  ) throws(SourceError) -> Snapshot {
    let status = try status()
    ask(asking)
    let now = Self.monotonic()
    var description = description
    description.isStopped = status.isStopped
    var snapshot = Snapshot(time: now, wallTime: Self.wall(), process: description)
    let capabilities = ledger.capabilities
    snapshot.unavailable = Self.unavailable(capabilities)
    snapshot.losses = ledger.losses.named
    if status.isStopped { watch.interrupt(at: now) }
    let found = looksAtTasks ? settledTasks.look(at: self) : nil
    let threads = ledger.threads()
    if let user = folder.user(ofThreads: threads.map(\.id)), user != self.user {
      snapshot.process.user = ProcessFolder.name(ofUser: user)
    }
    takeTotals(capabilities, into: &snapshot.figures)
    takeSystem(status, into: &snapshot)
    if capabilities.contains(.scheduler) {
      takeTasks(found, threads: threads, into: &snapshot)
      snapshot.histograms = ledger.histograms().map { DurationHistogram($0) }
    }
    if Self.seesThreads(capabilities) {
      snapshot.figures.poolThreads = threads.count { $0.kind == .pool }
      snapshot.figures.poolThreadsCreated = ledger.poolThreadsCreated
    }
    return snapshot
  }

  /// Takes what was counted since the process started.
  private func takeTotals(_ capabilities: Ledger.Capabilities, into figures: inout Figures) {
    let totals = ledger.totals()
    if capabilities.contains(.scheduler) {
      figures.tasksCreated = totals.tasksCreated
      figures.tasksCompleted = totals.tasksCompleted
      figures.tasksCancelled = totals.tasksCancelled
      figures.jobsEnqueued = totals.jobsEnqueued
      figures.jobsRun = totals.jobsRun
    }
    if capabilities.contains(.switches) { figures.hops = totals.hops }
    if Self.seesThreads(capabilities) { figures.threadsCreated = totals.threadsCreated }
    if capabilities.contains(.heap) {
      figures.allocations = totals.allocations
      figures.bytesAllocated = totals.bytesAllocated
      figures.heapInUse = ledger.bytesInUse
    }
  }

  /// Takes what the system says.
  private func takeSystem(_ status: ProcessStatus, into snapshot: inout Snapshot) {
    snapshot.figures.threads = status.threads
    snapshot.figures.resident = folder.resident
    let times = processorTimes.split(status, total: folder.processorTime)
    snapshot.figures.cpuUser = times.user
    snapshot.figures.cpuSystem = times.system
  }

  /// Takes the states of tasks, who runs them and where they wait for their turn.
  private func takeTasks(
    _ found: SettledTasks.Found?, threads: [ThreadRecord], into snapshot: inout Snapshot
  ) {
    let gauge = ledger.gauge()
    let running = threads.count { $0.task != 0 }
    snapshot.figures.tasksLive = gauge.live
    snapshot.figures.tasksRunning = running
    // The threads were read before the gauge: what ran then may be in a queue by now, and counts once.
    let enqueued = min(gauge.enqueued, max(gauge.live - running, 0))
    snapshot.figures.tasksEnqueued = enqueued
    snapshot.figures.tasksSuspended = max(gauge.live - enqueued - running, 0)
    snapshot.workers = workers(threads)
    guard let found else { return }
    guard let refusal = memoryRefusal else {
      takeTimers(found, into: &snapshot)
      snapshot.executors = executors(of: found.unsettled, threads: threads)
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

  /// Returns the threads that the probe knows and that are still there.
  func workers(_ threads: [ThreadRecord]) -> [Worker] {
    let now = Self.monotonic()
    return threads.compactMap { thread in
      guard thread.id != 0, let name = folder.name(ofThread: thread.id) else { return nil }
      let kind: Worker.Kind =
        switch thread.kind {
        case .pool: .pool
        case .user: .user
        case .foreign: thread.id == process.pid ? .main : .other
        case .library: .other
        }
      return Worker(
        thread: thread.id, name: name, kind: kind, task: thread.taskID == 0 ? nil : thread.taskID,
        executor: thread.executor?.identity,
        // Of a damaged ledger it may be any number.
        since: thread.since.map { min(Int64(clamping: $0), now) })
    }
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

  /// Why figures are absent that depend on what the probe could hook.
  static func unavailable(_ capabilities: Ledger.Capabilities) -> [String: String] {
    var reasons: [String: String] = [:]
    let tasks = [
      "tasksLive", "tasksRunning", "tasksEnqueued", "tasksSuspended", "timersPending",
      "tasksCreated", "tasksCompleted", "tasksCancelled", "jobsEnqueued", "jobsRun", "executors",
    ]
    let threads = ["poolThreads", "threadsCreated", "poolThreadsCreated", "workers"]
    let heap = ["allocations", "bytesAllocated", "heapInUse"]
    func say(_ names: [String], _ reason: String) {
      for name in names { reasons[name] = reason }
    }
    if !capabilities.contains(.scheduler) { say(tasks, schedulerReason(capabilities)) }
    if !capabilities.contains(.switches) { say(["hops"], schedulerReason(capabilities)) }
    if !seesThreads(capabilities) {
      say(
        threads,
        capabilities.contains(.sanitizer)
          ? "a sanitizer owns the creation of threads" : schedulerReason(capabilities))
    }
    if !capabilities.contains(.heap) {
      let isOwned = capabilities.contains(.sanitizer)
      let reason =
        isOwned
        ? "a sanitizer owns the allocator"
        : "the allocator is not hooked in this process; link the product TidemarkHeap, or use "
          + "`tidemark run --heap`"
      say(heap, reason)
      // Only the process itself can ask its allocator.
      if !isOwned {
        say(
          ["heapInUse"],
          reason + "; a process that answers by itself, with `Agent.listen`, has it there")
      }
    }
    return reasons
  }

  /// Whether threads are known and told from those of the pool, which has no library of its own in a
  /// program that contains the runtime.
  static func seesThreads(_ capabilities: Ledger.Capabilities) -> Bool {
    capabilities.contains(.threads) && !capabilities.contains(.staticRuntime)
  }

  /// Why nothing is known of tasks.
  static func schedulerReason(_ capabilities: Ledger.Capabilities) -> String {
    if capabilities.contains(.forked) {
      return "this is a forked child, in which nothing is counted until it runs another program"
    }
    if capabilities.contains(.off) {
      return "the probe is off in this process; start it without TIDEMARK=off"
    }
    if capabilities.contains(.staticRuntime) {
      return "the Swift runtime is linked statically; build without -static-stdlib"
    }
    if capabilities.contains(.unknownLayout) {
      return "the Swift runtime of this process is not one that this version knows (6.3); use the "
        + "version of Tidemark for it"
    }
    return "the probe could not hook it in this process"
  }
}

extension DurationHistogram {
  fileprivate init(_ record: HistogramRecord) {
    self.init(
      subject: record.subject == .queue ? .queueLatency : .runTime,
      executor: ExecutorDescription.Kind(record.executor), buckets: record.counts,
      sum: record.sum)
  }
}

extension ExecutorDescription.Kind {
  init(_ kind: ExecutorRecord.Kind) {
    self =
      switch kind {
      case .global: .global
      case .main: .main
      case .actor: .actor
      case .custom: .custom
      }
  }
}

extension Ledger.Losses {
  /// The losses by the names of the tables, without those of which there are none.
  var named: [String: Int] {
    let all = [
      "scopes": scopes, "threads": threads, "blocks": blocks, "tasks": tasks, "layout": layout,
      "sites": sites, "heapBlocks": heapBlocks, "events": events, "places": places,
    ]
    return all.filter { $0.value != 0 }
  }
}
