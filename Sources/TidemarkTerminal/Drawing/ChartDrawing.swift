/// Draws a chart: its name, what its figures are and have been, and their lines.
struct ChartDrawing {
  var look: Look

  /// The columns left of the lines: the figures of the axis, and the axis.
  static let axis = 9

  /// Returns how many columns of time there are in a chart of a width.
  func columns(inWidth width: Int) -> Int {
    DotPlot(width: width - Self.axis, height: 1, hasBraille: look.marks.hasBraille).columns
  }

  func draw(_ data: ChartData, in area: Area, on grid: inout Grid) {
    let hasRange = area.height >= 5
    let count = header(data, in: area, hasRange: hasRange, on: &grid)
    var data = data
    // A line that has no name would only be a riddle.
    data.series.removeLast(data.series.count - count)
    let plot = area.inset(top: hasRange ? 2 : 1)
    guard plot.height > 0, plot.width > Self.axis else { return }
    if data.series.allSatisfy({ $0.maximum == nil }) {
      return absence(data, in: plot, on: &grid)
    }
    let scale = ChartScale(data)
    axis(scale, unit: data.unit, in: plot, on: &grid)
    lines(data, scale, in: plot, on: &grid)
  }

  /// Writes what the chart and its series are called, and their figures.
  ///
  /// - Returns: How many series there was room for.
  private func header(
    _ data: ChartData, in area: Area, hasRange: Bool, on grid: inout Grid
  ) -> Int {
    let form = ChartHeader.fitting(area.width, data, look)
    grid.put(form.title, x: area.x, y: area.y, style: .bold, limit: area.width)
    var x = area.x + form.title.columns + form.gap
    var places: [Int] = []
    for (index, entry) in form.entries.enumerated() {
      guard x + entry.nameColumns + entry.current.columns <= area.maxX else { break }
      let ink = look.hasColours ? Ink.series[index % Ink.series.count] : .normal
      grid.put(entry.name, x: x, y: area.y, style: .ink(ink))
      grid.put(
        entry.current, x: x + entry.nameColumns, y: area.y,
        style: Style(ink: entry.name.isEmpty ? ink : .normal, isBold: true))
      places.append(x)
      x += form.width(entry) + form.gap
    }
    if hasRange { ranges(form, at: places, in: area.row(1), on: &grid) }
    return places.count
  }

  /// Writes the least and the greatest of each series, below its figure or as near as there is room.
  private func ranges(
    _ form: ChartHeader, at places: [Int], in area: Area, on grid: inout Grid
  ) {
    let entries = form.entries.prefix(places.count)
    let width = entries.reduce(-1) { $0 + $1.range.columns + 1 }
    let texts = entries.map { width <= area.width ? $0.range : $0.shortRange }
    var places = places
    var end = area.maxX
    for (index, text) in texts.enumerated().reversed() {
      places[index] = min(places[index], end - text.columns)
      end = places[index] - 1
    }
    var x = area.x
    for (index, text) in texts.enumerated() {
      x = max(x, places[index])
      guard x + text.columns <= area.maxX else { return }
      x = grid.put(text, x: x, y: area.y, style: .dim) + 1
    }
  }

  private func absence(_ data: ChartData, in area: Area, on grid: inout Grid) {
    let reason = data.series.first?.reason ?? ""
    let all = "not shown: \(reason)".wrapped(area.width - 2)
    var lines = Array(all.prefix(area.height))
    if all.count > lines.count, let last = lines.popLast() {
      lines.append((last + " " + look.marks.ellipsis).fitted(area.width - 2, look.marks))
    }
    for (index, line) in lines.enumerated() {
      grid.put(line, x: area.x + 2, y: area.y + index, style: .dim, limit: area.width - 2)
    }
  }

  private func axis(
    _ scale: ChartScale, unit: Unit, in area: Area, on grid: inout Grid
  ) {
    let x = area.x + Self.axis - 1
    for y in area.y..<area.maxY {
      grid.draw(look.marks.vertical, x: x, y: y, style: .dim)
    }
    // What is drawn below a bound is a bound itself.
    let unit = unit == .durationBelow ? .duration : unit
    func label(_ value: Double, _ y: Int) {
      grid.put(look.units.text(value, unit), endingAt: x, y: y, style: .dim)
    }
    label(scale.top, area.y)
    if area.height >= 7, area.height % 2 == 1 {
      label(scale.middle, area.y + area.height / 2)
    }
    guard area.height > 1 else { return }
    if scale.isLogarithmic {
      label(scale.bottom, area.maxY - 1)
    } else {
      grid.put("0", endingAt: x, y: area.maxY - 1, style: .dim)
    }
  }

  private func lines(
    _ data: ChartData, _ scale: ChartScale, in area: Area, on grid: inout Grid
  ) {
    var plot = DotPlot(
      width: area.width - Self.axis, height: area.height, hasBraille: look.marks.hasBraille)
    // The first series is drawn last: it is the one to look for.
    for (index, series) in data.series.enumerated().reversed() where series.isDrawn {
      plot.line(
        series.columns, scale: scale, series: index,
        isDashed: index > 0 && !look.hasColours && look.marks.hasBraille)
    }
    for y in 0..<plot.height {
      for x in 0..<plot.width {
        guard let (dots, series) = plot.cell(x, y) else { continue }
        let scalar = look.marks.hasBraille ? 0x2800 + UInt32(dots) : mark(data, series)
        grid[area.x + Self.axis + x, area.y + y] = Cell(
          scalar: scalar, style: Style(ink: Ink.series[series % Ink.series.count]))
      }
    }
    if letter(data), look.marks.hasBraille { label(data, scale, in: area, on: &grid) }
  }

  /// Writes the first letter of each series where its line ends, as there are no colours.
  private func label(
    _ data: ChartData, _ scale: ChartScale, in area: Area, on grid: inout Grid
  ) {
    for (index, series) in data.series.enumerated().reversed() where series.isDrawn {
      guard let current = series.current else { continue }
      let row = Int(((1 - scale.position(current)) * Double(area.height - 1)).rounded())
      grid[area.maxX - 1, area.y + row] = Cell(scalar: mark(data, index), style: .bold)
    }
  }

  private func letter(_ data: ChartData) -> Bool {
    data.series.filter(\.isDrawn).count > 1 && (!look.hasColours || !look.marks.hasBraille)
  }

  private func mark(_ data: ChartData, _ series: Int) -> UInt32 {
    guard data.series.filter(\.isDrawn).count > 1 else { return 0x2A }
    return data.series[series].short.unicodeScalars.first?.value ?? 0x2A
  }
}
