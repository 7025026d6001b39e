/// Collects the benchmarks of a suite.
@resultBuilder
public enum BenchmarkBuilder {
  /// Takes one benchmark.
  public static func buildExpression(_ benchmark: Benchmark) -> [Benchmark] { [benchmark] }

  /// Takes several benchmarks.
  public static func buildExpression(_ benchmarks: [Benchmark]) -> [Benchmark] { benchmarks }

  /// Joins benchmarks.
  public static func buildBlock(_ parts: [Benchmark]...) -> [Benchmark] { parts.flatMap { $0 } }

  /// Takes what an `if` without `else` gives.
  public static func buildOptional(_ part: [Benchmark]?) -> [Benchmark] { part ?? [] }

  /// Takes the first branch of an `if`.
  public static func buildEither(first part: [Benchmark]) -> [Benchmark] { part }

  /// Takes the second branch of an `if`.
  public static func buildEither(second part: [Benchmark]) -> [Benchmark] { part }

  /// Joins what a loop gives.
  public static func buildArray(_ parts: [[Benchmark]]) -> [Benchmark] { parts.flatMap { $0 } }
}
