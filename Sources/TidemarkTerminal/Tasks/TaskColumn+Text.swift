import TidemarkLive

extension TaskColumn {
  /// Returns what the column says of a task.
  func text(_ task: TaskDescription, _ look: Look) -> String {
    let absent = look.marks.absent
    func time(_ value: KeyPath<TaskDescription.Times, Int64>) -> String {
      task.times.map { look.units.duration(Double($0[keyPath: value])) } ?? absent
    }
    func number(_ value: KeyPath<TaskDescription.Times, Int>) -> String {
      task.times.map { look.units.count(Double($0[keyPath: value])) } ?? absent
    }
    switch self {
    case .id: return task.id == 0 ? absent : "\(task.id)"
    case .name: return task.name ?? ""
    case .state: return (task.state?.rawValue ?? absent) + (task.isCancelled ? "!" : "")
    case .waits: return Self.wait(of: task) ?? ""
    case .executor: return task.executorName ?? absent
    case .priority: return Self.priority(of: task) ?? absent
    case .age: return look.units.duration(Double(task.age))
    case .running: return time(\.running)
    case .queued: return time(\.queued)
    case .waiting: return time(\.waiting)
    case .runs: return number(\.runs)
    case .hops: return number(\.hops)
    case .created: return task.place ?? absent
    }
  }

  /// Returns whether one task comes before another by the column, the least first.
  func isLess(_ left: TaskDescription, _ right: TaskDescription) -> Bool? {
    func compare<Value: Comparable>(_ value: (TaskDescription) -> Value?) -> Bool? {
      switch (value(left), value(right)) {
      case (let left?, let right?): left == right ? nil : left < right
      case (nil, nil): nil
      case (nil, _): true
      case (_, nil): false
      }
    }
    return switch self {
    case .id: compare { $0.id }
    case .name: compare { $0.name }
    case .state: compare { $0.state?.rawValue }
    case .waits: compare { $0.waitsFor?.rawValue }
    case .executor: compare { $0.executorName }
    case .priority: compare { $0.priority }
    case .age: compare { $0.age }
    case .running: compare { $0.times?.running }
    case .queued: compare { $0.times?.queued }
    case .waiting: compare { $0.times?.waiting }
    case .runs: compare { $0.times?.runs }
    case .hops: compare { $0.times?.hops }
    case .created: compare { $0.place }
    }
  }

  static func wait(of task: TaskDescription) -> String? {
    switch task.waitsFor {
    case .task: task.waitsForTask.map { "task #\($0)" } ?? "a task"
    case .continuation: "continuation"
    case .group: "its group"
    case .sleep: "sleep"
    case nil: nil
    }
  }

  static func priority(of task: TaskDescription) -> String? {
    switch task.priority {
    case 9: "background"
    case 17: "utility"
    case 21: "default"
    case 25: "high"
    case let other?: "\(other)"
    case nil: nil
    }
  }
}

extension TaskDescription {
  /// The file and line of the call that created the task, or the function.
  var place: String? {
    creation.site?.place
  }
}

extension Frame {
  /// `File.swift:12`, or the function where the file is not known.
  var place: String {
    guard let file else { return function }
    let name = file.split(separator: "/").last.map(String.init) ?? file
    return line.map { "\(name):\($0)" } ?? name
  }
}
