internal import TidemarkLive

extension MetricFamily {
  /// Returns the histograms of how long jobs waited and ran.
  static func durations(_ snapshot: Snapshot) -> [MetricFamily] {
    DurationHistogram.Subject.allCases.map { subject in
      var family =
        switch subject {
        case .queueLatency:
          MetricFamily(
            "tidemark_queue_latency_seconds", .histogram, unit: "seconds",
            "From a job's enqueuing to its start, while times were asked for.")
        case .runTime:
          MetricFamily(
            "tidemark_run_time_seconds", .histogram, unit: "seconds",
            "From a task's start on a thread to its suspension, hop or completion, while times were "
              + "asked for.")
        }
      for histogram in snapshot.histograms where histogram.subject == subject {
        family.add(histogram)
      }
      return family
    }
  }

  /// A bucket's bound belongs to it here, but not in the histogram, which has whole nanoseconds.
  private static let bounds = (0..<DurationHistogram.bucketCount).map { bucket in
    DurationHistogram.upperBound(bucket).map { Exposition.seconds($0 - 1) } ?? "+Inf"
  }

  private mutating func add(_ histogram: DurationHistogram) {
    let executor = (name: "executor", value: histogram.executor.rawValue)
    var count: UInt64 = 0
    for (index, bucket) in histogram.buckets.enumerated() {
      count &+= bucket
      samples.append(
        Sample(
          suffix: "_bucket", labels: [executor, ("le", Self.bounds[index])], value: String(count)))
    }
    samples.append(Sample(suffix: "_count", labels: [executor], value: String(count)))
    samples.append(
      Sample(suffix: "_sum", labels: [executor], value: Exposition.seconds(histogram.sum)))
  }
}
