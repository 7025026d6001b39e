#if GoogleBenchmark
  import Foundation
  import Testing
  import Tidemark

  @testable import TidemarkBenchmark

  /// Counts of iterations that are known by construction.
  @Suite struct CountingTests {
    @Test(.enabled(if: !Bracket.isSanitized)) func anEmptyIterationUsesNothing() async throws {
      let figures = try await count(
        BenchmarkSuite {
          Benchmark("empty") { state in for _ in state {} }
          Benchmark("async") { (state: BenchmarkState) async in for _ in state {} }
        })
      for name in ["empty", "async"] {
        let usage = try #require(figures[name]?.usage)
        for metric in [Metric.tasksCreated, .hops, .heapAllocations, .threadsCreated] {
          #expect(usage[metric] == 0, "\(name) \(metric)")
        }
      }
    }

    @Test(.enabled(if: !Bracket.isSanitized)) func iterationsAreCountedWithoutTheFirst()
      async throws
    {
      let rounds = Guarded(0)
      let suite = BenchmarkSuite {
        Benchmark("group", arguments: .values(1, 5)) { (state: BenchmarkState) async in
          for _ in state {
            rounds.withLock { $0 += 1 }
            await withTaskGroup(of: Void.self) { group in
              for _ in 0..<state.argument { group.addTask {} }
            }
          }
        }
        Benchmark("malloc") { state in
          for _ in state { free(identity(malloc(100))) }
        }.threads(2)
      }
      let figures = try await count(suite)
      #expect(figures["group/1"]?.usage[.tasksCreated] == 10)
      #expect(figures["group/5"]?.usage[.tasksCreated] == 50)
      #expect(rounds.withLock { $0 } == 22)
      #expect(figures["malloc/threads:2"]?.usage[.heapAllocations] == 20)
      #expect(figures["malloc/threads:2"]?.usage[.heapBytesAllocated] == 2000)
      let each = CountedFigures(
        {
          let counting = Counting()
          for result in figures.values where result.name.hasPrefix("malloc") {
            for _ in 0..<2 {
              var half = result.usage
              half.figures[.heapAllocations] = .measured(10)
              counting.add(half, to: result.run)
            }
          }
          return counting
        }())
      #expect(each.runs["malloc"]?["/threads:2"]?["allocations"] == 1)
    }

    @Test(.enabled(if: !Bracket.isSanitized)) func pausesAreNotCounted() async throws {
      let figures = try await count(
        BenchmarkSuite {
          Benchmark("paused") { state in
            for _ in state {
              state.pause()
              free(identity(malloc(64)))
              state.resume()
              free(identity(malloc(32)))
            }
          }
        })
      #expect(figures["paused"]?.usage[.heapAllocations] == 10)
      #expect(figures["paused"]?.usage[.heapBytesAllocated] == 320)
    }

    @Test func whatIterationsLeaveBehindIsSeen() async throws {
      let figures = try await count(
        BenchmarkSuite {
          Benchmark("leak") { (state: BenchmarkState) async in
            for _ in state {
              Task { try await Task.sleep(for: .seconds(20)) }
            }
          }
        })
      #expect(figures["leak"]?.usage[.tasksLeaked] == 10)
    }

    @Test func aSkippedRunHasNoFigures() async throws {
      let figures = try await count(
        BenchmarkSuite {
          Benchmark("thrown") { state in for _ in state { throw CancellationError() } }
        })
      #expect(figures.isEmpty)
    }

    /// The engine would crash on a fit of nothing.
    @Test func nothingIsFittedWhereEveryRunWasSkipped() async throws {
      let suite = BenchmarkSuite {
        Benchmark("none", arguments: .values(1, 2)) { _ in throw CancellationError() }
          .complexity(.linear)
        Benchmark("size") { state in for _ in state {} }.complexity(.linear)
      }
      try suite.check()
      let results = try await Engine.awaiting {
        let counting = Counting()
        _ = try Engine.run(suite, for: .counting(counting), arguments: ["tests"], isQuiet: true)
        return try Engine.run(
          suite, for: .timing(CountedFigures(counting)), arguments: ["tests"], isQuiet: true)
      }
      #expect(
        results.map(\.error) == [
          "CancellationError()", "CancellationError()",
          "complexity is fitted against a size above 0, set by an argument or the body",
        ])
    }

    /// The runs of a benchmark are its own, whatever the names of others begin with.
    @Test func noFitIsHeldToTheRunsOfAnotherBenchmark() async throws {
      let suite = BenchmarkSuite {
        Benchmark("sort", arguments: .values(1, 2)) { _ in throw CancellationError() }
          .complexity(.linear)
        Benchmark("sort/stable", arguments: .values(1, 2)) { state in for _ in state {} }
      }
      let figures = try await Engine.awaiting {
        let counting = Counting()
        _ = try Engine.run(suite, for: .counting(counting), arguments: ["tests"], isQuiet: true)
        return CountedFigures(counting)
      }
      #expect(figures.valid(of: "sort/stable") == ["sort/stable/1", "sort/stable/2"])
      // The engine would crash on a fit of what is not there.
      try #require(figures.valid(of: "sort") == [])
      let results = try await Engine.awaiting {
        try Engine.run(
          suite, for: .timing(figures), arguments: ["tests", "--benchmark_min_time=0.001"],
          isQuiet: true)
      }
      #expect(results.count { $0.error != nil } == 2 && results.runs.count == 4)
    }

    /// Without counts the program tries what is to be fitted.
    @Test func nothingIsFittedWhereEveryTrialWasSkipped() async throws {
      let tries = Guarded(0)
      let suite = BenchmarkSuite {
        Benchmark("none", arguments: .values(1, 2)) { _ in throw CancellationError() }
          .complexity(.linear)
        Benchmark("threads", arguments: .values(1, 2)) { state in
          if state.thread == 1 { throw CancellationError() }
          for _ in state {}
        }.threads(2).complexity(.linear)
        Benchmark("good", arguments: .values(1, 2, 4)) { state in
          for _ in state { tries.withLock { $0 += 1 } }
        }.iterations(3).complexity(.linear)
        Benchmark("plain") { state in for _ in state { tries.withLock { $0 += 1 } } }
      }
      let trial = try await Engine.awaiting { try suite.tried(["tests"]) }
      #expect(trial.runs == ["good": ["/1": [:], "/2": [:], "/4": [:]]])
      #expect(tries.withLock { $0 } == 3)
      let results = try await Engine.awaiting {
        try Engine.run(
          suite, for: .timing(trial), arguments: ["tests", "--benchmark_min_time=0.001"],
          isQuiet: true)
      }
      #expect(results.filter { $0.aggregate == "BigO" }.map(\.name) == ["good/iterations:3"])
      #expect(results.count { $0.error != nil } == 4)
    }

    @Test func aFamilyIsWatchedUntilARunWorks() {
      let watch = FitWatch(["a/1", "a/2"])
      #expect(!watch.ends("a/1", threads: 2, isSkipped: false))
      #expect(!watch.ends("a/1", threads: 2, isSkipped: true))
      #expect(!watch.ends("a/0", threads: 1, isSkipped: true))
      #expect(!watch.ends("a/2", threads: 1, isSkipped: false))
      // Fewer iterations may have worked.
      #expect(watch.ends("a/2", threads: 1, isSkipped: true))
      #expect(!watch.ends("a/0", threads: 1, isSkipped: false))
    }

    /// A process of tests started once more would run the tests.
    @Test(.enabled(if: !Bracket.isSanitized)) func aTestCountsWhatItRunsItself() async {
      let suite = BenchmarkSuite {
        Benchmark("malloc") { state in for _ in state { free(identity(malloc(64))) } }
      }
      let results = await suite.run(arguments: ["tests", "--benchmark_min_time=0.001"])
      #expect(results.map { $0.counters["allocations"] } == [1])
    }

    /// What benchmarks do has figures of its own, and none in those of the work around them.
    @Test(.enabled(if: !Bracket.isSanitized), arguments: [1, 50])
    func theWorkAroundHasNoFiguresOfBenchmarks(tasks: Int) async throws {
      let suite = BenchmarkSuite {
        Benchmark("fan-out") { (state: BenchmarkState) async in
          for _ in state {
            await withTaskGroup(of: Void.self) { group in
              for _ in 0..<tasks { group.addTask { free(identity(malloc(4096))) } }
            }
          }
        }
        Benchmark("malloc") { state in
          for _ in state { for _ in 0..<tasks { free(identity(malloc(64))) } }
        }.threads(2)
      }
      let figures = Guarded<[String: Counting.Result]>([:])
      let around = try await measureUsage {
        let counted = try await count(suite)
        figures.withLock { $0 = counted }
      }
      let counted = figures.withLock { $0 }
      #expect(counted["fan-out"]?.usage[.tasksCreated] == 10 * tasks)
      #expect(counted["malloc/threads:2"]?.usage[.heapAllocations] == 20 * tasks)
      #expect(around[.tasksCreated] == 0 && around[.threadsCreated] == 0)
      #expect(try #require(around[.heapAllocations]) < 100)
      // Neither do iterations that the engine chooses by time.
      let timed = try await measureUsage { _ = try await run(suite) }
      #expect(timed[.tasksCreated] == 0 && timed[.threadsCreated] == 0)
      #expect(try #require(timed[.heapAllocations]) < 100)
    }

    @Test func countsAreHeldAgainstTheBaseline() async throws {
      let suite = BenchmarkSuite("Counts") {
        Benchmark("fan-out", arguments: .values(4)) { (state: BenchmarkState) async in
          for _ in state {
            await withTaskGroup(of: Void.self) { group in
              for _ in 0..<state.argument { group.addTask {} }
            }
          }
        }
      }
      try await suite.check(against: .baseline)
    }
  }
#endif
