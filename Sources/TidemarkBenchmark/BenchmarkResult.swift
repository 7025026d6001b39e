#if GoogleBenchmark
  internal import CGoogleBenchmark

  /// One line of the engine's report.
  public struct BenchmarkResult: Hashable, Sendable {
    /// The full name of the run, with its arguments.
    public let name: String
    /// The statistic that the line holds, or nil when it is a run's own.
    public let aggregate: String?
    /// The text behind the figures.
    public let label: String
    /// Why the run was skipped, or nil.
    public let error: String?
    /// How many iterations were measured.
    public let iterations: Int
    /// The number of the repetition, from 0, or -1 where the line is of all of them.
    public let repetition: Int
    /// The number of threads.
    public let threads: Int
    /// The real time of one iteration, in seconds.
    public let realTime: Double
    /// The processor time of one iteration, in seconds.
    public let processorTime: Double
    /// The counters, the benchmark's own and Tidemark's.
    public let counters: [String: Double]

    init(_ run: TidemarkReportedRun) {
      name = String(cString: run.name)
      let statistic = String(cString: run.aggregate)
      aggregate = statistic.isEmpty ? nil : statistic
      label = String(cString: run.label)
      error = run.error.map { String(cString: $0) }
      iterations = Int(run.iterations)
      repetition = Int(run.repetition)
      threads = Int(run.threads)
      realTime = run.realTime
      processorTime = run.processorTime
      let reported = UnsafeBufferPointer(start: run.counters, count: run.counterCount)
      counters = Dictionary(
        reported.map { (String(cString: $0.name), $0.value) }, uniquingKeysWith: { $1 })
    }
  }
#endif
