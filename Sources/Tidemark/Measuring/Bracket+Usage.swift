import TidemarkBaselines
import TidemarkLedger

extension Bracket {
  /// Returns the figures of the work, taken after it has settled.
  func usage(end: End?, ignoring rules: [IgnoreRule]) -> Usage {
    var usage = Usage(ranAlone: ranAlone)
    usage.figures.reserveCapacity(Metric.allCases.count)
    guard let ledger else {
      for metric in Metric.allCases {
        usage.figures[metric] = .unavailable(reason: "there is no probe on this platform")
      }
      return usage
    }
    let family = ledger.family(of: scope)
    let records = family.map { ledger.scope($0) }
    let counters = ledger.counters(ofFamily: family)
    let leaks = withSleepers(leakedTasks(ignoring: rules))
    usage.leakedTasks = leaks.map(\.task)
    usage.leakedThreads = leakedThreads(ignoring: rules)
    usage.leakedFiles = leakedFiles()
    usage.losses = losses(ledger)

    let scheduler = gate(
      ledger, .scheduler,
      otherwise: "the concurrency runtime's layout is not the one that is known")
    scheduler(&usage, .tasksCreated, counters.tasksCreated)
    scheduler(&usage, .tasksCompleted, counters.tasksCompleted)
    scheduler(
      &usage, .tasksCancelled,
      counters.tasksCancelled + leaks.count { $0.inspection?.isCancelled ?? false })
    scheduler(&usage, .tasksLeaked, leaks.count)
    scheduler(&usage, .tasksPeakLive, records[0].peakLive)
    scheduler(&usage, .jobsEnqueued, counters.jobsEnqueued)
    scheduler(&usage, .jobsRun, counters.jobsRun)
    scheduler(
      &usage, .continuationsLeaked,
      usage.leakedTasks.count { $0.waitsFor == .continuation })
    if usage.leakedTasks.contains(where: { $0.waitsFor == .unknown }) {
      usage.figures[.continuationsLeaked] = .unavailable(
        reason: "a function of the runtime that waits has no name, so it may be `Task.sleep`")
    }
    scheduler(&usage, .queuePeakDepth, records[0].peakQueued)
    let switches = gate(
      ledger, [.scheduler, .switches],
      otherwise: "the runtime's function that hops cannot be interposed")
    switches(&usage, .hops, counters.hops)
    let threads = gate(
      ledger, [.scheduler, .threads], otherwise: "`pthread_create` cannot be interposed")
    threads(&usage, .threadsCreated, counters.threadsCreated)
    threads(&usage, .threadsPeak, records[0].threadsPeak)
    threads(&usage, .threadsLeaked, usage.leakedThreads.count)
    addHeap(to: &usage, ledger: ledger, counters: counters, end: end)
    addProcess(to: &usage, end: end)
    if hasDetail { usage.callSites = completed(callSites(), to: usage.figures) }
    return usage
  }

  private static let staticRuntime = "the Swift runtime is linked statically"

  private typealias Setter = (inout Usage, Metric, Int) -> Void

  /// Returns a function that sets a figure when a capability is there, and the reason otherwise.
  private func gate(
    _ ledger: Ledger, _ needed: Ledger.Capabilities, otherwise reason: String
  ) -> Setter {
    let reason =
      if ledger.capabilities.contains(.forked) {
        "nothing is counted in a forked child"
      } else if ledger.capabilities.contains(.off) {
        "the probe is switched off (TIDEMARK=off)"
      } else if ledger.capabilities.contains(.sanitizer),
        !needed.isDisjoint(with: [.heap, .threads])
      {
        "a sanitizer owns the allocator and thread creation"
      } else if ledger.capabilities.contains(.staticRuntime) {
        Self.staticRuntime
      } else if ledger.capabilities.contains(.unknownLayout) {
        "the concurrency runtime's layout is not the one that is known"
      } else if scope == Ledger.unattributed {
        "there was no room for another measurement"
      } else {
        reason
      }
    let isThere =
      ledger.capabilities.isSuperset(of: needed) && scope != Ledger.unattributed
      && !ledger.capabilities.contains(.off)
    return { usage, metric, value in
      usage.figures[metric] = isThere ? .measured(value) : .unavailable(reason: reason)
    }
  }

  private func addHeap(to usage: inout Usage, ledger: Ledger, counters: Counters, end: End?) {
    let heap = gate(
      ledger, [.scheduler, .heap], otherwise: "the heap hooks are not linked")
    heap(&usage, .heapAllocations, counters.allocations)
    heap(&usage, .heapBytesAllocated, counters.bytesAllocated)
    heap(&usage, .heapPeakBytes, max((end?.peakBytes ?? 0) - start.liveBytes, 0))
    if !ranAlone { usage.share(.heapPeakBytes) }
    let objects = gate(
      ledger, [.scheduler, .objects],
      otherwise: "the runtime's function that allocates objects cannot be interposed")
    objects(&usage, .objectsAllocated, counters.objectsAllocated)
    let threads = gate(
      ledger, [.scheduler, .threads], otherwise: "`pthread_create` cannot be interposed")
    // What has no owner may have gone by now, unless the owner has done other work since.
    let last = end.flatMap { $0.hasReturned ? $0.process : nil }
    let process = (last ?? .now()).since(start.process)
    threads(&usage, .threadsPool, process.poolThreads)
    usage.share(.threadsPool)
    let leaks = gate(
      ledger, [.scheduler, .heap, .objects], otherwise: "the heap hooks are not linked")
    // A test that ran alone may claim what has no owner, such as blocks on Dispatch's queues.
    let (blocks, bytes) =
      ranAlone ? (max(process.unattributedBlocks, 0), max(process.unattributedBytes, 0)) : (0, 0)
    leaks(&usage, .heapLeakedBlocks, max(counters.blocksHeld, 0) + blocks)
    leaks(&usage, .heapLeakedBytes, max(counters.bytesHeld, 0) + bytes)
    leaks(&usage, .objectsLeaked, max(counters.objectsHeld, 0))
    guard ledger.losses.heapBlocks > start.losses.heapBlocks else { return }
    for metric in [Metric.heapLeakedBlocks, .heapLeakedBytes, .objectsLeaked] {
      usage.figures[metric] = .unavailable(reason: "there was no room to keep whose blocks are")
    }
  }

  private func addProcess(to usage: inout Usage, end: End?) {
    guard let end else { return }
    let from = start.reading
    let to = end.reading
    func add(_ metric: Metric, _ value: Int?, _ reason: String = "") {
      guard let value else {
        usage.figures[metric] = .unavailable(reason: reason)
        return
      }
      usage.figures[metric] = ranAlone ? .measured(value) : .shared(value)
    }
    // Dispatch opens descriptors for itself, which only its own code range tells from the work's.
    let isStatic = ledger?.capabilities.contains(.staticRuntime) ?? false
    if start.descriptors == nil {
      let reason = "the process's files were not looked at"
      add(.filesLeaked, nil, reason)
      add(.memoryResidentPeak, nil, reason)
    } else {
      add(.filesLeaked, isStatic ? nil : usage.leakedFiles.count, Self.staticRuntime)
      add(.memoryResidentPeak, end.residentPeak, "the kernel does not tell the resident set's peak")
    }
    add(.faultsMinor, to.faultsMinor - from.faultsMinor)
    add(.faultsMajor, to.faultsMajor - from.faultsMajor)
    add(.cpuUser, to.cpuUser - from.cpuUser)
    add(.cpuSystem, to.cpuSystem - from.cpuSystem)
    add(.switchesVoluntary, to.switchesVoluntary - from.switchesVoluntary)
    add(.switchesInvoluntary, to.switchesInvoluntary - from.switchesInvoluntary)
    usage.figures[.timeWall] = .measured(to.time - from.time)
    let waited = end.runQueue.flatMap { end in start.runQueue.map { max(end - $0, 0) } }
    add(.timeRunQueue, waited, "it takes a file a thread: set TIDEMARK_RUN_QUEUE=1")
  }

  private func losses(_ ledger: Ledger) -> [Loss] {
    let lost = ledger.losses.since(start.losses)
    return [
      Loss(
        what: "measured scopes, as too many earlier ones have left tasks or threads behind",
        count: lost.scopes),
      Loss(what: "events of threads without a record", count: lost.threads),
      Loss(what: "counter blocks", count: lost.blocks),
      Loss(what: "task records", count: lost.tasks),
      Loss(what: "tasks of an unexpected layout", count: lost.layout),
    ].filter { $0.count > 0 }
  }
}

extension Usage {
  /// Marks a figure as the whole process's, since other work ran beside.
  mutating func share(_ metric: Metric) {
    if case .measured(let value) = figures[metric] { figures[metric] = .shared(value) }
  }
}
