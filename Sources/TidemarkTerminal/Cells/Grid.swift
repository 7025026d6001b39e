/// A screen full of cells that views are drawn into.
struct Grid: Hashable, Sendable {
  let size: TerminalSize
  private(set) var cells: [Cell]
  /// The texts as they were written, in that order, where they are noted: what stands over another one is a
  /// mistake of a view.
  private(set) var writings: [Writing]?
  /// How far a view is scrolled in fact, which may be less than was asked for; nil where it can't be.
  var scrolled: Int?

  /// A text that was written.
  struct Writing: Hashable, Sendable {
    var text: String
    var x: Int
    var y: Int
    /// The column after the text, as far as there was room for it.
    var end: Int
  }

  init(_ size: TerminalSize, notesTexts: Bool = false) {
    writings = notesTexts ? [] : nil
    self.size = TerminalSize(columns: max(size.columns, 0), rows: max(size.rows, 0))
    cells = Array(repeating: .blank, count: self.size.columns * self.size.rows)
  }

  /// The whole of it.
  var area: Area { Area(x: 0, y: 0, width: size.columns, height: size.rows) }

  subscript(x: Int, y: Int) -> Cell {
    get { contains(x, y) ? cells[y * size.columns + x] : .blank }
    set { if contains(x, y) { cells[y * size.columns + x] = newValue } }
  }

  /// Writes a line of text, without what could move the cursor.
  ///
  /// - Parameter limit: How many columns there are; the rest of the text is left out.
  /// - Returns: The column after the text.
  @discardableResult
  mutating func put(
    _ text: String, x: Int, y: Int, style: Style = .plain, limit: Int = .max
  ) -> Int {
    var column = x
    let end = min(size.columns, limit == .max ? size.columns : x + max(limit, 0))
    for scalar in text.unicodeScalars {
      let width = scalar.columns
      guard width > 0 else { continue }
      guard column + width <= end else { break }
      self[column, y] = Cell(scalar: scalar.value, style: style)
      if width == 2 { self[column + 1, y] = Cell(scalar: 0, style: style) }
      column += width
    }
    writings?.append(Writing(text: text, x: x, y: y, end: column))
    return column
  }

  /// Writes a line of text that ends before a column.
  mutating func put(_ text: String, endingAt end: Int, y: Int, style: Style = .plain) {
    put(text, x: end - text.columns, y: y, style: style)
  }

  /// Draws a line of marks that are no text, each a column wide.
  mutating func draw(_ marks: String, x: Int, y: Int, style: Style = .plain) {
    for (index, scalar) in marks.unicodeScalars.enumerated() {
      self[x + index, y] = Cell(scalar: scalar.value, style: style)
    }
  }

  /// Gives all cells of an area one look.
  mutating func paint(_ area: Area, style: Style) {
    for y in area.y..<area.maxY {
      for x in area.x..<area.maxX { self[x, y].style = style }
    }
  }

  /// The characters, without blanks at the ends of lines.
  var text: String {
    (0..<size.rows).map { y in
      var line = String.UnicodeScalarView()
      for x in 0..<size.columns {
        if let scalar = Unicode.Scalar(self[x, y].scalar), scalar.value != 0 {
          line.append(scalar)
        }
      }
      while line.last == " " { line.removeLast() }
      return String(line)
    }.joined(separator: "\n")
  }

  private func contains(_ x: Int, _ y: Int) -> Bool {
    x >= 0 && y >= 0 && x < size.columns && y < size.rows
  }
}
