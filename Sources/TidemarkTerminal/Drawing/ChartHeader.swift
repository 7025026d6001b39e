/// What stands above a chart, in the longest form that fits.
struct ChartHeader {
  /// What is said of a series.
  struct Entry {
    var name: String
    var current: String
    var range: String
    /// The same in two digits.
    var shortRange: String
    /// The columns that are kept for the current figure, so that nothing jumps when it grows.
    var reserve: Int

    var columns: Int { nameColumns + max(current.columns, reserve) }

    /// The columns of the name, with the blank behind it.
    var nameColumns: Int { name.isEmpty ? 0 : name.columns + 1 }
  }

  var title: String
  var entries: [Entry]
  var gap = 2
  /// Whether the ranges may make the entries wider.
  private var isWide = true

  func width(_ entry: Entry) -> Int {
    isWide ? max(entry.columns, entry.range.columns) : entry.columns
  }

  private var width: Int {
    // Nothing comes after the last one that could jump.
    let end = entries.last.map { $0.nameColumns + $0.current.columns - width($0) } ?? 0
    return entries.reduce(title.columns) { $0 + gap + width($1) } + (isWide ? 0 : end)
  }

  /// Returns the longest form that fits into a width, or else the shortest.
  static func fitting(_ width: Int, _ data: ChartData, _ look: Look) -> ChartHeader {
    let long = ChartHeader(title: data.title, entries: entries(data, .long, look))
    let short = ChartHeader(title: data.title, entries: entries(data, .short, look))
    var narrow = short
    narrow.isWide = false
    var compact = ChartHeader(title: data.short, entries: entries(data, .compact, look))
    compact.isWide = false
    var tight = compact
    tight.gap = 1
    var least = ChartHeader(title: data.short, entries: entries(data, .rough, look))
    least.isWide = false
    least.gap = 1
    var forms = [long, short, narrow, compact, tight, tight.withoutReserves]
    if data.hasTotal { forms.append(tight.withoutReserves.withoutFirstName) }
    forms.append(least.withoutReserves)
    let last = least.withoutReserves
    return forms.first { $0.width <= width } ?? (data.hasTotal ? last.withoutFirstName : last)
  }

  /// The same where each column counts.
  private var withoutReserves: ChartHeader {
    var header = self
    for index in header.entries.indices { header.entries[index].reserve = 0 }
    return header
  }

  /// The same with the first figure as that of the title.
  private var withoutFirstName: ChartHeader {
    var header = self
    if !header.entries.isEmpty { header.entries[0].name = "" }
    return header
  }

  private enum Form { case long, short, compact, rough }

  private static func entries(_ data: ChartData, _ form: Form, _ look: Look) -> [Entry] {
    data.series.map { series in
      let units = look.units
      let current = series.current.map { value in
        switch form {
        case .rough where data.unit == .count || data.unit == .perSecond: units.rough(value)
        case .compact, .rough: units.compact(value, data.unit)
        case .long, .short: units.text(value, data.unit)
        }
      }
      var (range, shortRange) = (look.marks.absent, look.marks.absent)
      if let minimum = series.minimum, let maximum = series.maximum {
        range = units.range(minimum, maximum, data.unit)
        shortRange = units.range(minimum, maximum, data.unit, isShort: true)
      }
      return Entry(
        name: form == .long ? series.name : series.short, current: current ?? look.marks.absent,
        range: range, shortRange: shortRange, reserve: reserve(data.unit))
    }
  }

  private static func reserve(_ unit: Unit) -> Int {
    switch unit {
    case .count: 3
    case .perSecond, .percent: 5
    case .rate: 7
    case .bytes, .duration: 8
    case .byteRate, .durationBelow: 9
    }
  }
}
