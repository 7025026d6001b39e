#if GoogleBenchmark
  private import Foundation

  extension BenchmarkSuite {
    /// Runs the benchmarks as the arguments say, which are the engine's own flags.
    ///
    /// Tidemark's figures of an iteration are counted before and reported as counters. The program
    /// is started once more for that, with the arguments of the process, and that process ends here;
    /// `TIDEMARK_COUNTS=off` leaves it out. While times are measured nothing is counted. A suite that
    /// can't be run as described ends the process with exit code 64.
    ///
    /// - Parameter arguments: The name of the program and the flags of the engine.
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
      let call = CountingProcess.call()
      if let order = CountingProcess.order {
        // A program may run several suites; the process was started to count one of them.
        guard order.call == call else { return [] }
        try count(arguments, into: order.file)
        Foundation.exit(0)
      }
      return try Engine.run(
        self, for: .timing(CountingProcess.figures(arguments, call: call)), arguments: arguments,
        isQuiet: false)
    }

    /// Counts instead of timing, which is what the process was started for.
    private func count(_ arguments: [String], into file: String) throws {
      let program = Array(arguments.prefix(1))
      let filter = arguments.dropFirst().filter { $0.hasPrefix("--benchmark_filter=") }
      let chosen = ChosenRuns()
      // With a filter that the engine can't read nothing is chosen; the timed run says so.
      _ = try? Engine.run(self, for: .choosing(chosen), arguments: program + filter, isQuiet: true)
      let counting = Counting(of: chosen.names)
      if !chosen.names.isEmpty {
        _ = try Engine.run(self, for: .counting(counting), arguments: program, isQuiet: true)
      }
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
