import TidemarkLive

/// How many tasks wait for each executor, and for a timer.
struct QueuesDrawing {
  var look: Look
  var model: Model

  func draw(_ snapshot: Snapshot, in area: Area, on grid: inout Grid) {
    guard area.height > 1 else { return }
    let label = min(max(area.width / 3, 16), 32)
    grid.put("Queues", x: area.x, y: area.y, style: .bold)
    let timers = snapshot.figures.timersPending.map { "\($0) pending" } ?? look.marks.absent
    let heading = "waiting  running"
    let end = grid.put(heading, x: area.x + label, y: area.y, style: .dim)
    var title = "timers \(timers)"
    // In slow motion the queues are those of a look that lies a little before.
    let age = model.position - snapshot.time
    if age > 0, model.view.isSlow {
      title = "\(look.units.duration(Double(age))) before" + "  " + title
    }
    if end + 2 + title.columns <= area.maxX {
      grid.put(title, endingAt: area.maxX, y: area.y, style: .bold)
    }
    let executors = snapshot.executors.sorted { Self.order($0) < Self.order($1) }
    guard !executors.isEmpty else {
      let reason = snapshot.unavailable["executors"] ?? "the process does not say"
      grid.put(
        "not shown: \(reason)".fitted(area.width, look.marks), x: area.x, y: area.y + 1, style: .dim
      )
      return
    }
    let rows = area.height - 1
    let isCut = executors.count > rows
    let most = executors.map(\.queued).max() ?? 0
    for (index, executor) in executors.prefix(isCut ? rows - 1 : rows).enumerated() {
      let y = area.y + 1 + index
      let style = Style(
        ink: model.view.isColouredByExecutor ? .identity(executor.identity) : .normal)
      grid.put(
        Self.title(executor).fitted(label - 1, look.marks), x: area.x, y: y, style: style)
      grid.put("\(executor.queued)", endingAt: area.x + label + 7, y: y, style: .bold)
      grid.put("\(executor.running)", endingAt: area.x + label + 16, y: y)
      let room = area.maxX - (area.x + label + 18)
      bar(executor.queued, most: most, x: area.x + label + 18, y: y, room: room, style, on: &grid)
    }
    if isCut {
      let hidden = executors.dropFirst(rows - 1)
      let waiting = hidden.reduce(0) { $0 + $1.queued }
      grid.put(
        "\(look.marks.ellipsis) \(hidden.count) more executors, \(waiting) waiting", x: area.x,
        y: area.maxY - 1, style: .dim)
    }
  }

  private static func title(_ executor: ExecutorDescription) -> String {
    switch executor.kind {
    case .global: "global (the pool)"
    case .main: "main actor"
    case .actor: "actor \(executor.name)"
    case .custom: "executor \(executor.name)"
    }
  }

  /// The global executor and the main actor first, then who has the most to do.
  private static func order(_ executor: ExecutorDescription) -> (Int, Int, String, UInt64) {
    let kind =
      switch executor.kind {
      case .global: 0
      case .main: 1
      case .actor, .custom: 2
      }
    return (kind, -executor.queued, executor.name, executor.identity)
  }

  /// One mark for each task that waits, or a bar where there are too many.
  private func bar(
    _ queued: Int, most: Int, x: Int, y: Int, room: Int, _ style: Style, on grid: inout Grid
  ) {
    guard queued > 0, room > 0 else { return }
    let length = most <= room ? queued : max(queued * room / most, 1)
    let mark = String(look.marks.shades[look.marks.shades.count - 2])
    grid.put(String(repeating: mark, count: min(length, room)), x: x, y: y, style: style)
  }
}
