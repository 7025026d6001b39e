import TidemarkLive

/// The charts of all that can be charted.
struct OverviewDrawing {
  var look: Look
  var history: History
  /// The moment at the right edge, in nanoseconds.
  var time: Int64
  /// The nanoseconds of a column of dots.
  var step: Int64
  /// How many lines are scrolled by, where there are lines.
  var offset = 0

  /// The least size of a chart; what has less becomes a line.
  private static let chart = TerminalSize(columns: 38, rows: 4)

  func draw(in area: Area, on grid: inout Grid) {
    let definitions = ChartDefinition.overview
    let columns = min(max(area.width / Self.chart.columns, 1), 4)
    let rows = (definitions.count + columns - 1) / columns
    let height = (area.height - 1) / rows
    guard area.width >= Self.chart.columns, height >= Self.chart.rows else {
      return lines(definitions, in: area, on: &grid)
    }
    let drawing = ChartDrawing(look: look)
    let width = (area.width - (columns - 1) * 2) / columns
    for (index, definition) in definitions.enumerated() {
      let place = Area(
        x: area.x + index % columns * (width + 2), y: area.y + index / columns * height,
        width: width, height: height)
      drawing.draw(
        data(definition, columns: drawing.columns(inWidth: width)), in: place, on: &grid)
    }
    for column in 0..<columns {
      let place = Area(
        x: area.x + column * (width + 2), y: area.y + rows * height, width: width, height: 1)
      timeAxis(columns: drawing.columns(inWidth: width), in: place, on: &grid)
    }
  }

  private func data(_ definition: ChartDefinition, columns: Int) -> ChartData {
    ChartData(definition, history, at: time, step: step, count: columns)
  }

  private func timeAxis(columns: Int, in area: Area, on grid: inout Grid) {
    let span = look.units.span(Double(step) * Double(columns))
    let x = area.x + ChartDrawing.axis
    grid.put("\(span) ago", x: x, y: area.y, style: .dim)
    grid.put("now", endingAt: area.maxX, y: area.y, style: .dim)
  }

  /// One line for each figure, where there is no room for charts.
  private func lines(_ definitions: [ChartDefinition], in area: Area, on grid: inout Grid) {
    let all = definitions.flatMap { definition in
      definition.series.indices.filter { definition.series[$0].isDrawn }.map { (definition, $0) }
    }
    let scroll = Scroll(count: all.count, height: area.height, offset: offset)
    for (row, (definition, index)) in all[scroll.shown].enumerated() {
      line(definition, index, in: area.row(row), on: &grid)
    }
    scroll.finish(in: area, on: &grid)
  }

  private func line(
    _ definition: ChartDefinition, _ index: Int, in area: Area, on grid: inout Grid
  ) {
    let name = min(22, area.width / 2)
    let left = area.x + name + 12
    var plot = DotPlot(
      width: area.maxX - left, height: 1, hasBraille: look.marks.hasBraille)
    let data = ChartData(definition, history, at: time, step: step, count: plot.columns)
    let series = data.series[index]
    grid.put(
      Self.title(data, series, width: name - 1).fitted(name - 1, look.marks), x: area.x, y: area.y)
    let current = series.current.map { look.units.text($0, data.unit) } ?? look.marks.absent
    grid.put(current, endingAt: left - 1, y: area.y, style: .bold)
    plot.line(series.columns, scale: ChartScale(data), series: index)
    for x in 0..<plot.width {
      guard let (dots, _) = plot.cell(x, 0) else { continue }
      let scalar = look.marks.hasBraille ? 0x2800 + UInt32(dots) : 0x2A
      grid[left + x, area.y] = Cell(scalar: scalar, style: .plain)
    }
  }

  /// What a line is called, in the longest words that there is room for.
  private static func title(_ data: ChartData, _ series: ChartData.Series, width: Int) -> String {
    guard data.series.count > 1 else { return data.title }
    let forms = [
      "\(data.title) \(series.name)", "\(data.title) \(series.short)",
      "\(data.short) \(series.short)",
    ]
    return forms.first { $0.columns <= width } ?? forms[2]
  }
}
