extension Finding {
  /// How bad a finding is: the steadier the metric, the surer; then the larger the move.
  package struct Severity: Hashable, Sendable, Comparable {
    /// Whether the figure rose.
    var rose: Bool
    /// How sure the finding is, 0 for a noisy metric.
    var certainty: Int
    /// The move in thousandths of the baseline.
    var move: Double

    /// Orders the milder finding first.
    package static func < (left: Self, right: Self) -> Bool {
      if left.rose != right.rose { return right.rose }
      if left.certainty != right.certainty { return left.certainty < right.certainty }
      return left.move < right.move
    }
  }

  /// How bad the finding is.
  package var severity: Severity {
    let order = Stability.allCases
    let place = order.firstIndex(of: stability) ?? order.count
    let mark = Double(edge)
    let move = abs(Double(measured) - mark) / max(1, abs(mark))
    return Severity(
      rose: direction == .risen, certainty: order.count - place, move: (move * 1000).rounded())
  }

  /// The end of the baseline's band that the figure went past.
  package var edge: Int { direction == .risen ? baseline.high : baseline.low }
}
