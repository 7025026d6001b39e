#if !GoogleBenchmark
  // What a package meets that uses this product without asking for the engine.

  /// Needs the trait `GoogleBenchmark` of the package Tidemark.
  @available(
    *, unavailable,
    message:
      "add traits: [\"GoogleBenchmark\"] to the dependency on tidemark, and install libbenchmark-dev"
  )
  public struct BenchmarkSuite {
    /// Does nothing.
    public init(_ name: String = "", context: [String: String] = [:], _ benchmarks: () -> Void) {}

    /// Does nothing.
    public func run(arguments: [String] = []) {}
  }

  /// Needs the trait `GoogleBenchmark` of the package Tidemark.
  @available(
    *, unavailable,
    message:
      "add traits: [\"GoogleBenchmark\"] to the dependency on tidemark, and install libbenchmark-dev"
  )
  public struct Benchmark {}
#endif
