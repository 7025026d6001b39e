import TidemarkLive

/// The table of tasks.
struct TaskTableDrawing {
  var look: Look
  var model: Model

  func draw(in area: Area, on grid: inout Grid) {
    guard let list = model.tasks else {
      return NoTasks(look: look, model: model).draw(in: area, on: &grid)
    }
    let columns = TaskColumn.fitting(area.width, digits: model.table.digits)
    let isOrderShown = columns.contains { $0.column == model.view.order.column }
    let rows = model.table.rows
    let height = max(area.height - 2, 0)
    let selected = model.table.index(of: model.view.selected) ?? 0
    // The selected row stays where it is until it would leave the screen.
    let offset = max(min(selected - height / 2, rows.count - height), 0)
    let shown = offset..<min(offset + height, rows.count)
    summary(list, shown: shown, isOrderShown: isOrderShown, in: area.row(0), on: &grid)
    heading(columns, in: area.row(1), on: &grid)
    for (index, task) in rows.dropFirst(offset).prefix(height).enumerated() {
      let y = area.y + 2 + index
      var x = area.x
      for (column, width) in columns {
        let text = column.text(task, look)
        let fitted =
          column.isNumber
          ? text.fitted(width, look.marks).leftPadded(width) : text.fitted(width, look.marks)
        grid.put(fitted, x: x, y: y, style: Self.style(column, task))
        x += width + 1
      }
      if offset + index == selected {
        grid.paint(
          Area(x: area.x, y: y, width: area.width, height: 1), style: .reversed)
      }
    }
  }

  private func summary(
    _ list: TaskList, shown: Range<Int>, isOrderShown: Bool, in area: Area, on grid: inout Grid
  ) {
    let text = counts(list, shown: shown, isOrderShown: isOrderShown, width: area.width)
    let end = grid.put(text, x: area.x, y: area.y, style: .bold)
    var remarks: [String] = []
    let age = model.position - list.time
    if age > 3 * model.past.interval {
      remarks.append("as of \(look.units.duration(Double(age))) before")
    }
    if let observed = model.table.observed {
      remarks.append("times of the last \(look.units.duration(Double(observed)))")
    } else if let reason = list.unavailable["times"] {
      remarks.append("no times: \(reason)")
    }
    if list.unavailable["id"] != nil || list.unavailable["tasks"] != nil {
      remarks.append("5 says what is not shown, and why")
    }
    guard !remarks.isEmpty else { return }
    let room = area.maxX - end - 2
    while remarks.count > 1, remarks.joined(separator: ", ").columns > room { remarks.removeLast() }
    let remark = remarks.joined(separator: ", ")
    guard remark.columns <= room || room > 40 else { return }
    grid.put(remark.fitted(room, look.marks), endingAt: area.maxX, y: area.y, style: .dim)
  }

  /// How many tasks there are and which of them are on the screen, in the longest words that fit.
  private func counts(
    _ list: TaskList, shown: Range<Int>, isOrderShown: Bool, width: Int
  ) -> String {
    let order = model.view.order
    let count = model.table.rows.count
    var live = "\(list.liveText(look)) live"
    if list.tasks.count < list.total { live += ", \(Units.grouped(list.tasks.count)) listed" }
    if !order.filter.isEmpty { live += ", \(Units.grouped(count)) match" }
    let filter = order.filter.isEmpty ? "" : "  /\(order.filter)"
    let rows = shown.count < count ? TaskTable.rows(shown, look) : nil
    // There is no heading that could carry the mark.
    let sorting = isOrderShown ? "" : "  by \(order.column.title)\(mark)"
    var forms = [live + (rows.map { ", \($0)" } ?? "")]
    if let rows { forms += ["\(rows) of \(Units.grouped(count))", rows] }
    if let form = forms.first(where: { $0.columns + sorting.columns <= width }) {
      let room = width - form.columns - sorting.columns
      return form + (room > 8 ? filter.fitted(room, look.marks) : "") + sorting
    }
    return (forms[forms.count - 1] + sorting).fitted(width, look.marks)
  }

  private func heading(
    _ columns: [(column: TaskColumn, width: Int)], in area: Area, on grid: inout Grid
  ) {
    grid.paint(area, style: .dim)
    var x = area.x
    let order = model.view.order
    for (column, width) in columns {
      let isChosen = column == order.column
      let text = (column.title + (isChosen ? mark : "")).fitted(width, look.marks)
      let style = Style(isBold: isChosen, isDim: !isChosen)
      grid.put(column.isNumber ? text.leftPadded(width) : text, x: x, y: area.y, style: style)
      x += width + 1
    }
  }

  /// Which way the table is sorted.
  private var mark: String {
    model.view.order.isDescending ? look.marks.descending : look.marks.ascending
  }

  private static func style(_ column: TaskColumn, _ task: TaskDescription) -> Style {
    switch (column, task.state) {
    case (.id, _): .ink(task.id == 0 ? .normal : .identity(task.id))
    case (.state, .running): .ink(.good)
    case (.state, .enqueued): .ink(.warning)
    case (.created, _), (.priority, _): .dim
    default: .plain
    }
  }
}

extension TaskList {
  /// How many tasks live, or how many at least where not all are known.
  func liveText(_ look: Look) -> String {
    (unavailable["tasks"] == nil ? "" : look.marks.atLeast + " ") + Units.grouped(total)
  }
}

/// What is said where there is no list of tasks.
struct NoTasks {
  var look: Look
  var model: Model

  func draw(in area: Area, on grid: inout Grid) {
    let isComing = [.connecting, .attached].contains(model.connection)
    let text =
      model.past.lists.isEmpty && isComing
      ? "getting the tasks" + look.marks.ellipsis
      : "no list of tasks was taken at this time; they are kept while this view or the tree is shown"
    for (index, line) in text.wrapped(area.width - 2).prefix(area.height).enumerated() {
      grid.put(line, x: area.x + 1, y: area.y + index, style: .dim)
    }
  }
}
