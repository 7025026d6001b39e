#if GoogleBenchmark
  private import Foundation

  extension BenchmarkSuite {
    /// Runs the benchmarks as the arguments say, which are the engine's own flags.
    ///
    /// Tidemark's figures of an iteration are counted before in a process of their own and reported
    /// as counters; `TIDEMARK_COUNTS=off` leaves that out. While times are measured nothing is
    /// counted. A suite that can't be run as described ends the process with exit code 64.
    ///
    /// - Parameter arguments: The name of the program and the flags.
    /// - Returns: The lines of the report.
    @discardableResult
    public func run(arguments: [String] = CommandLine.arguments) -> [BenchmarkResult] {
      Self.orExit { try Engine.waiting { try runHere(arguments) } }
    }

    /// Runs the benchmarks as the arguments say, without blocking the thread of the caller.
    @discardableResult
    public func run(arguments: [String] = CommandLine.arguments) async -> [BenchmarkResult] {
      do {
        return try await Engine.awaiting { try runHere(arguments) }
      } catch {
        Self.exit(error)
      }
    }

    private func runHere(_ arguments: [String]) throws -> [BenchmarkResult] {
      try check()
      if let file = CountingProcess.output {
        try count(arguments, into: file)
        return []
      }
      let figures = CountingProcess.isWanted(arguments) ? CountingProcess.figures(arguments) : nil
      return try Engine.run(
        self, for: .timing(figures ?? CountedFigures()), arguments: arguments, isQuiet: false)
    }

    /// Counts instead of timing, which is what the process was started for.
    private func count(_ arguments: [String], into file: String) throws {
      let counting = Counting()
      _ = try Engine.run(self, for: .counting(counting), arguments: arguments, isQuiet: true)
      let data = try JSONEncoder().encode(CountedFigures(counting))
      try data.write(to: URL(fileURLWithPath: file))
    }

    private static func orExit<Result>(_ body: () throws -> Result) -> Result {
      do {
        return try body()
      } catch {
        exit(error)
      }
    }

    private static func exit(_ error: any Error) -> Never {
      FileHandle.standardError.write(Data("error: \(error)\n".utf8))
      Foundation.exit(64)
    }
  }
#endif
