#if GoogleBenchmark
  /// Benchmarks that are run together.
  public struct BenchmarkSuite: Sendable {
    /// The suite's name, under which the baselines of its counts are kept.
    public let name: String
    /// The benchmarks in the order of their description.
    public let benchmarks: [Benchmark]
    /// What the engine writes into the context of its reports besides its own.
    public var context: [String: String]

    /// Creates a suite.
    public init(
      _ name: String = "Benchmarks", context: [String: String] = [:],
      @BenchmarkBuilder _ benchmarks: () -> [Benchmark]
    ) {
      self.name = name
      self.context = context
      self.benchmarks = benchmarks()
    }

    /// Throws what is wrong with the suite, before the engine sees any of it.
    func check() throws(BenchmarkError) {
      if benchmarks.isEmpty { throw BenchmarkError(nil, "the suite `\(name)` has no benchmarks") }
      for benchmark in benchmarks {
        if let problem = benchmark.problem { throw BenchmarkError(benchmark.name, problem) }
      }
      if let twice = benchmarks.lazy.map(\.name).firstRepeated {
        throw BenchmarkError(twice, "there are two of this name in the suite `\(name)`")
      }
    }
  }
#endif
