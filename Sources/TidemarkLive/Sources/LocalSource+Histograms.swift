import TidemarkLedger

extension LocalSource {
  /// Returns how long jobs waited and ran, for each kind of executor that had any.
  func histograms() -> [DurationHistogram] {
    ledger.histograms().compactMap { record in
      guard record.counts.contains(where: { $0 > 0 }) else { return nil }
      return DurationHistogram(
        subject: .init(record.subject), executor: .init(record.executor), buckets: record.counts,
        sum: record.sum)
    }
  }
}

extension DurationHistogram.Subject {
  fileprivate init(_ subject: HistogramRecord.Subject) {
    switch subject {
    case .queue: self = .queueLatency
    case .run: self = .runTime
    }
  }
}
