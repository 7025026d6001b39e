/// Which lines of a list are on the screen, and what says that there are others.
struct Scroll: Hashable {
  /// The lines that are shown, by their numbers in the list.
  let shown: Range<Int>
  /// What stands in the last row; nil where the whole list is shown.
  let note: String?

  /// - Parameters:
  ///   - count: How many lines there are.
  ///   - height: How many rows there is room for.
  ///   - offset: How far the list is to be scrolled; no further than to its end.
  init(count: Int, height: Int, offset: Int) {
    guard count > height else {
      (shown, note) = (0..<count, nil)
      return
    }
    let rows = max(height - 1, 0)
    let first = min(max(offset, 0), count - rows)
    shown = first..<(first + rows)
    let (above, below) = (Units.grouped(first), Units.grouped(count - shown.upperBound))
    note =
      switch (first > 0, shown.upperBound < count) {
      case (true, true): " up: \(above), down: \(below) more "
      case (true, false): " up: \(above) more "
      default: " down: \(below) more "
      }
  }

  /// Writes the note, and notes how far the view is scrolled.
  func finish(in area: Area, on grid: inout Grid) {
    grid.scrolled = shown.lowerBound
    guard let note, area.height > 0 else { return }
    grid.put(note, x: area.x, y: area.maxY - 1, style: .reversed)
  }
}
