import TidemarkBaselines
import TidemarkLive

/// Draws a list of tasks as text.
struct TaskText {
  private let list: TaskList

  init(_ list: TaskList) { self.list = list }

  /// Returns a line for each task, with titles.
  func table(width: Int) -> [String] {
    let hasTimes = list.tasks.contains { $0.times != nil }
    var columns: [(title: String, alignment: TextTable.Alignment)] = [
      ("ID", .right), ("NAME", .left), ("STATE", .left), ("WAITS FOR", .left),
      ("EXECUTOR", .left), ("PRIO", .right), ("AGE", .right),
    ]
    if hasTimes {
      columns += [
        ("RUNNING", .right), ("QUEUED", .right), ("WAITING", .right), ("RUNS", .right),
        ("HOPS", .right),
      ]
    }
    columns.append(("CREATED AT", .left))
    var table = TextTable(columns)
    for task in list.tasks {
      var cells = [
        task.idText, TextMeasure.truncated(task.name ?? "-", to: 24),
        task.thread.map { "running on \($0)" } ?? task.stateText, task.waitText,
        TextMeasure.truncated(task.executorText, to: 24), task.priority.map { "\($0)" } ?? "-",
        FigureFormat.age(nanoseconds: task.age),
      ]
      if hasTimes {
        cells += [
          Self.duration(task.times?.running), Self.duration(task.times?.queued),
          Self.duration(task.times?.waiting), FigureFormat.count(task.times?.runs),
          FigureFormat.count(task.times?.hops),
        ]
      }
      table.add(cells + [task.siteText])
    }
    return table.lines(width: width)
  }

  /// Returns a block of lines for each task, with where it goes on.
  func stacks() -> [String] { list.tasks.flatMap { TaskBlock.lines([$0]) + [""] } }

  /// Returns the same with tasks in one block that do the same thing.
  func groups() -> [String] {
    var groups: [TaskBlock.Key: [TaskDescription]] = [:]
    var order: [TaskBlock.Key] = []
    for task in list.tasks {
      let key = TaskBlock.Key(task)
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(task)
    }
    return order.flatMap { TaskBlock.lines(groups[$0] ?? []) + [""] }
  }

  /// Returns the tasks, each below the one that has it as its child.
  func tree(width: Int) -> [String] {
    let known = Set(list.tasks.map(\.id))
    let children = Dictionary(grouping: list.tasks) { task in
      task.parent.flatMap { known.contains($0) ? $0 : nil }
    }
    var lines: [String] = []
    // A stack of its own, because a tree may be as deep as the program likes.
    var open = (children[nil] ?? []).reversed().map { (task: $0, depth: 0) }
    var isShown: Set<UInt64> = []
    // Whose parents can't be told apart from their children comes last.
    var rest = list.tasks[...]
    while true {
      guard let (task, depth) = open.popLast() ?? rest.popFirst().map({ ($0, 0) }) else { break }
      // Tasks come and go while they are read; no task stands twice.
      guard isShown.insert(task.address).inserted else { continue }
      lines.append(
        TextMeasure.truncated(
          BaselineText.printable(Self.indent(depth) + Self.treeLine(task, known: known)), to: width)
      )
      guard task.id != 0 else { continue }
      open += (children[task.id] ?? []).reversed().map { ($0, depth + 1) }
    }
    return lines
  }

  private static func indent(_ depth: Int) -> String { String(repeating: "  ", count: depth) }

  private static func treeLine(_ task: TaskDescription, known: Set<UInt64>) -> String {
    var words = task.name.map { "\(task.idText) \"\($0)\"" } ?? task.idText
    if task.parent != nil { words += ", " + task.kindText }
    if let parent = task.parent, !known.contains(parent) {
      words += " of task \(parent), which is not listed"
    }
    words += ", " + (task.thread.map { "running on thread \($0)" } ?? task.stateText)
    if task.waitsFor != nil { words += ", waits for \(task.waitText)" }
    if task.state == .enqueued { words += " on \(task.executorText)" }
    return words + ", created at \(task.siteText)"
  }

  /// What the list lacks, and why.
  var remarks: [String] {
    var remarks: [String] = []
    if list.tasks.count < list.total {
      remarks.append("\(list.tasks.count) of \(FigureText.count(list.total)) tasks")
    }
    for (table, count) in list.losses.sorted(by: { $0.key < $1.key }) {
      remarks.append("lost: \(FigureText.count(count)) \(table), for which there was no room")
    }
    return remarks.map(BaselineText.printable) + Absences.lines(list.unavailable)
  }

  private static func duration(_ nanoseconds: Int64?) -> String {
    guard let nanoseconds else { return FigureFormat.none }
    let value = Double(nanoseconds)
    switch nanoseconds {
    case ..<1000: return "\(nanoseconds) ns"
    case ..<1_000_000: return FigureText.fixed(value / 1000, decimals: 1) + " µs"
    case ..<1_000_000_000: return FigureText.fixed(value / 1_000_000, decimals: 1) + " ms"
    case ..<60_000_000_000: return FigureText.fixed(value / 1_000_000_000, decimals: 1) + " s"
    default: return FigureFormat.age(nanoseconds: nanoseconds)
    }
  }
}
