import TidemarkLive

/// The tasks as a tree.
struct TaskTreeDrawing {
  var look: Look
  var model: Model

  func draw(in area: Area, on grid: inout Grid) {
    guard let list = model.tasks else {
      return NoTasks(look: look, model: model).draw(in: area, on: &grid)
    }
    let rows = model.tree.rows
    let order =
      list.unavailable["parent"] == nil
      ? "each below its parent" : "whose parents are not known: 5 says why"
    let text = "\(list.liveText(look)) live tasks, \(order)"
    let height = max(area.height - 1, 0)
    let selected = min(model.view.row, max(rows.count - 1, 0))
    let offset = max(min(selected - height / 2, rows.count - height), 0)
    let shown = offset..<min(offset + height, rows.count)
    let note =
      shown.count < rows.count
      ? "\(TaskTable.rows(shown, look)) of \(Units.grouped(rows.count))" : ""
    let room = area.width - (note.isEmpty ? 0 : note.columns + 2)
    grid.put(text.fitted(room, look.marks), x: area.x, y: area.y, style: .bold)
    grid.put(note, endingAt: area.maxX, y: area.y, style: .dim)
    for (index, row) in rows.dropFirst(offset).prefix(height).enumerated() {
      let y = area.y + 1 + index
      draw(row, in: Area(x: area.x, y: y, width: area.width, height: 1), on: &grid)
      if offset + index == selected {
        grid.paint(Area(x: area.x, y: y, width: area.width, height: 1), style: .reversed)
      }
    }
  }

  private func draw(_ row: TaskTree.Row, in area: Area, on grid: inout Grid) {
    let task = row.task
    var prefix = ""
    // Roots need no branch.
    for (level, hasMore) in row.trunk.enumerated().suffix(min(row.depth, TaskTree.levels)) {
      let isOwn = level == row.trunk.count - 1
      prefix +=
        isOwn
        ? (hasMore ? look.marks.branch : look.marks.lastBranch)
        : (hasMore ? look.marks.trunk : "   ")
    }
    // A deep chain keeps its end in sight.
    let room = area.width / 2
    if prefix.columns > room { prefix = look.marks.ellipsis + String(prefix.suffix(room - 1)) }
    var x = grid.put(prefix, x: area.x, y: area.y, style: .dim)
    if row.count > 1 {
      x = grid.put(
        "\(Units.grouped(row.count)) \(look.marks.times) ", x: x, y: area.y, style: .bold)
      x = grid.put(
        (task.name.map { $0.prefix { !$0.isNumber } + look.marks.ellipsis } ?? "unnamed")
          .fitted(room, look.marks), x: x, y: area.y)
    } else {
      let ink = task.id == 0 ? Ink.normal : .identity(task.id)
      x = grid.put(
        task.id == 0 ? look.marks.absent : "#\(task.id)", x: x, y: area.y, style: .ink(ink))
      let name = task.name.map { " \($0)" } ?? ""
      x = grid.put(name.fitted(min(room, area.maxX - x), look.marks), x: x, y: area.y)
    }
    let short = (task.state?.rawValue ?? look.marks.absent) + (task.isCancelled ? "!" : "")
    let words = ["  \(kind(task))\(state(task))", "  \(state(task))", "  \(short)"]
    let state = words.first { x + $0.columns <= area.maxX } ?? words[2]
    x = grid.put(
      state.fitted(area.maxX - x, look.marks), x: x, y: area.y, style: stateStyle(task))
    let age = "  " + look.units.duration(Double(task.age))
    if row.count == 1, x + age.columns <= area.maxX {
      x = grid.put(age, x: x, y: area.y, style: .dim)
    }
    let place = task.place ?? ""
    if x + place.columns + 2 <= area.maxX {
      grid.put(place, endingAt: area.maxX, y: area.y, style: .dim)
    }
  }

  private func kind(_ task: TaskDescription) -> String {
    switch task.kind {
    case .asyncLet: "async let, "
    case .groupChild: "of a group, "
    case .unstructured, nil: ""
    }
  }

  private func state(_ task: TaskDescription) -> String {
    let state = task.state?.rawValue ?? look.marks.absent
    let wait = TaskColumn.wait(of: task).map { ", waits for \($0)" } ?? ""
    return state + wait + (task.isCancelled ? ", cancelled" : "")
  }

  private func stateStyle(_ task: TaskDescription) -> Style {
    switch task.state {
    case .running: .ink(.good)
    case .enqueued: .ink(.warning)
    default: .plain
    }
  }
}
