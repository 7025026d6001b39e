#if GoogleBenchmark
  import Foundation
  import Testing

  @testable import TidemarkBenchmark

  /// Runs a suite in this process, quickly and without a display.
  func run(_ suite: BenchmarkSuite, _ flags: String...) async throws -> [BenchmarkResult] {
    try suite.check()
    return try await Engine.awaiting {
      try Engine.run(
        suite, for: .timing(CountedFigures()),
        arguments: ["tests", "--benchmark_min_time=0.001"] + flags, isQuiet: true)
    }
  }

  /// Counts a suite in this process.
  func count(_ suite: BenchmarkSuite) async throws -> [String: Counting.Result] {
    try suite.check()
    let counting = Counting()
    _ = try await Engine.awaiting {
      try Engine.run(suite, for: .counting(counting), arguments: ["tests"], isQuiet: true)
    }
    return Dictionary(uniqueKeysWithValues: counting.results.map { ($0.name, $0) })
  }

  extension [BenchmarkResult] {
    /// The names of the runs themselves, without statistics.
    var runs: [String] { filter { $0.aggregate == nil }.map(\.name) }

    /// The only run of a name.
    func only(_ name: String) throws -> BenchmarkResult {
      let found = filter { $0.name == name && $0.aggregate == nil }
      #expect(found.count == 1)
      return try #require(found.first)
    }
  }
#endif
