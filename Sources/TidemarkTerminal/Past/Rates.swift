package import TidemarkLive

/// What happened between two looks at a process, per second; nil where a figure is absent.
package struct Rates: Hashable, Sendable {
  /// The time between the looks, in nanoseconds.
  package var interval: Int64
  /// Processor time per time: 1 is one processor that is busy all the time.
  package var processors: Double?
  package var jobs: Double?
  package var hops: Double?
  package var tasksCreated: Double?
  package var bytesAllocated: Double?
  package var allocations: Double?
  /// How long jobs that started waited in their queues; nil when none did.
  package var queueLatency: Quantiles?
  /// How many jobs the quantiles are of; nil where there are no histograms.
  package var jobsTimed: UInt64?

  /// Compares two looks at the same process.
  ///
  /// - Returns: nil when they can't be compared: no time passed, or it is another process.
  package init?(from earlier: Snapshot, to later: Snapshot) {
    interval = later.time - earlier.time
    guard interval > 0, earlier.process.pid == later.process.pid,
      earlier.process.started == later.process.started
    else { return nil }
    let seconds = Double(interval) / 1e9
    func rate(_ figure: KeyPath<Figures, Int?>) -> Double? {
      guard let before = earlier.figures[keyPath: figure],
        let after = later.figures[keyPath: figure]
      else { return nil }
      // Shards of a counter are read one after the other: a sum may be a little behind.
      return Double(max(after - before, 0)) / seconds
    }
    if let user = rate(\.cpuUser), let system = rate(\.cpuSystem) {
      processors = (user + system) / 1e9
    }
    jobs = rate(\.jobsRun)
    hops = rate(\.hops)
    tasksCreated = rate(\.tasksCreated)
    bytesAllocated = rate(\.bytesAllocated)
    allocations = rate(\.allocations)
    let latency = HistogramDifference(.queueLatency, from: earlier, to: later)
    queueLatency = latency?.quantiles
    jobsTimed = latency?.count
  }
}
