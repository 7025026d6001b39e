import TidemarkLive

/// What the loop has to do after a key.
enum Effect: Hashable, Sendable {
  case quit
  /// Stops as a job of the shell.
  case suspend
  /// Draws everything anew.
  case redraw
  /// Gets the stack of the opened task.
  case open
}

extension Model {
  /// Does what a key means at present; one that means nothing changes nothing.
  mutating func handle(_ key: Key) -> Effect? {
    if view.isTyping { return type(key) }
    switch key {
    case .control("c"), .character("q"): return .quit
    case .control("z"): return .suspend
    case .control("l"): return .redraw
    case .character("?"), .character("h"):
      view.isHelp.toggle()
      view.helpRow = 0
    case .down where view.isHelp, .pageDown where view.isHelp: view.helpRow += 1
    case .up where view.isHelp, .pageUp where view.isHelp: view.helpRow = max(view.helpRow - 1, 0)
    case _ where view.isHelp: view.isHelp = false
    case .character(let character) where Page(key: character) != nil:
      show(Page(key: character) ?? view.page)
    case .tab: show(Page(rawValue: view.page.rawValue % 5 + 1) ?? .overview)
    case .backTab: show(Page(rawValue: (view.page.rawValue + 3) % 5 + 1) ?? .overview)
    case .character("d"): view.isDetached.toggle()
    case .escape, .backspace: back()
    default: return moveInTime(key) ? nil : handleOnPage(key)
    }
    refresh()
    return nil
  }

  private mutating func show(_ page: Page) {
    view.page = page
    view.opened = nil
    view.row = 0
  }

  private mutating func back() {
    if view.opened != nil {
      view.opened = nil
    } else if !view.order.filter.isEmpty {
      view.order.filter = ""
    } else if view.playback.mode != .live {
      goLive()
    }
  }

  private mutating func goLive() {
    if let recorded {
      view.playback.move(to: recorded.span.upperBound)
      return
    }
    view.playback.mode = .live
    view.isSlow = false
    advance(by: 0)
  }

  /// Returns whether the key was one of those that move in time.
  private mutating func moveInTime(_ key: Key) -> Bool {
    switch key {
    case .character(" "): freeze()
    case .left: step(-1)
    case .right: step(1)
    case .farLeft, .character("["): step(-20)
    case .farRight, .character("]"): step(20)
    case .home:
      if let span = span { view.playback.move(to: span.lowerBound) }
    case .end, .character("l"): goLive()
    case .character("m"): playSlowly()
    case .character("b"):
      view.playback.direction = view.playback.direction == .forwards ? .backwards : .forwards
      if view.playback.mode != .live { view.playback.mode = .playing }
    case .character("<"), .character(","): view.playback.slower()
    case .character(">"), .character("."): view.playback.faster()
    case .character("+"), .character("="): view.zoom = max(view.zoom - 1, -6)
    case .character("-"), .character("_"): view.zoom = min(view.zoom + 1, 8)
    default: return false
    }
    refresh()
    return true
  }

  private mutating func freeze() {
    switch view.playback.mode {
    case .live: view.playback.move(to: view.playback.position)
    case .playing: view.playback.mode = .frozen
    case .frozen where view.isSlow || connection == .recorded:
      // At the end it begins again.
      if let span, view.playback.position >= span.upperBound,
        view.playback.direction == .forwards
      {
        view.playback.play(from: span.lowerBound, speed: view.playback.speed)
      }
      view.playback.mode = .playing
    case .frozen: goLive()
    }
  }

  private mutating func step(_ steps: Int) {
    let from = view.playback.position
    let time =
      view.isSlow
      ? past.transitions.time(steps: steps, from: from)
      : past.history.time(steps: steps, from: from)
    if let time { view.playback.move(to: time) }
  }

  /// Plays the transitions that are known, from some before the moment that is shown.
  private mutating func playSlowly() {
    guard !view.isSlow else {
      view.isSlow = false
      if recorded == nil {
        goLive()
      } else {
        view.slowSpeed = view.playback.speed
        view.playback.play(from: view.playback.position, speed: 1)
      }
      return
    }
    view.page = .scheduler
    view.isSlow = true
    if recorded != nil {
      view.playback.play(from: view.playback.position, speed: view.slowSpeed)
      return
    }
    guard let span = past.transitions.span else {
      view.playback.move(to: view.playback.position)
      return
    }
    let position = min(max(view.playback.position, span.lowerBound), span.upperBound)
    let start = min(past.transitions.time(steps: -2000, from: position) ?? position, position)
    // A speed at which this takes about half a minute, whether the process is busy or not.
    let speed = Double(position - start) / 3e10
    view.playback.play(
      from: start, speed: Playback.speeds.last { $0 <= max(speed, 0.00001) && $0 <= 1 } ?? 0.001)
  }

  private mutating func handleOnPage(_ key: Key) -> Effect? {
    switch (view.page, key) {
    case (.scheduler, .character("c")): view.isColouredByExecutor.toggle()
    case (.tasks, .character("/")):
      view.isTyping = true
      view.opened = nil
    case (.tasks, .character("s")): sort { $0.next(1) }
    case (.tasks, .character("S")): sort { $0.next(-1) }
    case (.tasks, .character("r")): sort { $0.isDescending.toggle() }
    case (.tasks, .enter), (.tree, .enter):
      guard view.opened == nil, let task = selectedTask else { return nil }
      view.opened = task.address
      view.openedRow = 0
      detail = nil
      return .open
    case (.tree, .character("e")): view.isFolded.toggle()
    case (_, .up): select(-1)
    case (_, .down): select(1)
    case (_, .pageUp): select(-view.pageRows)
    case (_, .pageDown): select(view.pageRows)
    default: return nil
    }
    refresh()
    return nil
  }

  /// Shows what comes first in another order.
  private mutating func sort(_ change: (inout TaskOrder) -> Void) {
    change(&view.order)
    view.selected = nil
  }

  private mutating func type(_ key: Key) -> Effect? {
    let filter = view.order.filter
    // What matches is shown from its beginning.
    defer { if view.order.filter != filter { view.selected = nil } }
    switch key {
    case .control("c"): return .quit
    case .enter, .tab, .up, .down: view.isTyping = false
    case .escape:
      view.isTyping = false
      view.order.filter = ""
    case .backspace:
      if view.order.filter.isEmpty { view.isTyping = false } else { view.order.filter.removeLast() }
    case .control("u"): view.order.filter = ""
    case .character(let character): view.order.filter.append(character)
    case .paste(let text):
      view.order.filter += text.prefix { !$0.isNewline }.prefix(200)
    default: break
    }
    refresh()
    return nil
  }

  /// The task of the selected row.
  var selectedTask: TaskDescription? {
    switch view.page {
    case .tasks: table.rows.isEmpty ? nil : table.rows[table.index(of: view.selected) ?? 0]
    case .tree: tree.rows.indices.contains(view.row) ? tree.rows[view.row].task : nil
    default: nil
    }
  }

  private mutating func select(_ steps: Int) {
    if view.opened != nil {
      view.openedRow = max(view.openedRow + steps, 0)
      return
    }
    switch view.page {
    case .tasks:
      guard !table.rows.isEmpty else { return }
      let index = table.index(of: view.selected) ?? 0
      let row = min(max(index + steps, 0), table.rows.count - 1)
      view.row = row
      view.selected = table.rows[row].address
    case .tree:
      view.row = min(max(view.row + steps, 0), max(tree.rows.count - 1, 0))
      if tree.rows.indices.contains(view.row) { view.selected = tree.rows[view.row].task.address }
    default: view.row = max(view.row + steps, 0)
    }
  }
}
