internal import TidemarkLive

extension MetricFamily {
  /// Returns what the ledger counts of tasks, jobs, threads and allocations.
  static func tasks(_ snapshot: Snapshot) -> [MetricFamily] {
    let figures = snapshot.figures
    var live = MetricFamily(
      "tidemark_tasks_live", .gauge, "Tasks that have been created and have not completed.")
    live.add(figures.tasksLive)
    var states = MetricFamily(
      "tidemark_tasks", .gauge,
      "Live tasks by what they do; their sum is what is live, give or take what changes meanwhile.")
    states.add(figures.tasksRunning, ("state", "running"))
    states.add(figures.tasksEnqueued, ("state", "enqueued"))
    states.add(figures.tasksSuspended, ("state", "suspended"))
    var timers = MetricFamily(
      "tidemark_timers_pending", .gauge, "Tasks that are in Task.sleep.")
    timers.add(figures.timersPending)
    var pool = MetricFamily(
      "tidemark_pool_threads", .gauge, "Threads of the cooperative pool that are alive.")
    pool.add(figures.poolThreads)
    let counters: [(name: String, unit: String?, help: String, value: Int?)] = [
      ("tasks_created", nil, "Tasks created.", figures.tasksCreated),
      ("tasks_completed", nil, "Tasks completed.", figures.tasksCompleted),
      ("tasks_cancelled", nil, "Tasks cancelled.", figures.tasksCancelled),
      ("jobs_enqueued", nil, "Jobs handed to an executor.", figures.jobsEnqueued),
      ("jobs_run", nil, "Jobs that began to run.", figures.jobsRun),
      ("hops", nil, "Changes of a running task to another executor.", figures.hops),
      (
        "threads_created", nil, "Threads that the program's own code started.",
        figures.threadsCreated
      ),
      (
        "pool_threads_created", nil,
        "Workers of Dispatch and of the cooperative pool that were started.",
        figures.poolThreadsCreated
      ),
      ("allocations", nil, "Blocks of memory allocated.", figures.allocations),
      ("allocated_bytes", "bytes", "Bytes of memory allocated.", figures.bytesAllocated),
    ]
    return [live, states, timers, pool]
      + counters.map { counter in
        var family = MetricFamily(
          "tidemark_" + counter.name, .counter, unit: counter.unit, counter.help)
        family.add(counter.value)
        return family
      }
  }

  /// Returns the executors by kind: there may be as many actors as there is memory for.
  static func executors(_ snapshot: Snapshot) -> [MetricFamily] {
    var queued = MetricFamily(
      "tidemark_executor_queued_tasks", .gauge,
      "Tasks that wait for an executor of the kind, give or take what changes while they are read.")
    var running = MetricFamily(
      "tidemark_executor_running_threads", .gauge, "Threads that run on an executor of the kind.")
    var longest = MetricFamily(
      "tidemark_executor_longest_queue_tasks", .gauge,
      "Tasks that wait for the executor of the kind for which most do.")
    guard !snapshot.executors.isEmpty else { return [] }
    let isRunningKnown = !snapshot.executors.contains { $0.running == nil }
    for kind in ExecutorDescription.Kind.allCases {
      let executors = snapshot.executors.filter { $0.kind == kind }
      let label = (name: "executor", value: kind.rawValue)
      queued.add(executors.map(\.queued).clampedSum, label)
      running.add(
        isRunningKnown ? executors.map { $0.running ?? 0 }.clampedSum : nil, label)
      longest.add(executors.map(\.queued).max() ?? 0, label)
    }
    return [queued, longest, running]
  }
}
