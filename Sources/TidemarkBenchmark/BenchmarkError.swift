#if GoogleBenchmark
  /// A benchmark that cannot be run as it is described.
  public struct BenchmarkError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The benchmark's name, if the trouble is with one.
    public var benchmark: String?
    /// What is wrong.
    public var message: String

    /// Creates an error.
    public init(_ benchmark: String?, _ message: String) {
      self.benchmark = benchmark
      self.message = message
    }

    /// The name of the benchmark and what is wrong with it.
    public var description: String {
      benchmark.map { "benchmark `\($0)`: \(message)" } ?? message
    }
  }
#endif
