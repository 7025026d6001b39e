import TidemarkBaselines
import TidemarkLive

/// All tasks of a process in words, those that are alike once: what they do, where they go on when they
/// are suspended, and where they were created.
struct TaskDump {
  var snapshot: Snapshot
  var tasks: TaskList
  /// The package's root, which paths are shortened by.
  var root: String

  /// How many frames of a stack are told.
  private static let depth = 12

  private struct Group: Hashable {
    var what: String
    var stack: [String]
    var creation: [String]
  }

  /// Returns the lines, those that stand for most tasks first.
  func lines() -> [String] {
    let process = snapshot.process
    var lines = [
      "\(process.name) (\(process.pid)): \(FigureText.counted(tasks.total, "live task"))"
    ]
    let pool = snapshot.workers.filter { $0.kind == .pool || $0.kind == .main }
    let busy = pool.filter { $0.task != nil }
    lines.append(
      "  \(busy.count) of \(FigureText.counted(pool.count, "thread")) of the pool and the main one "
        + "run a task")
    for worker in busy {
      lines.append(
        "    thread \(worker.thread) runs task \(worker.task ?? 0)"
          + (name(of: worker.task).map { " '\($0)'" } ?? ""))
    }
    let groups = Dictionary(grouping: tasks.tasks, by: group).sorted { left, right in
      left.value.count == right.value.count
        ? (left.value.first?.id ?? 0) < (right.value.first?.id ?? 0)
        : left.value.count > right.value.count
    }
    for (group, members) in groups {
      let names = members.prefix(3).map { task in
        task.idText + (task.name.map { " '\($0)'" } ?? "")
      }
      let more = members.count > 3 ? ", …" : ""
      let count = members.count == 1 ? "task" : "\(members.count) tasks:"
      lines.append("  \(count) \(names.joined(separator: ", "))\(more) \(group.what)")
      lines += group.stack.map { "    at \($0)" }
      lines += group.creation.prefix(1).map { "    created at \($0)" }
    }
    lines += Absences.lines(tasks.unavailable).map { "  " + $0 }
    for (what, count) in tasks.losses.sorted(by: { $0.key < $1.key }) {
      lines.append("  lost: \(count) \(what)")
    }
    return lines.map(BaselineText.printable)
  }

  private func name(of task: UInt64?) -> String? {
    task.flatMap { id in tasks.tasks.first { $0.id == id }?.name }
  }

  private func group(_ task: TaskDescription) -> Group {
    var words = [task.state?.rawValue ?? "in an unknown state"]
    switch task.waitsFor {
    case .sleep?: words.append("sleeps")
    case let wait?:
      words.append("waits for a \(wait.rawValue)" + (task.waitsForTask.map { " \($0)" } ?? ""))
    case nil: break
    }
    if let executor = task.executorName { words.append("on \(executor)") }
    if task.isCancelled { words.append("cancelled") }
    return Group(
      what: words.joined(separator: ", "), stack: (task.stack ?? []).prefix(Self.depth).map(place),
      creation: task.creation.map(place))
  }

  private func place(_ frame: Frame) -> String {
    guard let file = frame.file else { return frame.function }
    let path = file.hasPrefix("\(root)/") ? String(file.dropFirst(root.count + 1)) : file
    return "\(frame.function) (\(path)\(frame.line.map { ":\($0)" } ?? ""))"
  }
}
