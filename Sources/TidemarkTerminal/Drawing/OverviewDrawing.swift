import TidemarkLive

/// The charts of all that can be charted.
struct OverviewDrawing {
  var look: Look
  var history: History
  /// The moment at the right edge, in nanoseconds.
  var time: Int64
  /// The nanoseconds of a column of dots.
  var step: Int64

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
    let span = look.units.duration(Double(step) * Double(columns))
    let x = area.x + ChartDrawing.axis
    grid.put("\(span) ago", x: x, y: area.y, style: .dim)
    grid.put("now", endingAt: area.maxX, y: area.y, style: .dim)
  }

  /// One line for each figure, where there is no room for charts.
  private func lines(_ definitions: [ChartDefinition], in area: Area, on grid: inout Grid) {
    var y = area.y
    let name = min(22, area.width / 2)
    for definition in definitions {
      let isMany = definition.series.count > 1
      let plotWidth = max(area.width - name - 12, 0)
      let plot = DotPlot(width: plotWidth, height: 1, hasBraille: look.marks.hasBraille)
      let data = ChartData(definition, history, at: time, step: step, count: plot.columns)
      let scale = ChartScale.range(data)
      for (index, series) in data.series.enumerated() where series.isDrawn {
        guard y < area.maxY else { return }
        let title = isMany ? "\(definition.title) \(series.name)" : definition.title
        grid.put(title.fitted(name - 1, look.marks), x: area.x, y: y)
        let current = series.current.map { look.units.text($0, data.unit) } ?? look.marks.absent
        grid.put(current, endingAt: area.x + name + 11, y: y, style: .bold)
        var line = plot
        line.line(series.columns, scale: scale, series: index)
        for x in 0..<line.width {
          guard let (dots, _) = line.cell(x, 0) else { continue }
          grid[area.x + name + 12 + x, y] = Cell(
            scalar: look.marks.hasBraille ? 0x2800 + UInt32(dots) : 0x2A, style: .plain)
        }
        y += 1
      }
    }
  }
}
