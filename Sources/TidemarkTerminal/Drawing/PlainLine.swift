import TidemarkLive

/// What a look at a process says, as one line for people and for files.
enum PlainLine {
  static func text(_ sample: Sample, _ look: Look) -> String {
    let figures = sample.snapshot.figures
    let units = look.units
    func gauge(_ value: Int?, _ unit: Unit = .count) -> String {
      value.map { units.text(Double($0), unit) } ?? look.marks.absent
    }
    func rate(_ value: Double?, _ unit: Unit = .rate) -> String {
      value.map { units.text($0, unit) } ?? look.marks.absent
    }
    let latency = sample.rates?.queueLatency.map {
      units.text(Double($0.ninetyNinth.nanoseconds), .durationBelow)
    }
    let parts = [
      clock(sample.snapshot.wallTime),
      "cpu " + rate(sample.rates?.processors.map { $0 * 100 }, .percent),
      "tasks \(gauge(figures.tasksLive)) (running \(gauge(figures.tasksRunning))"
        + ", enqueued \(gauge(figures.tasksEnqueued)), suspended \(gauge(figures.tasksSuspended)))",
      "jobs " + rate(sample.rates?.jobs), "hops " + rate(sample.rates?.hops),
      "new " + rate(sample.rates?.tasksCreated), "queue p99 \(latency ?? look.marks.absent)",
      "threads " + gauge(figures.threads), "heap " + gauge(figures.heapInUse, .bytes),
      "resident " + gauge(figures.resident, .bytes),
    ]
    let lost = sample.snapshot.losses.values.clampedSum
    return (parts + (lost > 0 ? ["lost \(lost)"] : [])).joined(separator: "  ")
  }

  /// The time of day in UTC.
  private static func clock(_ nanoseconds: Int64) -> String {
    let seconds = nanoseconds / 1_000_000_000 % 86400
    func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))Z"
  }
}
