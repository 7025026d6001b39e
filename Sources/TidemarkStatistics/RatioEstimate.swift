#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// How many times as large the values of one sample are as those of another one.
///
/// The estimate of Hodges and Lehmann on the logarithms: the median of the ratios of all pairs. The
/// ends of its interval are the pairs whose place the distribution of U gives, so the interval and
/// the test of Mann and Whitney agree.
package struct RatioEstimate: Hashable, Sendable {
  /// The estimate.
  package let ratio: Double
  /// The confidence interval; nil when the samples are too small for one.
  package let interval: ClosedRange<Double>?
  /// The probability that a value of the second sample is the larger one; a tie counts one half.
  package let superiority: Double
  /// How far the logarithms of the ratios of single pairs spread: what a standard deviation would
  /// be for a normal distribution, from the median of the distances to their median.
  package let spread: Double

  /// Estimates how `second` compares with `first`; all values have to be greater than 0.
  ///
  /// - Parameters:
  ///   - confidence: The probability with which the interval covers the ratio.
  ///   - distribution: That of the sizes of the samples.
  package init(
    of second: [Double], to first: [Double], confidence: Double, distribution: UDistribution
  ) {
    let bases = first.map { log($0) }
    let differences = second.flatMap { value in bases.map { log(value) - $0 } }.sorted()
    let middle = median(ofSorted: differences)
    ratio = exp(middle)
    let wins = differences.reduce(0.0) { $0 + ($1 > 0 ? 1 : $1 == 0 ? 0.5 : 0) }
    superiority = wins / Double(max(1, differences.count))
    // 0.6745 is the median distance of the standard normal distribution.
    spread =
      median(ofSorted: differences.map { abs($0 - middle) }.sorted())
      / NormalDistribution.upperQuantile(0.25)
    // The place is the largest one that leaves at most half of the rest out on either side.
    var place = 0
    while place < differences.count, 2 * distribution.cumulative(place) <= 1 - confidence {
      place += 1
    }
    interval =
      place == 0 ? nil : exp(differences[place - 1])...exp(differences[differences.count - place])
  }
}

/// Returns the value in the middle, between the two middle ones, or 0 of none.
package func median(of values: [Double]) -> Double { median(ofSorted: values.sorted()) }

private func median(ofSorted values: [Double]) -> Double {
  if values.isEmpty { return 0 }
  let half = values.count / 2
  return values.count.isMultiple(of: 2) ? (values[half - 1] + values[half]) / 2 : values[half]
}
