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
    guard earlier.process.pid == later.process.pid,
      earlier.process.started == later.process.started,
      let rates = FigureRates(from: earlier, to: later)
    else { return nil }
    interval = later.time &- earlier.time
    processors = rates.processors
    jobs = rates.jobsRun
    hops = rates.hops
    tasksCreated = rates.tasksCreated
    bytesAllocated = rates.bytesAllocated
    allocations = rates.allocations
    let latency = HistogramDifference(.queueLatency, from: earlier, to: later)
    queueLatency = latency?.quantiles
    jobsTimed = latency?.count
  }
}
