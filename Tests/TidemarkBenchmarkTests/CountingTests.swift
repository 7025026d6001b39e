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
              counting.add(half, to: result.name)
            }
          }
          return counting
        }())
      #expect(each.runs["malloc/threads:2"]?["allocations"] == 1)
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
