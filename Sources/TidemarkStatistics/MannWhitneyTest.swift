/// The two-sided test of Mann and Whitney: whether one of two independent samples tends to be larger.
///
/// It looks at the order of the values only, so an outlier counts as one value and no shape is
/// assumed. With ties, and beyond the sizes for which the distribution is exact, p comes from the
/// normal approximation with corrections for ties and continuity.
package struct MannWhitneyTest: Hashable, Sendable {
  /// Where the p-value comes from.
  package enum Method: String, Hashable, Sendable {
    /// The distribution itself.
    case exact
    /// The normal approximation.
    case asymptotic
  }

  /// The number of pairs in which the first sample's value is larger; a tie counts one half.
  package let u: Double
  /// The probability of a difference at least as large when there is none.
  package let p: Double
  /// Where `p` comes from.
  package let method: Method

  /// Compares two samples, neither of them empty.
  ///
  /// - Parameters:
  ///   - distribution: That of the sizes of the samples, made once for many tests.
  ///   - method: What to use; by default the exact distribution where it holds.
  package init(
    _ first: [Double], _ second: [Double], distribution: UDistribution, method: Method? = nil
  ) {
    let sorted = (first.map { ($0, true) } + second.map { ($0, false) }).sorted { $0.0 < $1.0 }
    var rankSum = 0.0
    var tieTerm = 0.0
    var index = 0
    while index < sorted.count {
      var end = index + 1
      while end < sorted.count, sorted[end].0 == sorted[index].0 { end += 1 }
      let rank = Double(index + 1 + end) / 2
      rankSum += rank * Double(sorted[index..<end].count { $0.1 })
      let ties = Double(end - index)
      tieTerm += ties * ties * ties - ties
      index = end
    }
    let sizes = (Double(first.count), Double(second.count))
    u = rankSum - sizes.0 * (sizes.0 + 1) / 2
    let larger = max(u, sizes.0 * sizes.1 - u)
    self.method = method ?? (tieTerm == 0 && distribution.isExact ? .exact : .asymptotic)
    switch self.method {
    case .exact:
      p = min(1, 2 * distribution.cumulative(distribution.largest - Int(larger)))
    case .asymptotic:
      let count = sizes.0 + sizes.1
      let variance =
        sizes.0 * sizes.1 / 12 * (count + 1 - tieTerm / (count * (count - 1)))
      // All values are the same: there is nothing to tell apart.
      guard variance > 0 else {
        p = 1
        return
      }
      let z = (larger - sizes.0 * sizes.1 / 2 - 0.5) / variance.squareRoot()
      p = min(1, 2 * NormalDistribution.upperTail(z))
    }
  }
}
