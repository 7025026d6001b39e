import TidemarkBaselines
import TidemarkLive

/// The tasks of a process by what they did between two looks, and its executors.
struct TopTable {
  /// What the tasks are sorted by.
  enum Order: String, CaseIterable {
    case running
    case queued
    case runs
    case hops
    case age
  }

  /// One task, with what it did a second.
  struct Row: Hashable {
    /// Where the task is in the list.
    var index: Int
    var age: Int64
    /// The part of the time on a thread, and in a queue; nil where no times were taken.
    var running: Double?
    var queued: Double?
    var runs: Double?
    var hops: Double?
  }

  private var rows: [Row]
  private let snapshot: Snapshot
  private let tasks: TaskList

  /// Compares two looks.
  init(from earlier: TaskList, to later: TaskList, _ snapshot: Snapshot, by order: Order) {
    self.snapshot = snapshot
    tasks = later
    var before = EarlierTimes(earlier.tasks)
    let interval = Double(later.time) - Double(earlier.time)
    rows = later.tasks.indices.map { index in
      var row = Row(index: index, age: later.tasks[index].age)
      guard let now = later.tasks[index].times else { return row }
      // What was not there yet, or not looked at since, did in its own time what it did.
      let known = before.times(of: later.tasks[index])
      let old = known.flatMap { $0.observed <= now.observed ? $0 : nil }
      let elapsed = old == nil ? Double(now.observed) : interval
      guard elapsed > 0 else { return row }
      func part(_ now: Double, _ old: Double?) -> Double { max(now - (old ?? 0), 0) / elapsed }
      row.running = min(part(Double(now.running), old.map { Double($0.running) }), 1)
      row.queued = min(part(Double(now.queued), old.map { Double($0.queued) }), 1)
      row.runs = part(Double(now.runs), old.map { Double($0.runs) }) * 1e9
      row.hops = part(Double(now.hops), old.map { Double($0.hops) }) * 1e9
      return row
    }
    rows.sort { Self.key($0, order) > Self.key($1, order) }
  }

  /// Returns the lines, none of them longer than a number of cells but those that give reasons.
  func lines(limit: Int, width: Int) -> [String] {
    var lines = [TextMeasure.truncated(title, to: width), ""]
    lines += executors.lines(width: width)
    if tasks.total == 0 { return lines + ["", tasks.unavailable["tasks"] ?? "no live tasks"] }
    var table = TextTable([
      ("TASK", .right), ("STATE", .left), ("EXECUTOR", .left), ("RUN%", .right),
      ("QUEUE%", .right), ("RUNS/s", .right), ("HOPS/s", .right), ("AGE", .right),
      ("NAME", .left),
    ])
    for row in rows.prefix(limit) {
      let task = tasks.tasks[row.index]
      table.add([
        task.idText, Self.state(task), TextMeasure.truncated(task.executorName ?? "-", to: 14),
        FigureFormat.percent(row.running), FigureFormat.percent(row.queued),
        FigureFormat.rate(row.runs), FigureFormat.rate(row.hops),
        FigureFormat.age(nanoseconds: task.age), task.name ?? task.creation.first?.function ?? "-",
      ])
    }
    lines += [""] + table.lines(width: width)
    let rest = tasks.total - min(limit, rows.count)
    if rest > 0 { lines.append("… and \(FigureText.counted(rest, "more task"))") }
    // What has to be done stands at the end of a reason, so that nothing is cut off.
    return lines + remarks
  }

  private var title: String {
    let figures = snapshot.figures
    return "\(BaselineText.printable(snapshot.process.name)) (\(snapshot.process.pid))  "
      + "tasks \(FigureFormat.count(figures.tasksLive))  "
      + "running \(FigureFormat.count(figures.tasksRunning))  "
      + "queued \(FigureFormat.count(figures.tasksEnqueued))  "
      + "suspended \(FigureFormat.count(figures.tasksSuspended))"
      + (snapshot.process.isStopped ? "  (stopped)" : "")
  }

  private var executors: TextTable {
    var table = TextTable([
      ("KIND", .left), ("QUEUED", .right), ("RUNNING", .right), ("EXECUTOR", .left),
    ])
    let busy = snapshot.executors.sorted {
      ($0.queued, $0.running ?? 0) > ($1.queued, $1.running ?? 0)
    }
    for executor in busy.prefix(8) {
      table.add([
        executor.kind.rawValue, FigureFormat.count(executor.queued),
        FigureFormat.count(executor.running), executor.name,
      ])
    }
    return table
  }

  /// What was lost, and why something is absent.
  private var remarks: [String] {
    let lost = tasks.losses.filter { $0.value > 0 }.sorted { $0.key < $1.key }
    return lost.map { "lost: \($0.key) \(FigureText.count($0.value))" }
      + (snapshot.spread.map { [$0] } ?? []) + Absences.lines(tasks.unavailable)
  }

  private static func state(_ task: TaskDescription) -> String {
    let state = task.state?.rawValue ?? "-"
    return task.waitsFor.map { "waits: \($0.rawValue)" } ?? state
  }

  private static func key(_ row: Row, _ order: Order) -> Double {
    switch order {
    case .running: row.running ?? -1
    case .queued: row.queued ?? -1
    case .runs: row.runs ?? -1
    case .hops: row.hops ?? -1
    case .age: Double(row.age)
    }
  }
}

/// What tasks did up to an earlier look.
///
/// Lists have their tasks in one order, so that most are found where they are expected.
private struct EarlierTimes {
  private let tasks: [TaskDescription]
  private var next = 0
  private lazy var indexes = Self.indexes(of: tasks)

  /// What tells a task from a later one with the same memory.
  private struct Identity: Hashable {
    var id: UInt64
    var address: UInt64

    init(_ task: TaskDescription) {
      id = task.id
      address = task.address
    }
  }

  init(_ tasks: [TaskDescription]) { self.tasks = tasks }

  private static func indexes(of tasks: [TaskDescription]) -> [Identity: Int] {
    var indexes: [Identity: Int] = [:]
    for index in tasks.indices where tasks[index].times != nil {
      indexes[Identity(tasks[index])] = index
    }
    return indexes
  }

  mutating func times(of task: TaskDescription) -> TaskDescription.Times? {
    while next < tasks.count, tasks[next].times == nil { next += 1 }
    let isNext =
      next < tasks.count && tasks[next].id == task.id && tasks[next].address == task.address
    guard let index = isNext ? next : indexes[Identity(task)] else { return nil }
    next = index + 1
    return tasks[index].times
  }
}
