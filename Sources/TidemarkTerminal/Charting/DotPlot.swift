/// Dots in a rectangle of cells: eight to a cell as Braille, or one to a cell as a letter.
struct DotPlot: Sendable {
  let width: Int
  let height: Int
  let hasBraille: Bool
  private var dots: [UInt8]
  private var owners: [UInt8]

  init(width: Int, height: Int, hasBraille: Bool) {
    self.width = max(width, 0)
    self.height = max(height, 0)
    self.hasBraille = hasBraille
    dots = Array(repeating: 0, count: self.width * self.height)
    owners = dots
  }

  /// How many dots there are from left to right and from top to bottom.
  var columns: Int { hasBraille ? width * 2 : width }
  var rows: Int { hasBraille ? height * 4 : height }

  /// The bits of a Braille character by the dot's row and column.
  private static let bits: [UInt8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]

  /// Sets a dot for a series; the later series owns a cell that two go through.
  mutating func set(_ x: Int, _ y: Int, series: Int) {
    guard x >= 0, y >= 0, x < columns, y < rows else { return }
    let cell = hasBraille ? (y / 4) * width + x / 2 : y * width + x
    dots[cell] |= hasBraille ? Self.bits[(y % 4) * 2 + x % 2] : 1
    owners[cell] = UInt8(series)
  }

  /// Draws a line of columns.
  ///
  /// - Parameters:
  ///   - isDashed: Whether every other column is left out, to tell it from another line.
  mutating func line(
    _ line: [ChartData.Column?], scale: ChartScale, series: Int, isDashed: Bool = false
  ) {
    guard rows > 0 else { return }
    var before: (x: Int, y: Int)?
    for (x, column) in line.enumerated() {
      guard let column else { continue }
      let first = row(column.first, scale)
      if let before, column.isConnected {
        connect(before.x, before.y, x, first, series: series, isDashed: isDashed)
      }
      if !isDashed || x % 2 == 0 || !column.isConnected {
        for y in row(column.maximum, scale)...row(column.minimum, scale) {
          set(x, y, series: series)
        }
      }
      before = (x, row(column.last, scale))
    }
  }

  /// The character of a cell and the series that owns it; nil where there is no dot.
  func cell(_ x: Int, _ y: Int) -> (dots: UInt8, series: Int)? {
    let index = y * width + x
    return dots[index] == 0 ? nil : (dots[index], Int(owners[index]))
  }

  private func row(_ value: Double, _ scale: ChartScale) -> Int {
    rows - 1 - Int((scale.position(value) * Double(rows - 1)).rounded())
  }

  private mutating func connect(
    _ x0: Int, _ y0: Int, _ x1: Int, _ y1: Int, series: Int, isDashed: Bool
  ) {
    let steps = max(x1 - x0, abs(y1 - y0))
    guard steps > 1 else { return }
    for step in 1..<steps {
      let x = x0 + (x1 - x0) * step / steps
      if isDashed, x % 2 == 1 { continue }
      set(x, y0 + (y1 - y0) * step / steps, series: series)
    }
  }
}
