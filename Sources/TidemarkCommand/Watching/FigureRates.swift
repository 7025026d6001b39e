import TidemarkLive

/// What happened a second between two looks; nil where either look has no figure.
struct FigureRates: Codable, Hashable {
  /// Seconds between the looks.
  var seconds: Double
  /// Processors' worth of time used, of this interval and not of the whole life: 1 is one processor.
  var processors: Double?
  var tasksCreated: Double?
  var tasksCompleted: Double?
  var tasksCancelled: Double?
  var jobsEnqueued: Double?
  var jobsRun: Double?
  var hops: Double?
  var threadsCreated: Double?
  var allocations: Double?
  var bytesAllocated: Double?

  /// Compares two looks at one process, or returns nil when no time lies between them.
  init?(from earlier: Snapshot, to later: Snapshot) {
    let seconds = (Double(later.time) - Double(earlier.time)) / 1_000_000_000
    guard seconds > 0 else { return nil }
    self.seconds = seconds
    func rate(_ figure: KeyPath<Figures, Int?>) -> Double? {
      guard let before = earlier.figures[keyPath: figure],
        let now = later.figures[keyPath: figure]
      else { return nil }
      // As numbers without bounds: a damaged ledger says anything.
      return (Double(now) - Double(before)) / seconds
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
