import TidemarkBaselines

/// Aligned columns for a terminal or a log; the last column takes what width is left.
struct TextTable {
  enum Alignment {
    case left
    case right
  }

  private let alignments: [Alignment]
  /// Whether of a text that is too long the end is kept, as of a path.
  private let keepsEnd: Bool
  private var rows: [[String]]

  /// Creates a table with a line of titles.
  init(_ columns: [(title: String, alignment: Alignment)], keepsEnd: Bool = false) {
    self.keepsEnd = keepsEnd
    alignments = columns.map(\.alignment)
    rows = [columns.map(\.title)]
  }

  /// Adds a line; what is not printable in it is made so.
  mutating func add(_ cells: [String]) { rows.append(cells.map(BaselineText.printable)) }

  /// Returns the lines, none of them longer than a number of cells.
  func lines(width: Int) -> [String] {
    let widths = alignments.indices.map { column in
      rows.map { TextMeasure.width($0[column]) }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        if column > 0 { line += "  " }
        switch alignments[column] {
        case .right: line += TextMeasure.right(cell, widths[column])
        case .left where column == row.count - 1:
          let room = width - TextMeasure.width(line)
          line += keepsEnd ? Self.end(of: cell, room) : cell
        case .left: line += TextMeasure.left(cell, widths[column])
        }
      }
      while line.last == " " { line.removeLast() }
      return TextMeasure.truncated(line, to: width)
    }
  }
  /// Returns as much of the end of a text as has room.
  private static func end(of text: String, _ room: Int) -> String {
    guard TextMeasure.width(text) > room else { return text }
    var text = Substring(text)
    while !text.isEmpty, TextMeasure.width(text) >= room { text = text.dropFirst() }
    return "…" + text
  }
}
