/// The distribution of Mann and Whitney's U when both samples come from one population without ties.
///
/// Exact up to 50 values in each sample, by dynamic programming on probabilities, which adds only
/// positive numbers; beyond that the normal approximation, whose error is then below what matters.
package struct UDistribution: Hashable, Sendable {
  /// The largest sample for which the distribution is exact.
  package static let largestExact = 50

  /// The sizes of the samples.
  package let sizes: [Int]
  /// The probability of each value of U up to it, or nil where the approximation is used.
  private let cumulated: [Double]?

  /// Prepares the distribution for two sizes.
  package init(_ first: Int, _ second: Int) {
    sizes = [max(0, first), max(0, second)]
    cumulated =
      sizes.allSatisfy { (1...Self.largestExact).contains($0) } ? Self.table(first, second) : nil
  }

  /// Whether probabilities are exact.
  package var isExact: Bool { cumulated != nil }
  /// The largest value of U.
  package var largest: Int { sizes[0] * sizes[1] }

  /// Returns the probability that U is at most so large.
  package func cumulative(_ u: Int) -> Double {
    if u < 0 { return 0 }
    if u >= largest { return 1 }
    if let cumulated { return cumulated[u] }
    let variance = Double(largest) * Double(sizes[0] + sizes[1] + 1) / 12
    let z = (Double(u) + 0.5 - Double(largest) / 2) / variance.squareRoot()
    return NormalDistribution.cumulative(z)
  }

  /// The smallest two-sided p-value that samples of these sizes can give.
  package var smallestP: Double { min(1, 2 * cumulative(0)) }

  /// P(m, n; u) is m / (m + n) of P(m - 1, n; u - n) and n / (m + n) of P(m, n - 1; u): the largest
  /// value of all is in the first sample, above all of the second one, or in the second one.
  private static func table(_ first: Int, _ second: Int) -> [Double] {
    var previous = [[Double]](repeating: [1], count: second + 1)
    for m in 1...first {
      var row: [[Double]] = [[1]]
      for n in 1...second {
        var values = [Double](repeating: 0, count: m * n + 1)
        let share = Double(m) / Double(m + n)
        for (u, probability) in previous[n].enumerated() { values[u + n] += share * probability }
        for (u, probability) in row[n - 1].enumerated() { values[u] += (1 - share) * probability }
        row.append(values)
      }
      previous = row
    }
    var sum = 0.0
    return previous[second].map { probability in
      sum += probability
      return min(1, sum)
    }
  }
}
