import TidemarkLive

/// How a list of tasks is shown as a table.
struct TaskOrder: Hashable, Sendable {
  var column: TaskColumn = .age
  var isDescending = true
  var filter = ""

  mutating func choose(_ column: TaskColumn) {
    self.column = column
    isDescending = column.isDescending
  }

  /// Chooses the next column to the right or to the left.
  mutating func next(_ steps: Int) {
    let count = TaskColumn.allCases.count
    let index = (column.rawValue + steps + count) % count
    if let column = TaskColumn(rawValue: index) { choose(column) }
  }
}

/// The tasks of a list that pass a filter, in an order.
struct TaskTable: Sendable {
  private(set) var rows: [TaskDescription] = []
  /// How many digits the longest id has.
  private(set) var digits = 0
  /// For how long times have been taken, of the first task that has any.
  private(set) var observed: Int64?
  private var key: Key?

  private struct Key: Hashable {
    var time: Int64
    var order: TaskOrder
  }

  /// Sorts and filters, unless it is the same list in the same order as before.
  mutating func update(_ list: TaskList?, _ order: TaskOrder) {
    guard let list else {
      rows = []
      observed = nil
      key = nil
      return
    }
    let key = Key(time: list.time, order: order)
    guard key != self.key else { return }
    self.key = key
    observed = list.tasks.lazy.compactMap(\.times?.observed).first
    rows = Self.rows(list.tasks, order)
    digits = String(rows.lazy.map(\.id).max() ?? 0).count
  }

  static func rows(_ tasks: [TaskDescription], _ order: TaskOrder) -> [TaskDescription] {
    let words = order.filter.lowercased().split(separator: " ").map(String.init)
    let kept = words.isEmpty ? tasks : tasks.filter { matches($0, words) }
    // Tasks that are alike keep the order of their ids, whatever the order of the column.
    return kept.sorted { left, right in
      guard let isLess = order.column.isLess(left, right) else { return left.id < right.id }
      return isLess != order.isDescending
    }
  }

  /// Returns whether each word is somewhere in what the table says of a task.
  private static func matches(_ task: TaskDescription, _ words: [String]) -> Bool {
    let text = [
      "\(task.id)", task.name ?? "", task.state?.rawValue ?? "",
      task.isCancelled ? "cancelled" : "", TaskColumn.wait(of: task) ?? "",
      task.executorName ?? "", TaskColumn.priority(of: task) ?? "", task.place ?? "",
      task.creation.first?.function ?? "",
    ].joined(separator: "\n").lowercased()
    return words.allSatisfy { text.contains($0) }
  }

  /// What says which rows are on the screen.
  static func rows(_ shown: Range<Int>, _ look: Look) -> String {
    "rows \(Units.grouped(shown.lowerBound + 1))\(look.marks.upTo)\(Units.grouped(shown.upperBound))"
  }

  /// The index of a task's row.
  func index(of address: UInt64?) -> Int? {
    address.flatMap { address in rows.firstIndex { $0.address == address } }
  }
}
