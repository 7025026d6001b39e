import TidemarkLive

/// A column of the table of tasks.
enum TaskColumn: Int, Hashable, Sendable, CaseIterable {
  case id, name, state, waits, executor, priority, age
  case running, queued, waiting, runs, hops, created

  /// In the order in which columns are given up where there is no room for all.
  static let byImportance: [TaskColumn] = [
    .id, .name, .state, .age, .created, .waits, .executor, .running, .runs, .queued, .waiting,
    .hops, .priority,
  ]

  var title: String {
    switch self {
    case .id: "ID"
    case .name: "NAME"
    case .state: "STATE"
    case .waits: "WAITS FOR"
    case .executor: "EXECUTOR"
    case .priority: "PRIORITY"
    case .age: "AGE"
    case .running: "RUNNING"
    case .queued: "QUEUED"
    case .waiting: "WAITING"
    case .runs: "RUNS"
    case .hops: "HOPS"
    case .created: "CREATED AT"
    }
  }

  /// The columns of the screen that it takes, at least.
  var width: Int {
    switch self {
    case .id: 7
    case .name: 12
    case .state: 10
    case .waits: 13
    case .executor: 13
    case .priority: 10
    case .age: 10
    case .running, .queued, .waiting: 9
    case .runs: 7
    case .hops: 6
    case .created: 18
    }
  }

  var isNumber: Bool {
    switch self {
    case .id, .age, .running, .queued, .waiting, .runs, .hops: true
    default: false
    }
  }

  /// Whether the greatest comes first when the column is chosen.
  var isDescending: Bool { isNumber && self != .id }

  /// Returns the columns that fit, in their own order, with the room that is left given to some.
  ///
  /// - Parameter digits: How many the longest id has.
  static func fitting(_ width: Int, digits: Int = 0) -> [(column: TaskColumn, width: Int)] {
    let id = max(digits, TaskColumn.id.width)
    var left = width - (id - TaskColumn.id.width)
    var chosen: [TaskColumn] = []
    for column in byImportance where column.width + (chosen.isEmpty ? 0 : 1) <= left {
      left -= column.width + (chosen.isEmpty ? 0 : 1)
      chosen.append(column)
    }
    return allCases.filter(chosen.contains).map { column in
      switch column {
      case .id: (column, id)
      case .name: (column, column.width + left / 3)
      case .created: (column, column.width + left - left / 3)
      default: (column, column.width)
      }
    }
  }
}
