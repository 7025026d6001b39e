#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// How many values it takes to tell a difference.
package enum SampleSize {
  /// The probability with which the difference is found.
  package static let power = 0.8
  /// More than anybody would wait for.
  package static let largest = 9_999

  /// Returns the size that each of two samples needs for the test of Mann and Whitney to find one of
  /// them larger by a factor, or nil when it would take more than `largest`.
  ///
  /// Noether's formula (1987), with the probability of superiority that the factor would have where
  /// the logarithms of pairs spread as they were seen to, taken as normally distributed.
  ///
  /// - Parameters:
  ///   - ratio: The factor, greater than 1.
  ///   - spread: The standard deviation of the logarithms of pairs' ratios.
  ///   - level: The two-sided level of the test.
  package static func each(toTell ratio: Double, spread: Double, level: Double) -> Int? {
    let superiority = spread > 0 ? NormalDistribution.cumulative(log(ratio) / spread) : 1
    let quantiles =
      NormalDistribution.upperQuantile(level / 2) + NormalDistribution.upperQuantile(1 - power)
    let distance = superiority - 0.5
    let formula = (quantiles * quantiles / (6 * distance * distance)).rounded(.up)
    guard formula <= Double(largest) else { return nil }
    return max(Int(formula), smallest(level: level))
  }

  /// Returns the smallest size at which the exact test can reach a level at all.
  package static func smallest(level: Double) -> Int {
    // The smallest p-value is 2 / C(2n, n), and C(2n, n) grows by 2 (2n - 1) / n.
    var p = 2.0
    var size = 0
    while p > level, size < largest {
      size += 1
      p *= Double(size) / Double(2 * (2 * size - 1))
    }
    return size
  }
}
