import TidemarkLive

/// A chart, apart from its figures.
struct ChartDefinition: Sendable {
  var title: String
  /// What it is called where there is little room.
  var short: String? = nil
  var unit: Unit
  /// Whether the first line is what the title names, and the others are parts of it.
  var hasTotal = false
  var series: [SeriesDefinition]
}

/// One line of a chart.
struct SeriesDefinition: Sendable {
  var name: String
  /// What it is called where there is little room.
  var short: String
  /// The names under which a reason may be given for its absence.
  var figures: [String]
  /// What a reason could not be given for: it is just not there yet.
  var isRate = false
  /// Whether there is a line of it, or only the figure.
  var isDrawn = true
  var value: @Sendable (Sample) -> Double?

  static func gauge(
    _ name: String, _ short: String? = nil, _ figure: String,
    _ value: @escaping @Sendable (Figures) -> Int?
  ) -> Self {
    Self(name: name, short: short ?? name, figures: [figure]) { sample in
      value(sample.snapshot.figures).map { Double($0) }
    }
  }

  static func rate(
    _ name: String, _ short: String? = nil, _ figures: [String],
    _ value: @escaping @Sendable (Rates) -> Double?
  ) -> Self {
    Self(name: name, short: short ?? name, figures: figures, isRate: true) { sample in
      sample.rates.flatMap(value)
    }
  }
}

extension ChartDefinition {
  /// The charts of the overview, the most asked for first.
  static let overview: [ChartDefinition] = [
    ChartDefinition(
      title: "CPU", unit: .percent,
      series: [
        .rate("of one processor", "of one core", ["cpuUser", "cpuSystem"]) {
          $0.processors.map { $0 * 100 }
        },
        SeriesDefinition(
          name: "of all processors", short: "of all", figures: ["cpuUser", "cpuSystem"],
          isRate: true, isDrawn: false
        ) { sample in
          sample.rates?.processors.map {
            $0 * 100 / Double(max(sample.snapshot.process.processors, 1))
          }
        },
      ]),
    ChartDefinition(
      title: "Tasks", unit: .count, hasTotal: true,
      series: [
        .gauge("live", nil, "tasksLive") { $0.tasksLive },
        .gauge("running", "run", "tasksRunning") { $0.tasksRunning },
        .gauge("enqueued", "enq", "tasksEnqueued") { $0.tasksEnqueued },
        .gauge("suspended", "susp", "tasksSuspended") { $0.tasksSuspended },
      ]),
    ChartDefinition(
      title: "Per second", short: "Rate/s", unit: .perSecond,
      series: [
        .rate("jobs run", "jobs", ["jobsRun"]) { $0.jobs },
        .rate("hops", nil, ["hops"]) { $0.hops },
        .rate("tasks created", "new", ["tasksCreated"]) { $0.tasksCreated },
      ]),
    ChartDefinition(
      title: "Memory", unit: .bytes,
      series: [
        .gauge("resident", "res", "resident") { $0.resident },
        .gauge("heap", nil, "heapInUse") { $0.heapInUse },
      ]),
    ChartDefinition(
      title: "Queue depth", short: "Queue", unit: .count, hasTotal: true,
      series: [
        SeriesDefinition(name: "sum", short: "sum", figures: ["tasksEnqueued", "executors"]) {
          $0.snapshot.queued { _ in true }
        },
        SeriesDefinition(name: "global", short: "glob", figures: ["executors"]) {
          $0.snapshot.queued { $0 == .global }
        },
        SeriesDefinition(name: "main", short: "main", figures: ["executors"]) {
          $0.snapshot.queued { $0 == .main }
        },
        SeriesDefinition(name: "actors", short: "act", figures: ["executors"]) {
          $0.snapshot.queued { $0 == .actor || $0 == .custom }
        },
      ]),
    ChartDefinition(
      title: "Queue latency", short: "Latency", unit: .durationBelow,
      series: [
        .rate("median", "med", ["queueLatency", "histograms"]) {
          $0.queueLatency.map { Double($0.median.nanoseconds) }
        },
        .rate("99 %", "99%", ["queueLatency", "histograms"]) {
          $0.queueLatency.map { Double($0.ninetyNinth.nanoseconds) }
        },
      ]),
    ChartDefinition(
      title: "Threads", unit: .count,
      series: [
        .gauge("all", nil, "threads") { $0.threads },
        .gauge("pool", nil, "poolThreads") { $0.poolThreads },
      ]),
    ChartDefinition(
      title: "Allocated", unit: .byteRate,
      series: [
        .rate("bytes", nil, ["bytesAllocated", "allocations"]) { $0.bytesAllocated }
      ]),
  ]
}

extension Snapshot {
  /// How many tasks wait for some executors; nil when the executors are not known.
  fileprivate func queued(_ isCounted: (ExecutorDescription.Kind) -> Bool) -> Double? {
    guard !executors.isEmpty else { return nil }
    return executors.reduce(0.0) { $0 + (isCounted($1.kind) ? Double($1.queued) : 0) }
  }
}
