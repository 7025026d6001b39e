import TidemarkLedger

extension LocalSource {
  package func snapshot(asking: Detail) throws(SourceError) -> Snapshot {
    try snapshot(asking: asking, looksAtTasks: true)
  }

  /// Looks at what is counted only, and at no task: without timers and executors.
  package func outline() throws(SourceError) -> Snapshot {
    try snapshot(asking: [], looksAtTasks: false)
  }

  private func snapshot(asking: Detail, looksAtTasks: Bool) throws(SourceError) -> Snapshot {
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
    let look = looksAtTasks ? lookAtTasks() : outlineOfTasks()
    let threads = look.threads
    if let user = folder.user(ofThreads: threads.map(\.id)), user != self.user {
      snapshot.process.user = ProcessFolder.name(ofUser: user)
    }
    take(look.totals, capabilities, into: &snapshot.figures)
    takeSystem(status, into: &snapshot)
    if capabilities.contains(.scheduler) {
      takeTasks(look, into: &snapshot)
      snapshot.histograms = ledger.histograms().map { DurationHistogram($0) }
    }
    if Self.seesThreads(capabilities) {
      snapshot.figures.poolThreads = threads.count { $0.kind == .pool }
      snapshot.figures.poolThreadsCreated = ledger.poolThreadsCreated
    }
    return snapshot
  }

  /// Takes what was counted since the process started.
  private func take(
    _ totals: Counters, _ capabilities: Ledger.Capabilities, into figures: inout Figures
  ) {
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
