#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#else
  private import Darwin
#endif

/// The axis of a chart: from zero to a round number that nothing passes, or by powers.
struct ChartScale: Hashable, Sendable {
  var bottom: Double
  var top: Double
  /// Whether equal distances are equal factors, as suits what is counted in buckets of powers.
  var isLogarithmic = false

  /// Makes an axis for what is drawn of a chart.
  init(_ data: ChartData) {
    let drawn = data.series.filter(\.isDrawn)
    let greatest = drawn.compactMap(\.maximum).max() ?? 0
    if data.unit == .durationBelow {
      let least = drawn.compactMap(\.minimum).min() ?? 1
      self.init(bottom: max(least / 2, 1), top: max(greatest, 2), isLogarithmic: true)
    } else {
      // A hundredth of a percent is no mountain.
      let least: Double = data.unit == .percent ? 10 : 0
      self.init(bottom: 0, top: Self.roundUp(max(greatest, least), data.unit))
    }
  }

  init(bottom: Double, top: Double, isLogarithmic: Bool = false) {
    self.bottom = bottom
    self.top = top
    self.isLogarithmic = isLogarithmic
  }

  /// Returns where a value lies: 0 at the bottom, 1 at the top.
  func position(_ value: Double) -> Double {
    guard top > bottom else { return 0 }
    let share =
      isLogarithmic
      ? log2(max(value, bottom) / bottom) / log2(top / bottom) : (value - bottom) / (top - bottom)
    return min(max(share, 0), 1)
  }

  /// The value in the middle of the axis.
  var middle: Double { isLogarithmic ? (top * bottom).squareRoot() : (top + bottom) / 2 }

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
    while value / scale < 1, scale > 0.001 { scale /= 10 }
    let steps: [Double] = [1, 2, 3, 4, 5, 6, 8]
    for ten in [1.0, 10, 100] {
      for step in steps where value <= step * ten * scale { return step * ten * scale }
    }
    return scale * base
  }
}
