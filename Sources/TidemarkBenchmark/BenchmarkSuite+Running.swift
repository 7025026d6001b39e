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
    ///
    /// - Parameter arguments: The name of the program and the flags of the engine.
    /// - Returns: The lines of the report.
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
        let data = try JSONEncoder().encode(counted(arguments))
        try data.write(to: URL(fileURLWithPath: order.file))
        Foundation.exit(0)
      }
      // Before the engine has its flags, which would hold for the trial, too.
      let known: CountedFigures? =
        if !makesRuns(arguments) {
          CountedFigures()
        } else if CountingProcess.isOff {
          try tried(arguments)
        } else if CountingProcess.isTestBundle {
          // Started once more it would run tests; and here the probe is on already.
          try counted(arguments)
        } else {
          nil
        }
      return try Engine.run(
        self, for: .timing(known ?? CountingProcess.figures(call: call)), arguments: arguments,
        isQuiet: false)
    }

    /// Whether the arguments ask for runs, and not for a list or for help.
    private func makesRuns(_ arguments: [String]) -> Bool {
      !arguments.dropFirst().contains {
        $0.hasPrefix("--benchmark_list_tests") || $0.hasPrefix("--help") || $0 == "--version"
      }
    }

    /// Runs one iteration of each benchmark that is to be fitted, here and unmeasured: which of them
    /// work has to be known before the engine fits a family, and nothing was counted that says so.
    func tried(_ arguments: [String]) throws -> CountedFigures {
      let fitted = benchmarks.filter { $0.options.complexity != nil }
      let names = chosen(arguments)
      guard !fitted.isEmpty, !names.isEmpty else { return CountedFigures() }
      let trial = Counting(of: names)
      _ = try Engine.run(
        BenchmarkSuite(name) { fitted }, for: .trying(trial), arguments: Array(arguments.prefix(1)),
        isQuiet: true)
      return CountedFigures(trial)
    }

    /// Returns the names of the runs that the filter chooses.
    ///
    /// With a filter that the engine can't read nothing is chosen; the timed run says so.
    private func chosen(_ arguments: [String]) -> Set<RunName> {
      let filter = arguments.dropFirst().filter { $0.hasPrefix("--benchmark_filter=") }
      let chosen = ChosenRuns()
      _ = try? Engine.run(
        self, for: .choosing(chosen), arguments: Array(arguments.prefix(1)) + filter, isQuiet: true)
      return chosen.names
    }

    /// Counts instead of timing.
    private func counted(_ arguments: [String]) throws -> CountedFigures {
      let chosen = chosen(arguments)
      let counting = Counting(of: chosen)
      if !chosen.isEmpty {
        _ = try Engine.run(
          self, for: .counting(counting), arguments: Array(arguments.prefix(1)), isQuiet: true)
      }
      return CountedFigures(counting)
    }

    private static func orExit<Result>(_ body: () throws -> Result) -> Result {
      do {
        return try body()
      } catch {
        exit(error)
      }
    }

    static func exit(_ error: any Error) -> Never {
      FileHandle.standardError.write(Data("error: \(error)\n".utf8))
      Foundation.exit(64)
    }
  }
#endif
