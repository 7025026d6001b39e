import TidemarkBaselines
import TidemarkLive

/// How tasks are put into words, the same in every list.
extension TaskDescription {
  /// The runtime's id, which the task's own memory says.
  var idText: String { id == 0 ? "-" : "\(id)" }

  var stateText: String { state?.rawValue ?? "-" }

  /// What the task waits for: `task 12`, `continuation`.
  var waitText: String {
    guard let waitsFor else { return "-" }
    if waitsFor == .task, let task = waitsForTask { return "task \(task)" }
    return waitsFor.rawValue
  }

  /// Where the task runs or waits for its turn.
  var executorText: String { executorName ?? "-" }

  /// The line that created the task.
  var siteText: String {
    guard let frame = creation.site else { return "-" }
    return frame.place ?? frame.function
  }

  var kindText: String {
    switch kind {
    case .unstructured: "task"
    case .groupChild: "group child"
    case .asyncLet: "async let"
    case nil: "-"
    }
  }
}

extension Frame {
  /// The file's name and the line: `Feed.swift:31`.
  var place: String? {
    guard let file else { return nil }
    let name = file.split(separator: "/").last.map(String.init) ?? file
    return line.map { "\(name):\($0)" } ?? name
  }

  /// The path and the line, else the file of code.
  var location: String {
    guard let file else { return image ?? "" }
    return line.map { "\(file):\($0)" } ?? file
  }
}
