import TidemarkLive

/// One lane for each thread: what it runs now, and a strip of what it ran.
struct LanesDrawing {
  var look: Look
  var model: Model

  func draw(_ snapshot: Snapshot, in area: Area, on grid: inout Grid) {
    guard area.height > 1 else { return }
    let workers = snapshot.workers.sorted { Self.order($0) < Self.order($1) }
    guard !workers.isEmpty else {
      let reason =
        snapshot.unavailable["workers"] ?? "the process has shown no thread that runs tasks yet"
      grid.put(
        "Threads: \(reason)".fitted(area.width, look.marks), x: area.x, y: area.y, style: .dim)
      return
    }
    let label = area.width >= 100 ? 22 : area.width >= 60 ? 14 : 10
    let now = min(max(area.width / 3, 14), 44)
    let width = max(area.width - label - now - 2, 0)
    let step = self.step
    let strip = Area(x: area.x + label, y: area.y, width: width, height: area.height)
    heading(workers, strip: strip, now: now, step: step, on: &grid)
    let scroll = Scroll(
      count: workers.count, height: area.height - 1, offset: model.view.row)
    for (index, worker) in workers[scroll.shown].enumerated() {
      let y = area.y + 1 + index
      let run = run(of: worker)
      grid.put(
        name(worker, width: label - 1), x: area.x, y: y, style: run == nil ? .dim : .plain,
        limit: label - 1)
      draw(strip: self.strip(worker, count: width, step: step), x: strip.x, y: y, on: &grid)
      let place = Area(x: strip.maxX + 2, y: y, width: area.maxX - strip.maxX - 2, height: 1)
      draw(run, in: place, on: &grid)
    }
    scroll.finish(in: area, on: &grid)
  }

  /// The nanoseconds of a column: what passes by at a speed that eyes can follow.
  private var step: Int64 {
    let playback = model.view.playback
    let base = model.view.isSlow ? max(Int64(playback.speed * 2e8), 1_000) : 100_000_000
    return max(
      model.view.zoom >= 0 ? base << Int64(model.view.zoom) : base >> Int64(-model.view.zoom), 1_000
    )
  }

  private func heading(
    _ workers: [Worker], strip: Area, now: Int, step: Int64, on grid: inout Grid
  ) {
    let busy = workers.count { run(of: $0) != nil }
    grid.put("Threads", x: 0, y: strip.y, style: .bold)
    let span = look.units.duration(Double(step) * Double(strip.width))
    let known = model.past.transitions.span
    let source = known == nil ? "as seen at each look" : "each transition"
    let titles = ["the last \(span), \(source)", "the last \(span)", span]
    if let title = titles.first(where: { $0.columns <= strip.width }) {
      grid.put(title, x: strip.x, y: strip.y, style: .dim)
    }
    let counts = ["\(busy) busy, \(workers.count - busy) idle", "\(busy) busy"]
    if let text = counts.first(where: { $0.columns <= now }) {
      grid.put(text, x: strip.maxX + 2, y: strip.y, style: .bold)
    }
  }

  private func name(_ worker: Worker, width: Int) -> String {
    let kind =
      switch worker.kind {
      case .main: "main"
      case .pool: "pool"
      case .user: "own"
      case .other: "other"
      }
    // The system cuts the names of Dispatch's threads so that nothing of use is left.
    let isNamed = width > 16 && !worker.name.isEmpty && worker.kind != .main && worker.kind != .pool
    let name = isNamed ? " " + worker.name : ""
    return "\(kind) \(worker.thread)\(name)".fitted(width, look.marks)
  }

  private static func order(_ worker: Worker) -> (Int, Int) {
    let kind: Int =
      switch worker.kind {
      case .main: 0
      case .pool: 1
      case .user: 2
      case .other: 3
      }
    return (kind, worker.thread)
  }

  /// Returns what a thread runs at the moment that is shown, and since when.
  private func run(of worker: Worker) -> (run: Glance.Run, since: Int64?)? {
    if model.view.playback.mode != .live, let known = model.past.transitions.span,
      known.contains(model.position), let lane = model.past.transitions.lanes[worker.thread]
    {
      return lane.slice(at: model.position).map {
        (Glance.Run(task: $0.task, executor: $0.executor), $0.start)
      }
    }
    return worker.task.map { (Glance.Run(task: $0, executor: worker.executor), worker.since) }
  }

  private func strip(_ worker: Worker, count: Int, step: Int64) -> Strip {
    let end = model.position
    let looks = Strip(
      model.past.glances, of: worker.thread, endingAt: end, step: step, count: count)
    if let known = model.past.transitions.span {
      let lane = model.past.transitions.lanes[worker.thread] ?? Lane()
      let strip = Strip(
        lane, endingAt: end, step: step, count: count, known: known,
        silences: model.past.transitions.silences)
      return model.view.isSlow ? strip : strip.filled(with: looks)
    }
    return looks
  }

  private func draw(strip: Strip, x: Int, y: Int, on grid: inout Grid) {
    let shades = look.marks.shades
    for (index, column) in strip.columns.enumerated() {
      switch column {
      case .unknown: break
      case .idle: grid.draw(look.marks.dot, x: x + index, y: y, style: .dim)
      case .lost: grid.draw(String(look.marks.gap), x: x + index, y: y, style: .ink(.warning))
      case .seen(let task, let executor):
        let ink = ink(task: task, executor: executor)
        grid.draw(String(look.marks.seen), x: x + index, y: y, style: .ink(ink))
      case .busy(let share, let task, let executor):
        // What ran at all is to be seen.
        let level = max(Int((share * Double(shades.count - 1)).rounded()), 1)
        let ink = ink(task: task, executor: executor)
        grid.draw(String(shades[level]), x: x + index, y: y, style: .ink(ink))
      }
    }
  }

  private func ink(task: UInt64, executor: UInt64?) -> Ink {
    .identity(model.view.isColouredByExecutor ? executor ?? 1 : task)
  }

  private func draw(
    _ run: (run: Glance.Run, since: Int64?)?, in area: Area, on grid: inout Grid
  ) {
    guard let (run, since) = run else {
      grid.put("idle", x: area.x, y: area.y, style: .dim, limit: area.width)
      return
    }
    let names = model.past.names
    var right = ""
    if let since, since > 0, model.position >= since {
      right = look.units.duration(Double(model.position - since))
    }
    let ink = ink(task: run.task, executor: run.executor)
    let executor = names.executor(run.executor).map { " on \($0)" } ?? ""
    let room = area.width - (right.isEmpty ? 0 : right.columns + 1)
    let task = names.task(run.task, .place)
    // A name of which there are only a few letters says nothing.
    let text =
      [
        names.task(run.task) + executor, task + executor,
        room >= 16 ? (task + executor).fitted(room, look.marks) : task, "#\(run.task)",
      ]
      .first { $0.columns <= room } ?? ""
    grid.put(text, x: area.x, y: area.y, style: Style(ink: ink, isBold: true))
    grid.put(right, endingAt: area.maxX, y: area.y)
  }
}
