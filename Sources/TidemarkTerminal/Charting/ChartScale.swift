/// The ends of a chart's axis: from zero to a round number that nothing passes.
enum ChartScale {
  static func range(_ data: ChartData) -> ClosedRange<Double> {
    let top = data.series.filter(\.isDrawn).compactMap(\.maximum).max() ?? 0
    return 0...roundUp(top, data.unit)
  }

  /// Returns the next round number of the unit.
  static func roundUp(_ value: Double, _ unit: Unit) -> Double {
    guard value > 0, value.isFinite else { return 1 }
    let base: Double =
      switch unit {
      case .bytes, .byteRate: 1024
      default: 1000
      }
    var scale = 1.0
    while value / scale > base { scale *= base }
    while unit == .rate, value / scale < 1, scale > 0.001 { scale /= 10 }
    let steps: [Double] = [1, 2, 3, 4, 5, 6, 8]
    for ten in [1.0, 10, 100] {
      for step in steps where value <= step * ten * scale { return step * ten * scale }
    }
    return scale * base
  }
}
