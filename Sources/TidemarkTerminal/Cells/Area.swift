/// A rectangle of cells.
struct Area: Hashable, Sendable {
  var x: Int
  var y: Int
  var width: Int
  var height: Int

  init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(width, 0)
    self.height = max(height, 0)
  }

  var maxX: Int { x + width }
  var maxY: Int { y + height }

  /// What is left when some rows are taken away at the top and at the bottom.
  func inset(top: Int = 0, bottom: Int = 0) -> Area {
    Area(x: x, y: y + top, width: width, height: height - top - bottom)
  }

  /// One of the rows, from the top.
  func row(_ index: Int) -> Area { Area(x: x, y: y + index, width: width, height: 1) }
}
