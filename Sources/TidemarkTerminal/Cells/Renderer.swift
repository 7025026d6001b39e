/// Turns a screen into what has to be sent to a terminal that shows another one.
struct Renderer: Sendable {
  let colours: Colours
  private var shown: Grid?

  init(colours: Colours) { self.colours = colours }

  /// Forgets what the terminal shows, so that all of the next screen is sent.
  mutating func forget() { shown = nil }

  /// Returns what makes the terminal show a screen; nothing when it does already.
  mutating func bytes(showing grid: Grid) -> [UInt8] {
    var output: [UInt8] = []
    let before = shown?.size == grid.size ? shown : nil
    if before == nil { output += Array("\u{1B}[0m\u{1B}[2J".utf8) }
    var style = Style.plain
    var cursor = -1
    let columns = grid.size.columns
    grid.cells.withUnsafeBufferPointer { cells in
      let old = before?.cells
      for index in cells.indices {
        let cell = cells[index]
        if let old, old[index] == cell { continue }
        if old == nil, cell == .blank { continue }
        // The second half of a wide character comes with the first.
        if cell.scalar == 0 { continue }
        if cursor != index || index % columns == 0 {
          Self.move(to: index % columns, index / columns, &output)
        }
        if style != cell.style {
          colours.append(cell.style, to: &output)
          style = cell.style
        }
        let scalar = Unicode.Scalar(cell.scalar) ?? " "
        output += UTF8.encode(scalar).map(Array.init) ?? [0x20]
        cursor = index + scalar.columns
      }
    }
    shown = grid
    guard !output.isEmpty else { return [] }
    if style != .plain { output += Array("\u{1B}[0m".utf8) }
    // Terminals that know how show the change at once; the others ignore the marks.
    return Array("\u{1B}[?2026h".utf8) + output + Array("\u{1B}[?2026l".utf8)
  }

  private static func move(to x: Int, _ y: Int, _ output: inout [UInt8]) {
    output += Array("\u{1B}[\(y + 1);\(x + 1)H".utf8)
  }
}
