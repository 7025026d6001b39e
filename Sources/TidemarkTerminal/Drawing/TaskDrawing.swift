import TidemarkLive

/// All that is known of one task.
struct TaskDrawing {
  var look: Look
  var model: Model

  func draw(_ address: UInt64, in area: Area, on grid: inout Grid) {
    let now = model.tasks?.tasks.first { $0.address == address }
    guard let task = now ?? detailed(address) else {
      grid.put("This task has ended.", x: area.x + 1, y: area.y + 1)
      return
    }
    var lines: [(String, String)] = [("", title(task))]
    if now == nil { lines.append(("", "it has ended since")) }
    let state =
      (task.state?.rawValue ?? look.marks.absent) + (task.isCancelled ? ", cancelled" : "")
    let wait = TaskColumn.wait(of: task).map { ", waits for \($0)" } ?? ""
    lines.append(("State", state + wait))
    lines.append(("Executor", task.executorName ?? look.marks.absent))
    lines.append(("Priority", TaskColumn.priority(of: task) ?? look.marks.absent))
    lines.append(("Kind", kind(task)))
    lines.append(("Parent", task.parent.map { model.past.names.task($0) } ?? "none known"))
    lines.append(("Age", look.units.duration(Double(task.age))))
    lines += times(task)
    lines += frames("Created at", task.creation, absent: ["not known"])
    // What the stack is of, which was taken at another moment than the list.
    let stopped = detailed(address) ?? task
    lines += frames(
      stopped.state == .running ? "Runs in" : "Goes on at", stopped.stack,
      absent: stackReason(stopped).wrapped(area.width - 12))
    show(lines, in: area, on: &grid)
  }

  /// Draws the lines from the one on to which is scrolled; the title stays.
  private func show(_ lines: [(String, String)], in area: Area, on grid: inout Grid) {
    if let (_, title) = lines.first {
      grid.put(title.fitted(area.width, look.marks), x: area.x, y: area.y, style: .bold)
    }
    let width = area.width - 12
    let rows = lines.dropFirst().flatMap { name, text in
      (text.columns > width ? text.wrapped(width) : [text]).enumerated()
        .map { ($0 == 0 ? name : "", $1) }
    }
    let height = max(area.height - 1, 0)
    let scroll = Scroll(count: rows.count, height: height, offset: model.view.openedRow)
    for (index, row) in rows[scroll.shown].enumerated() {
      let y = area.y + 1 + index
      grid.put(row.0, x: area.x, y: y, style: .dim)
      grid.put(row.1.fitted(width, look.marks), x: area.x + 12, y: y)
    }
    scroll.finish(in: area, on: &grid)
  }

  private func detailed(_ address: UInt64) -> TaskDescription? {
    model.detail?.tasks.first { $0.address == address }
  }

  private func title(_ task: TaskDescription) -> String {
    let id = task.id == 0 ? "Task" : "Task #\(task.id)"
    let address = "0x" + String(task.address, radix: 16)
    return [id, task.name, "at \(address)"].compactMap { $0 }.joined(separator: " ")
  }

  private func kind(_ task: TaskDescription) -> String {
    switch task.kind {
    case .unstructured: "unstructured (Task or Task.detached)"
    case .groupChild: "child of a task group"
    case .asyncLet: "async let"
    case nil: look.marks.absent
    }
  }

  private func times(_ task: TaskDescription) -> [(String, String)] {
    guard let times = task.times else {
      return [("Times", model.tasks?.unavailable["times"] ?? "not taken yet")]
    }
    let units = look.units
    func part(_ value: Int64) -> String {
      let share = times.observed > 0 ? Double(value) / Double(times.observed) * 100 : 0
      return "\(units.duration(Double(value))) (\(units.percent(share)))"
    }
    return [
      ("Observed", units.duration(Double(times.observed))),
      ("  running", part(times.running)), ("  queued", part(times.queued)),
      ("  waiting", part(times.waiting)),
      ("Runs, hops", "\(units.count(Double(times.runs))), \(units.count(Double(times.hops)))"),
    ]
  }

  private func frames(
    _ title: String, _ frames: [Frame]?, absent: [String]
  ) -> [(String, String)] {
    guard let frames, !frames.isEmpty else {
      return absent.enumerated().map { ($0 == 0 ? title : "", $1) }
    }
    return frames.enumerated().map { index, frame in
      let place = frame.file == nil ? frame.image.map { " in \($0)" } ?? "" : "  \(frame.place)"
      return (index == 0 ? title : "", frame.function + place)
    }
  }

  private func stackReason(_ task: TaskDescription) -> String {
    if model.recorded != nil { return "a recording has no stacks" }
    if model.detail == nil {
      if case .ended = model.connection { return "nobody asked while the process was there" }
      return "looking" + look.marks.ellipsis
    }
    if let reason = model.detail?.unavailable["stack"] ?? model.detail?.unavailable["stacks"] {
      return reason
    }
    return switch task.state {
    case .running: "a processor at that moment: only a thread that waits tells its calls"
    case .suspended: "not known"
    default: "only known of a suspended task"
    }
  }
}
