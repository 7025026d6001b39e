package import TidemarkLive

/// Quantiles of durations in nanoseconds, each as a bound that it is below.
package struct Quantiles: Hashable, Sendable {
  package var median: Bound
  package var ninetyNinth: Bound

  /// A bound of a histogram's bucket.
  package enum Bound: Hashable, Sendable {
    case below(UInt64)
    /// In the last bucket, which has no upper bound.
    case atLeast(UInt64)

    /// The bound; what is at least the greatest one is a nanosecond more.
    package var nanoseconds: UInt64 {
      switch self {
      case .below(let bound): bound
      case .atLeast(let bound): bound + 1
      }
    }
  }
}

/// What was added to the histograms of a subject between two looks.
package struct HistogramDifference: Hashable, Sendable {
  package var buckets: [UInt64]

  package var count: UInt64 { buckets.clampedSum }

  /// - Returns: nil when one of the looks has no such histogram.
  package init?(
    _ subject: DurationHistogram.Subject, executor: ExecutorDescription.Kind? = nil,
    from earlier: Snapshot, to later: Snapshot
  ) {
    func sum(_ snapshot: Snapshot) -> [UInt64]? {
      let histograms = snapshot.histograms.filter {
        $0.subject == subject && (executor == nil || $0.executor == executor)
          && $0.buckets.count == DurationHistogram.bucketCount
      }
      guard let first = histograms.first else { return nil }
      return histograms.dropFirst().reduce(first.buckets) {
        zip($0, $1.buckets).map { $0.addingClamped($1) }
      }
    }
    guard let before = sum(earlier), let after = sum(later) else { return nil }
    buckets = zip(before, after).map { $1 > $0 ? $1 - $0 : 0 }
  }

  /// The quantiles; nil when nothing was added.
  package var quantiles: Quantiles? {
    guard let median = quantile(0.5), let ninetyNinth = quantile(0.99) else { return nil }
    return Quantiles(median: median, ninetyNinth: ninetyNinth)
  }

  /// Returns the bound of the bucket that holds a quantile.
  func quantile(_ share: Double) -> Quantiles.Bound? {
    let total = count
    guard total > 0 else { return nil }
    let rank = max(UInt64((share * Double(total)).rounded(.up)), 1)
    var passed: UInt64 = 0
    for (index, number) in buckets.enumerated() {
      passed = passed.addingClamped(number)
      guard passed >= rank else { continue }
      if let bound = DurationHistogram.upperBound(index) { return .below(bound) }
      return .atLeast(DurationHistogram.upperBound(index - 1) ?? 0)
    }
    return nil
  }
}
