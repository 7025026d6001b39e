import TidemarkLive

/// How many tasks wait for each executor, and for a timer.
struct QueuesDrawing {
  var look: Look
  var model: Model

  func draw(_ queues: [Queue], of snapshot: Snapshot, in area: Area, on grid: inout Grid) {
    let label = min(max(area.width / 3, 16), 32)
    guard area.height > 1 else {
      let waiting = Units.grouped(queues.map(\.executor.queued).clampedSum) + " waiting"
      grid.put("Queues", x: area.x, y: area.y, style: .bold)
      grid.put(
        snapshot.executors.isEmpty ? look.marks.absent : waiting, x: area.x + label, y: area.y)
      return
    }
    heading(snapshot, label: label, in: area, on: &grid)
    guard !snapshot.executors.isEmpty else {
      let reason = snapshot.unavailable["executors"] ?? "the process does not say"
      let lines = "not shown: \(reason)".wrapped(area.width)
      for (index, line) in lines.prefix(area.height - 1).enumerated() {
        grid.put(
          line.fitted(area.width, look.marks), x: area.x, y: area.y + 1 + index, style: .dim)
      }
      return
    }
    let rows = area.height - 1
    let isCut = queues.count > rows
    // Where there is no room for all, those with the most to do are shown.
    let shown = isCut ? Self.fullest(queues, count: rows - 1) : queues
    let most = queues.map(\.executor.queued).max() ?? 0
    for (index, queue) in shown.enumerated() {
      draw(queue, label: label, most: most, in: area.row(1 + index), on: &grid)
    }
    if isCut {
      let hidden = queues.filter { !shown.contains($0) }
      let waiting = hidden.map(\.executor.queued).clampedSum
      grid.put(
        "\(look.marks.ellipsis) \(hidden.count) more executors, \(waiting) waiting", x: area.x,
        y: area.maxY - 1, style: .dim)
    }
  }

  private func heading(
    _ snapshot: Snapshot, label: Int, in area: Area, on grid: inout Grid
  ) {
    grid.put("Queues", x: area.x, y: area.y, style: .bold)
    let names = ["waiting", "  running", "  most in 10 s"].prefix(Self.columns(area.width - label))
    let end = grid.put(names.joined(), x: area.x + label, y: area.y, style: .dim)
    for title in titles(snapshot) where end + 2 + title.columns <= area.maxX {
      grid.put(title, endingAt: area.maxX, y: area.y, style: .bold)
      return
    }
  }

  /// What stands beside the titles, the longest first.
  private func titles(_ snapshot: Snapshot) -> [String] {
    guard !model.isByTransitions else {
      // What had none among those is not counted.
      let reach = Units.grouped(Transitions.reach)
      return ["as far as the last \(reach) transitions tell", "in \(reach) transitions"]
    }
    let timers = snapshot.figures.timersPending.map { Units.grouped($0) + " pending" }
    let title = "timers: \(timers ?? look.marks.absent)"
    // With why, it stands among what is missing.
    guard let spread = snapshot.briefSpread else { return [title] }
    return ["read \(spread); \(title)", "read \(spread)", spread]
  }

  private func draw(
    _ queue: Queue, label: Int, most: Int, in area: Area, on grid: inout Grid
  ) {
    let executor = queue.executor
    let isIdle = executor.queued == 0 && executor.running == 0
    let style = Style(
      ink: model.view.isColouredByExecutor ? .identity(executor.identity) : .normal,
      isDim: isIdle && executor.kind != .global)
    grid.put(Self.title(executor).fitted(label - 1, look.marks), x: area.x, y: area.y, style: style)
    let figures = area.x + label
    func put(_ figure: Int?, endingAt end: Int, _ style: Style) {
      // Seven columns have room for no more.
      let text =
        figure.map { $0 < 1_000_000 ? Units.grouped($0) : look.units.compact(Double($0), .count) }
        ?? look.marks.absent
      grid.put(text, endingAt: figures + end, y: area.y, style: style)
    }
    let columns = Self.columns(area.width - label)
    put(executor.queued, endingAt: 7, .bold)
    if columns > 1 { put(executor.running, endingAt: 16, .plain) }
    if columns > 2 { put(queue.most, endingAt: 30, .dim) }
    bar(
      executor.queued, most: most, x: figures + 32, y: area.y, room: area.maxX - figures - 32,
      style,
      on: &grid)
  }

  /// How many columns of figures there is room for.
  private static func columns(_ width: Int) -> Int { width >= 30 ? 3 : width >= 16 ? 2 : 1 }

  private static func fullest(_ queues: [Queue], count: Int) -> [Queue] {
    let least =
      queues.map { ($0.load, $0.most) }
      .sorted { $0 > $1 }.dropFirst(count).first ?? (0, 0)
    let chosen = queues.filter {
      $0.executor.kind == .global || ($0.load, $0.most) > least
    }
    let rest = queues.filter { !chosen.contains($0) }
    return Array((chosen + rest).prefix(max(count, 0)))
  }

  private static func title(_ executor: ExecutorDescription) -> String {
    switch executor.kind {
    case .global: "global (the pool)"
    case .main: "main actor"
    case .actor: "actor \(executor.name)"
    case .custom: "executor \(executor.name)"
    }
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
