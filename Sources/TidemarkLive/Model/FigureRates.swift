/// What happened a second between two looks; nil where either look has no figure.
package struct FigureRates: Codable, Hashable, Sendable {
  /// Seconds between the looks.
  package var seconds: Double
  /// Processors' worth of time used, of this interval and not of the whole life: 1 is one processor.
  package var processors: Double?
  package var tasksCreated: Double?
  package var tasksCompleted: Double?
  package var tasksCancelled: Double?
  package var jobsEnqueued: Double?
  package var jobsRun: Double?
  package var hops: Double?
  package var threadsCreated: Double?
  package var allocations: Double?
  package var bytesAllocated: Double?

  /// Compares two looks at one process, or returns nil when no time lies between them.
  package init?(from earlier: Snapshot, to later: Snapshot) {
    let seconds = (Double(later.time) - Double(earlier.time)) / 1_000_000_000
    guard seconds > 0 else { return nil }
    self.seconds = seconds
    func rate(_ figure: KeyPath<Figures, Int?>) -> Double? {
      guard let before = earlier.figures[keyPath: figure],
        let now = later.figures[keyPath: figure]
      else { return nil }
      // As numbers without bounds: a damaged ledger says anything. What was counted never gets less, but the
      // shards of a counter are read one after the other, so that a sum may be a little behind.
      return max(Double(now) - Double(before), 0) / seconds
    }
    if let user = rate(\.cpuUser), let system = rate(\.cpuSystem) {
      processors = (user + system) / 1_000_000_000
    }
    tasksCreated = rate(\.tasksCreated)
    tasksCompleted = rate(\.tasksCompleted)
    tasksCancelled = rate(\.tasksCancelled)
    jobsEnqueued = rate(\.jobsEnqueued)
    jobsRun = rate(\.jobsRun)
    hops = rate(\.hops)
    threadsCreated = rate(\.threadsCreated)
    allocations = rate(\.allocations)
    bytesAllocated = rate(\.bytesAllocated)
  }
}
