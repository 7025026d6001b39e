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
    header(data, in: area, hasRange: hasRange, on: &grid)
    let plot = area.inset(top: hasRange ? 2 : 1)
    guard plot.height > 0, plot.width > Self.axis else { return }
    if data.series.allSatisfy({ $0.maximum == nil }) {
      return absence(data, in: plot, on: &grid)
    }
    let scale = ChartScale.range(data)
    axis(scale, unit: data.unit, in: plot, on: &grid)
    lines(data, scale, in: plot, on: &grid)
  }

  private func header(_ data: ChartData, in area: Area, hasRange: Bool, on grid: inout Grid) {
    grid.put(data.title, x: area.x, y: area.y, style: .bold, limit: area.width)
    let entries = data.series.map { series in
      Entry(series, unit: data.unit, isOnly: data.series.count == 1, look)
    }
    let room = area.width - data.title.columns - 2
    let isShort = Entry.width(entries, isShort: false) > room
    var x = area.x + data.title.columns + 2
    for (index, entry) in entries.enumerated() {
      let name = isShort ? entry.short : entry.name
      let width = entry.width(isShort: isShort)
      guard x + width <= area.maxX else { break }
      let ink = Style(ink: Ink.series[index % Ink.series.count], isBold: true)
      let end = grid.put(
        name, x: x, y: area.y,
        style: look.hasColours ? Style(ink: ink.ink) : letter(data) ? .bold : .plain)
      grid.put(entry.current, x: end + 1, y: area.y, style: .bold)
      if hasRange { grid.put(entry.range, x: x, y: area.y + 1, style: .dim, limit: width) }
      x += width + 2
    }
  }

  private func absence(_ data: ChartData, in area: Area, on grid: inout Grid) {
    let reason = data.series.first?.reason ?? ""
    let lines = "not shown: \(reason)".wrapped(area.width - 2).prefix(area.height)
    for (index, line) in lines.enumerated() {
      grid.put(line, x: area.x + 2, y: area.y + index, style: .dim, limit: area.width - 2)
    }
  }

  private func axis(
    _ scale: ClosedRange<Double>, unit: Unit, in area: Area, on grid: inout Grid
  ) {
    let x = area.x + Self.axis - 1
    for y in area.y..<area.maxY {
      grid.put(look.marks.vertical, x: x, y: y, style: .dim)
    }
    // What is drawn below a bound is a bound itself.
    let unit = unit == .durationBelow ? .duration : unit
    func label(_ value: Double, _ y: Int) {
      grid.put(look.units.text(value, unit), endingAt: x, y: y, style: .dim)
    }
    label(scale.upperBound, area.y)
    if area.height >= 7, area.height % 2 == 1 {
      label((scale.upperBound + scale.lowerBound) / 2, area.y + area.height / 2)
    }
    if area.height > 1 { grid.put("0", endingAt: x, y: area.maxY - 1, style: .dim) }
  }

  private func lines(
    _ data: ChartData, _ scale: ClosedRange<Double>, in area: Area, on grid: inout Grid
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
    _ data: ChartData, _ scale: ClosedRange<Double>, in area: Area, on grid: inout Grid
  ) {
    for (index, series) in data.series.enumerated().reversed() where series.isDrawn {
      guard let current = series.current, scale.upperBound > 0 else { continue }
      let row = Int(((1 - current / scale.upperBound) * Double(area.height - 1)).rounded())
      grid[area.maxX - 1, area.y + min(max(row, 0), area.height - 1)] = Cell(
        scalar: mark(data, index), style: .bold)
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

/// What the header says of a series.
private struct Entry {
  var name: String
  var short: String
  var current: String
  var range: String

  init(_ series: ChartData.Series, unit: Unit, isOnly: Bool, _ look: Look) {
    name = series.name
    short = series.short
    let units = look.units
    current = series.current.map { units.text($0, unit) } ?? look.marks.absent
    let rangeUnit = unit == .durationBelow ? .duration : unit
    if let minimum = series.minimum, let maximum = series.maximum {
      let ends = (units.text(minimum, rangeUnit), units.text(maximum, rangeUnit))
      range =
        isOnly
        ? "min \(ends.0)  max \(ends.1)"
        : ends.0 == ends.1 ? ends.0 : "\(ends.0)\(look.marks.upTo)\(ends.1)"
    } else {
      range = look.marks.absent
    }
  }

  func width(isShort: Bool) -> Int {
    max((isShort ? short : name).columns + 1 + current.columns, isShort ? 0 : range.columns)
  }

  static func width(_ entries: [Entry], isShort: Bool) -> Int {
    entries.reduce(-2) { $0 + $1.width(isShort: isShort) + 2 }
  }
}
