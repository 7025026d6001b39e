import TidemarkBaselines
import TidemarkLive

/// Draws a look at a process as text.
enum SnapshotText {
  static func lines(_ snapshot: Snapshot, width: Int) -> [String] {
    let process = snapshot.process
    let age = FigureFormat.age(nanoseconds: snapshot.wallTime - process.started)
    let stopped = process.isStopped ? ", stopped" : ""
    let processors = process.processors == 1 ? "1 processor" : "\(process.processors) processors"
    var lines = [
      "\(process.name) (\(process.pid)), \(process.user), up \(age)\(stopped), \(processors)",
      process.path, "",
    ].map(BaselineText.printable)
    lines += figures(snapshot.figures, width: width)
    lines += snapshot.spread.map { [$0] } ?? []
    lines.append("")
    lines += executors(snapshot.executors, width: width)
    lines.append("")
    lines += workers(snapshot.workers, width: width)
    let lost = snapshot.losses.sorted { $0.key < $1.key }
    if !lost.isEmpty {
      lines.append("")
      lines += lost.map {
        "lost: \(FigureText.count($0.value)) \($0.key), for which there was no room"
      }
    }
    let absences = Absences.lines(snapshot.unavailable)
    return lines + (absences.isEmpty ? [] : [""]) + absences
  }

  private static func figures(_ figures: Figures, width: Int) -> [String] {
    var table = TextTable([("", .left), ("", .right), ("", .left), ("", .right)])
    let seconds: (Int?) -> String = {
      $0.map { FigureText.fixed(Double($0) / 1e9, decimals: 2) + " s" } ?? FigureFormat.none
    }
    let count = FigureFormat.exact
    let bytes = FigureFormat.bytes
    let rows: [(String, String, String, String)] = [
      ("tasks", count(figures.tasksLive), "created", count(figures.tasksCreated)),
      ("running", count(figures.tasksRunning), "completed", count(figures.tasksCompleted)),
      ("enqueued", count(figures.tasksEnqueued), "cancelled", count(figures.tasksCancelled)),
      ("suspended", count(figures.tasksSuspended), "jobs enqueued", count(figures.jobsEnqueued)),
      ("sleeping", count(figures.timersPending), "jobs run", count(figures.jobsRun)),
      ("threads", count(figures.threads), "hops", count(figures.hops)),
      ("pool threads", count(figures.poolThreads), "started", count(figures.poolThreadsCreated)),
      ("heap", bytes(figures.heapInUse), "user time", seconds(figures.cpuUser)),
      ("resident", bytes(figures.resident), "system time", seconds(figures.cpuSystem)),
    ]
    for row in rows { table.add([row.0, row.1, "  " + row.2, row.3]) }
    return Array(table.lines(width: width).dropFirst())
  }

  private static func executors(_ executors: [ExecutorDescription], width: Int) -> [String] {
    var table = TextTable([
      ("EXECUTOR", .left), ("KIND", .left), ("QUEUED", .right), ("RUNNING", .right),
    ])
    for executor in executors {
      table.add([
        executor.name, executor.kind.rawValue, FigureFormat.exact(executor.queued),
        FigureFormat.exact(executor.running),
      ])
    }
    return table.lines(width: width)
  }

  private static func workers(_ workers: [Worker], width: Int) -> [String] {
    var table = TextTable([
      ("THREAD", .right), ("KIND", .left), ("RUNS TASK", .right), ("NAME", .left),
    ])
    for worker in workers {
      table.add([
        "\(worker.thread)", worker.kind.rawValue, worker.task.map { "\($0)" } ?? "-", worker.name,
      ])
    }
    return table.lines(width: width)
  }
}
