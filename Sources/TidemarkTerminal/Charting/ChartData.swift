import TidemarkLive

/// The figures of a chart in columns of equal time.
struct ChartData: Hashable, Sendable {
  var title: String
  /// What it is called where there is little room.
  var short: String
  var unit: Unit
  /// Whether the first series is what the title names.
  var hasTotal: Bool
  var series: [Series]

  struct Series: Hashable, Sendable {
    var name: String
    var short: String
    /// The figure at the moment that is shown.
    var current: Double?
    /// The least and the greatest of what is drawn.
    var minimum: Double?
    var maximum: Double?
    var columns: [Column?]
    /// Whether there is a line of it, or only the figure.
    var isDrawn = true
    /// Why there is no current figure.
    var reason: String?
  }

  /// What a figure was within a column's time.
  struct Column: Hashable, Sendable {
    var first: Double
    var last: Double
    var minimum: Double
    var maximum: Double
    /// Whether nothing is missing between this column and the one before that is not empty.
    var isConnected: Bool
  }

  /// Collects what a chart shows.
  ///
  /// - Parameters:
  ///   - time: The moment at the right edge.
  ///   - step: The nanoseconds of a column.
  ///   - count: The number of columns.
  init(
    _ definition: ChartDefinition, _ history: History, at time: Int64, step: Int64, count: Int
  ) {
    title = definition.title
    short = definition.short ?? definition.title
    unit = definition.unit
    hasTotal = definition.hasTotal
    // Columns begin at multiples of their time, so that a line moves but does not change.
    let last = time / step
    let first = last - Int64(count) + 1
    let samples = history.samples(in: max(first * step, 0)...max(time, 0))
    let now = history.sample(at: time)
    series = definition.series.map { definition in
      var columns = [Column?](repeating: nil, count: max(count, 0))
      var before: Int64?
      var pace = history.patience
      for sample in samples {
        guard let value = definition.value(sample) else {
          before = nil
          continue
        }
        let index = Int(sample.time / step - first)
        var isConnected = false
        if let before {
          let step = sample.time - before
          // A process that is looked at seldom, as that takes long, has no gaps by that alone.
          isConnected = step <= max(pace, history.patience)
          // In this order, as it may be 73 years.
          pace = step / 2 * 5
        }
        before = sample.time
        guard columns.indices.contains(index) else { continue }
        columns[index] = Column(columns[index], adding: value, isConnected: isConnected)
      }
      let current = now.flatMap(definition.value)
      let present = columns.compactMap { $0 }
      return Series(
        name: definition.name, short: definition.short, current: current,
        minimum: present.map(\.minimum).min(), maximum: present.map(\.maximum).max(),
        columns: columns, isDrawn: definition.isDrawn,
        reason: current == nil ? Self.reason(definition, now) : nil)
    }
  }

  private static func reason(_ definition: SeriesDefinition, _ sample: Sample?) -> String {
    guard let sample else { return "no look at the process yet" }
    for figure in definition.figures {
      if let reason = sample.snapshot.unavailable[figure] { return reason }
    }
    if definition.isRate, sample.rates == nil { return "takes two looks" }
    if definition.figures.contains("queueLatency"), sample.rates?.jobsTimed == 0 {
      return "no job started"
    }
    return "the process does not say"
  }
}

extension ChartData.Column {
  fileprivate init(_ column: Self?, adding value: Double, isConnected: Bool) {
    guard let column else {
      self.init(
        first: value, last: value, minimum: value, maximum: value, isConnected: isConnected)
      return
    }
    self.init(
      first: column.first, last: value, minimum: min(column.minimum, value),
      maximum: max(column.maximum, value), isConnected: column.isConnected)
  }
}
