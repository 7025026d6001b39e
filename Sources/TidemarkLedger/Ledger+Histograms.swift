internal import CTidemarkLedger

/// How often something took how long, summed over all threads.
package struct HistogramRecord: Hashable, Sendable {
  package enum Subject: Sendable, CaseIterable {
    /// From a task's enqueuing to its start.
    case queue
    /// From the start of a task on a thread to its suspension, hop or completion.
    case run
  }

  package static let bucketCount = Int(TIDEMARK_HISTOGRAM_BUCKETS)

  package var subject: Subject
  package var executor: ExecutorRecord.Kind
  /// Bucket 0 counts what took less than 256 ns, bucket n less than `256 << n`, the last one the rest.
  package var counts: [UInt64]
  /// The sum in nanoseconds.
  package var sum: UInt64
}

extension Ledger {
  /// Returns the histograms, counted while times were asked for since the process started.
  package func histograms() -> [HistogramRecord] {
    var sums = HistogramRecord.Subject.allCases.flatMap { subject in
      ExecutorRecord.Kind.allCases.map { executor in
        HistogramRecord(
          subject: subject, executor: executor,
          counts: [UInt64](repeating: 0, count: HistogramRecord.bucketCount), sum: 0)
      }
    }
    let used = withHeader { min(Int($0.threadsUsed), Int(TIDEMARK_THREAD_LIMIT)) }
    let kinds = sums.count
    withBase { base in
      let table = (base + histogramsOffset).assumingMemoryBound(to: TidemarkHistogram.self)
      var copy = TidemarkHistogram()
      for slot in 0..<used {
        for kind in 0..<kinds {
          Self.copy(table + slot * kinds + kind, to: &copy)
          withUnsafeBytes(of: copy.counts) { bytes in
            let counts = bytes.bindMemory(to: UInt64.self)
            for bucket in counts.indices { sums[kind].counts[bucket] &+= counts[bucket] }
          }
          sums[kind].sum &+= copy.sum
        }
      }
    }
    return sums
  }
}
