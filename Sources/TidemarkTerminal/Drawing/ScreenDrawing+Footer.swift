import TidemarkLive

extension ScreenDrawing {
  /// Draws what is typed, why the last state stays, or what can be pressed.
  func footer(_ model: Model, on grid: inout Grid) {
    let y = grid.size.rows - 1
    if model.view.isTyping {
      let text = "filter: \(model.view.order.filter)"
      let end = grid.put(text, x: 0, y: y, style: .bold)
      grid[end, y] = Cell(scalar: 0x20, style: .reversed)
      grid.put("  Enter keeps it, Esc clears it", x: end + 1, y: y, style: .dim)
      return
    }
    if let trouble = Self.trouble(model) {
      let keys = " \(look.marks.dot) q quit  ? help"
      let text = trouble.fitted(grid.size.columns - keys.columns, look.marks) + keys
      grid.put(text, x: 0, y: y, style: .ink(.failure))
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

  /// Why the last state stays as it is; nil as long as it doesn't.
  private static func trouble(_ model: Model) -> String? {
    guard model.past.latest != nil else { return nil }
    return switch model.connection {
    case .ended(let ending): ending.description
    case .unreadable(let why): why
    default: nil
    }
  }
}
