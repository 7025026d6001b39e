import TidemarkLive

/// Draws a whole screen: the process, the views' names, one of the views, and what to press.
struct ScreenDrawing {
  var look: Look

  /// The least screen on which anything can be read.
  static let least = TerminalSize(columns: 40, rows: 10)

  /// Draws a screen as a model has it.
  ///
  /// - Parameter notesTexts: Whether the texts are noted as they are written, too.
  func draw(_ model: Model, size: TerminalSize, notesTexts: Bool = false) -> Grid {
    var grid = Grid(size, notesTexts: notesTexts)
    guard size.columns >= Self.least.columns, size.rows >= Self.least.rows else {
      return tooSmall(grid)
    }
    header(model, on: &grid)
    tabs(model, on: &grid)
    let area = Self.content(of: grid.area)
    if model.view.isHelp {
      HelpDrawing(
        look: look, offset: model.view.helpRow, isRecording: model.connection == .recorded
      ).draw(in: area, on: &grid)
    } else if model.past.latest == nil {
      waiting(model, in: area, on: &grid)
    } else {
      page(model, in: area, on: &grid)
    }
    footer(model, on: &grid)
    return grid
  }

  /// The place of a view.
  static func content(of area: Area) -> Area { area.inset(top: 2, bottom: 1) }

  private func tooSmall(_ grid: Grid) -> Grid {
    var grid = grid
    let text = "\(grid.size.columns)x\(grid.size.rows) is too small: at least 40x10. q quits"
    for (index, line) in text.wrapped(grid.size.columns).enumerated() {
      grid.put(line, x: 0, y: index)
    }
    return grid
  }

  private func page(_ model: Model, in area: Area, on grid: inout Grid) {
    switch model.view.page {
    case .overview:
      OverviewDrawing(
        look: look, history: model.past.history, time: model.position, step: model.chartStep,
        offset: model.view.row
      ).draw(in: area, on: &grid)
    case .scheduler: SchedulerDrawing(look: look, model: model).draw(in: area, on: &grid)
    case .tasks, .tree:
      if let opened = model.view.opened {
        TaskDrawing(look: look, model: model).draw(opened, in: area, on: &grid)
      } else if model.view.page == .tasks {
        TaskTableDrawing(look: look, model: model).draw(in: area, on: &grid)
      } else {
        TaskTreeDrawing(look: look, model: model).draw(in: area, on: &grid)
      }
    case .losses: LossesDrawing(look: look, model: model).draw(in: area, on: &grid)
    }
  }

  private func waiting(_ model: Model, in area: Area, on grid: inout Grid) {
    let text =
      switch model.connection {
      case .ended(let how): how.description
      case .unreadable(let why): why
      default: "looking at the process" + look.marks.ellipsis
      }
    for (index, line) in text.wrapped(area.width - 4).enumerated() {
      grid.put(line, x: 2, y: area.y + 1 + index)
    }
  }

  private func header(_ model: Model, on grid: inout Grid) {
    let (states, style) = self.state(model)
    // The name gives way as long as it can be told.
    let state =
      states.first { $0.columns <= grid.size.columns * 2 / 3 }
      ?? (states.last ?? "").fitted(grid.size.columns - 10, look.marks)
    grid.put(state, endingAt: grid.size.columns, y: 0, style: style)
    let room = grid.size.columns - state.columns - 2
    var end = grid.put(
      model.title.fitted(room, look.marks), x: 0, y: 0, style: .bold)
    guard let snapshot = model.snapshot else { return }
    let process = snapshot.process
    var facts: [String] = []
    if model.connection == .recorded { facts.append("of \(process.name) (\(process.pid))") }
    if process.started > 0, snapshot.wallTime >= process.started {
      facts.append("up " + look.units.duration(Double(snapshot.wallTime - process.started)))
    }
    facts.append("\(process.processors) processor\(process.processors == 1 ? "" : "s")")
    if !process.user.isEmpty { facts.append("user \(process.user)") }
    for fact in facts where end + 3 + fact.columns <= room {
      end = grid.put("  \(fact)", x: end, y: 0, style: .dim)
    }
  }

  /// Returns where in time the screen is, and whether the process is there, the longest words first.
  private func state(_ model: Model) -> ([String], Style) {
    let playback = model.view.playback
    let isPast = playback.mode != .live
    switch model.connection {
    case .ended(let ending) where !isPast:
      return ([Self.words(ending)], Style(ink: .failure, isReversed: true))
    case .unreadable where !isPast: return ([" no answer "], Style(ink: .failure, isReversed: true))
    case .detached where !isPast: return ([" detached "], Style(ink: .warning, isReversed: true))
    case .connecting where !isPast: return ([" connecting "], .reversed)
    default: break
    }
    guard isPast, let latest = model.past.latest else {
      if model.snapshot?.process.isStopped == true {
        return ([" stopped by a signal ", " stopped "], Style(ink: .warning, isReversed: true))
      }
      return (["\(look.marks.live) live"], Style(ink: .good, isBold: true))
    }
    let distance = max((model.recorded?.span.upperBound ?? latest.time) - playback.position, 0)
    if distance == 0, let ending = model.recorded?.ending {
      return ([" \(ending) "], Style(ink: .failure, isReversed: true))
    }
    let word =
      switch playback.mode {
      case .playing where playback.direction == .backwards: "backwards"
      case .playing: "playing"
      default: "frozen"
      }
    let hasSpeed =
      (model.view.isSlow || playback.speed != 1)
      && (playback.mode == .playing || model.view.isSlow)
    let speed = Self.speed(playback.speed, look)
    let isRecorded = model.connection == .recorded
    let time = look.units.duration(Double(distance))
    return (
      [
        " \(word)\(hasSpeed ? " at \(speed) speed" : ""), \(time) \(isRecorded ? "before the end" : "ago") ",
        " \(word)\(hasSpeed ? " \(speed)" : ""), \(time) \(isRecorded ? "left" : "ago") ",
      ], Style(ink: .warning, isReversed: true)
    )
  }

  /// How the process ended, in the few words that a corner of the screen has room for.
  private static func words(_ ending: Ending) -> String {
    switch ending.manner {
    case .exited, .signalled: " ended: \(ending.label ?? "") "
    case .replaced: " now another program "
    case .unknown: " ended "
    case .told: " over "
    }
  }

  /// `1/1,000`, `2×`, or `0.7×` where there is no such fraction.
  static func speed(_ speed: Double, _ look: Look) -> String {
    let part = (1 / speed).rounded()
    if speed < 1, (part * speed - 1).magnitude < 0.000001 {
      return "1/\(Units.grouped(Int(part)))"
    }
    let whole = speed.rounded()
    let text = whole == speed ? Units.grouped(Int(whole)) : "\(speed)"
    return "\(text)\(look.marks.times)"
  }

  /// The names of the views as far as there is room, which may be that of the shown one only.
  private static func tabs(_ shown: Page, width: Int) -> [(text: String, isShown: Bool)] {
    func all(_ text: (Page) -> String) -> [(text: String, isShown: Bool)] {
      Page.allCases.map { (text($0), $0 == shown) }
    }
    let forms = [
      all { " \($0.rawValue) \($0.title) " },
      all { ($0.rawValue > 1 ? " " : "") + "\($0.rawValue) \($0.title)" },
      all { $0 == shown ? " \($0.rawValue) \($0.title) " : " \($0.rawValue) " },
    ]
    return forms.first { $0.reduce(0) { $0 + $1.text.columns } <= width } ?? forms[2]
  }

  private func tabs(_ model: Model, on grid: inout Grid) {
    var x = 0
    for tab in Self.tabs(model.view.page, width: grid.size.columns) {
      let style = tab.isShown ? Style(isBold: true, isReversed: true) : .plain
      x = grid.put(tab.text, x: x, y: 1, style: style)
    }
    let lost = model.snapshot?.losses.values.clampedSum ?? 0
    if lost > 0 {
      let text = "\(look.units.count(Double(lost))) lost: press 5"
      if x + text.columns + 2 <= grid.size.columns {
        grid.put(
          text, endingAt: grid.size.columns, y: 1, style: Style(ink: .failure, isBold: true))
      }
    }
  }
}

extension Model {
  /// The nanoseconds that a column of a chart shows.
  var chartStep: Int64 {
    max(view.zoom >= 0 ? past.interval << Int64(view.zoom) : past.interval, 1_000_000)
  }
}
