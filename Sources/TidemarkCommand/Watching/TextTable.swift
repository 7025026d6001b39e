import TidemarkBaselines

/// Aligned columns for a terminal or a log; the last column takes what width is left.
struct TextTable {
  enum Alignment {
    case left
    case right
  }

  private let alignments: [Alignment]
  private var rows: [[String]]

  /// Creates a table of a line of titles, for which nothing is drawn when they are all empty.
  init(_ columns: [(title: String, alignment: Alignment)]) {
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
        case .left where column == row.count - 1: line += cell
        case .left: line += TextMeasure.left(cell, widths[column])
        }
      }
      while line.last == " " { line.removeLast() }
      return TextMeasure.truncated(line, to: width)
    }
  }
}
