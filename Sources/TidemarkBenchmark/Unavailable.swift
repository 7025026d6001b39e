#if !GoogleBenchmark
  // What a package meets that uses this product without asking for the engine.

  /// Needs the trait `GoogleBenchmark` of the package Tidemark.
  @available(
    *, unavailable,
    message:
      "add traits: [\"GoogleBenchmark\"] to the dependency on tidemark, and install libbenchmark-dev"
  )
  public struct BenchmarkSuite {}

  /// Needs the trait `GoogleBenchmark` of the package Tidemark.
  @available(
    *, unavailable,
    message:
      "add traits: [\"GoogleBenchmark\"] to the dependency on tidemark, and install libbenchmark-dev"
  )
  public struct Benchmark {}
#endif
