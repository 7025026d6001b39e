import TidemarkLive

extension ScreenDrawing {
  /// Draws what is typed, why the last state stays, or what can be pressed.
  func footer(_ model: Model, on grid: inout Grid) {
    let y = grid.size.rows - 1
    if model.view.isTyping {
      return typing(model.view.order.filter, on: &grid)
    }
    let keys = " \(look.marks.dot) q quit  ? help"
    let room = grid.size.columns - keys.columns
    let troubles = troubles(model, room: room)
    if let last = troubles.last {
      let text = troubles.first { $0.columns <= room } ?? last.fittedWords(room, look.marks)
      grid.put(text + keys, x: 0, y: y, style: .ink(.failure))
      return
    }
    var x = 0
    for (key, meaning) in Hints.of(model) {
      let width = key.columns + meaning.columns + 3
      guard x + width - 2 <= grid.size.columns else { break }
      x = grid.put(key, x: x, y: y, style: .bold)
      x = grid.put(" \(meaning)  ", x: x, y: y, style: .dim)
    }
  }

  /// Draws what is typed, of which the end stays in sight, and what can be pressed.
  private func typing(_ filter: String, on grid: inout Grid) {
    let (width, y) = (grid.size.columns, grid.size.rows - 1)
    var text = "filter: " + filter
    if text.columns >= width {
      var end = Substring(filter)
      while ("filter: " + look.marks.ellipsis + end).columns >= width { end = end.dropFirst() }
      text = "filter: " + look.marks.ellipsis + end
    }
    let end = grid.put(text, x: 0, y: y, style: .bold)
    grid[end, y] = Cell(scalar: 0x20, style: .reversed)
    let hints = ["  Enter keeps it, Esc clears it", "  Enter keeps, Esc clears"]
    if let hint = hints.first(where: { end + 1 + $0.columns <= width }) {
      grid.put(hint, x: end + 1, y: y, style: .dim)
    }
  }

  /// Why the last state stays as it is, the longest words first; none as long as it doesn't.
  private func troubles(_ model: Model, room: Int) -> [String] {
    guard model.past.latest != nil else { return [] }
    switch model.connection {
    case .ended(let ending):
      let short: [String] =
        switch ending.manner {
        case .exited, .signalled: ending.label.map { ["it has ended: \($0)"] } ?? []
        case .replaced(let path): names(path, room: room)
        case .unknown, .told: []
        }
      return [ending.description] + short
    case .unreadable(let why): return [why]
    default: return []
    }
  }

  /// Names the program that a process has become, at least the beginning of its file's name.
  private func names(_ path: String, room: Int) -> [String] {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let words = "it has become "
    return ["\(words)\(path)", words + name.fitted(room - words.columns, look.marks)]
  }
}
