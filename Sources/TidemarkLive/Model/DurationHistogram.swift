/// How often something took how long, in fixed memory.
///
/// Bucket 0 counts durations below 256 ns, bucket `n` those below `256 << n` ns that are not in the
/// one before, and the last one all others.
package struct DurationHistogram: Codable, Hashable, Sendable {
  package enum Subject: String, Codable, Sendable, CaseIterable {
    /// From a job's enqueuing to its start.
    case queueLatency
    /// From the start of a task on a thread to its suspension, hop or completion.
    case runTime
  }

  package static let bucketCount = 28

  package var subject: Subject
  /// The kind of the executor that the job waited for or ran on.
  package var executor: ExecutorDescription.Kind
  /// Counts, not cumulative, since the process started.
  package var buckets: [UInt64]
  /// The sum of the durations in nanoseconds.
  package var sum: UInt64

  package init(
    subject: Subject, executor: ExecutorDescription.Kind, buckets: [UInt64], sum: UInt64
  ) {
    self.subject = subject
    self.executor = executor
    self.buckets = buckets
    self.sum = sum
  }

  /// The upper bound of a bucket in nanoseconds, which does not belong to it; nil for the last one.
  package static func upperBound(_ bucket: Int) -> UInt64? {
    bucket < bucketCount - 1 ? 256 << UInt64(bucket) : nil
  }
}
