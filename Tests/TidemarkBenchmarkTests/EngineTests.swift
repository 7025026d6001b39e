#if GoogleBenchmark
  import Foundation
  import Testing
  import Tidemark

  @testable import TidemarkBenchmark

  /// What the engine does with what Swift describes; each test sees the engine's own report.
  @Suite struct EngineTests {
    @Test func argumentsMakeARunEach() async throws {
      let suite = BenchmarkSuite {
        Benchmark("plain") { state in for _ in state {} }
        Benchmark("values", arguments: .values(3, 1)) { state in for _ in state {} }
        Benchmark("range", arguments: .range(8, 1000)) { state in for _ in state {} }
        Benchmark("steps", arguments: .denseRange(1, 7, step: 3)) { state in for _ in state {} }
        Benchmark("ranges", arguments: .ranges((1, 4), (2, 2), multiplier: 2)) { state in
          for _ in state {}
        }
        Benchmark("product", arguments: .product([1, 2], [7, 9]).named("rows", "columns")) {
          state in for _ in state {}
        }
        Benchmark("tuples", arguments: .tuples([[1, 2], [3, 4]])) { state in for _ in state {} }
      }
      #expect(
        try await run(suite).runs == [
          "plain", "values/3", "values/1", "range/8", "range/64", "range/512", "range/1000",
          "steps/1", "steps/4", "steps/7", "ranges/1/2", "ranges/2/2", "ranges/4/2",
          "product/rows:1/columns:7", "product/rows:2/columns:7", "product/rows:1/columns:9",
          "product/rows:2/columns:9", "tuples/1/2", "tuples/3/4",
        ])
    }

    @Test func aBodySeesItsArgumentsAndIterations() async throws {
      let seen = Guarded<[[Int]]>([])
      let suite = BenchmarkSuite {
        Benchmark("a", arguments: .product([5], [6, 7])) { state in
          var rounds = 0
          for _ in state { rounds += 1 }
          let line = state.arguments + [rounds - state.iterations, state.argument, state.threads]
          seen.withLock { $0.append(line) }
        }.iterations(1234)
      }
      let results = try await run(suite)
      #expect(results.map(\.iterations) == [1234, 1234])
      #expect(seen.withLock { $0 } == [[5, 6, 0, 5, 1], [5, 7, 0, 5, 1]])
    }

    @Test func threadsRunAtTheSameTime() async throws {
      let threads = Guarded<Set<Int>>([])
      let suite = BenchmarkSuite {
        Benchmark("many") { state in
          let index = state.thread
          threads.withLock { _ = $0.insert(index) }
          for _ in state {}
        }.threads(3).threads(from: 1, to: 2)
      }
      let results = try await run(suite)
      #expect(results.runs == ["many/threads:3", "many/threads:1", "many/threads:2"])
      #expect(results.map(\.threads) == [3, 1, 2])
      #expect(threads.withLock { $0 } == [0, 1, 2])
    }

    @Test func repetitionsHaveStatistics() async throws {
      let suite = BenchmarkSuite {
        Benchmark("twice") { state in for _ in state { blackHole(1) } }
          .repetitions(3)
          .statistic("spread") { ($0.max() ?? 0) - ($0.min() ?? 0) }
          .statistic("share", isRatio: true) { ($0.min() ?? 0) / ($0.max() ?? 1) }
      }
      let results = try await run(suite)
      #expect(results.filter { $0.aggregate == nil }.map(\.repetition) == [0, 1, 2])
      let statistics = results.compactMap(\.aggregate)
      #expect(statistics == ["mean", "median", "stddev", "cv", "spread", "share"])
      let times = results.filter { $0.aggregate == nil }.map(\.realTime)
      let spread = try #require(results.first { $0.aggregate == "spread" })
      let expected = (times.max() ?? 0) - (times.min() ?? 0)
      #expect(abs(spread.realTime - expected) <= expected / 1000 + 1e-15)
      let share = try #require(results.first { $0.aggregate == "share" })
      #expect(share.realTime > 0 && share.realTime <= 1)
    }

    @Test func manualTimeIsTheBodysOwn() async throws {
      let suite = BenchmarkSuite {
        Benchmark("manual") { state in
          for _ in state { state.setIterationTime(.milliseconds(2)) }
        }.manualTime().iterations(5).unit(.microseconds)
      }
      let result = try #require(try await run(suite).first)
      #expect(result.name == "manual/iterations:5/manual_time")
      #expect(abs(result.realTime - 0.002) < 1e-9)
    }

    @Test func pausesAreNotTimed() async throws {
      let suite = BenchmarkSuite {
        Benchmark("paused") { state in
          for _ in state {
            state.pause()
            Thread.sleep(forTimeInterval: 0.01)
            state.resume()
          }
        }.iterations(5).realTime()
      }
      let result = try #require(try await run(suite).first)
      #expect(result.realTime < 0.005)
    }

    @Test func countersAreReportedAsTheirFlagsSay() async throws {
      let suite = BenchmarkSuite {
        Benchmark("counted") { state in
          for _ in state { state.setIterationTime(.milliseconds(10)) }
          state.setCounter("plain", BenchmarkCounter(7))
          state.setCounter("rate", BenchmarkCounter(7, .rate))
          state.setCounter("each", BenchmarkCounter(40, .perIteration))
          state.setCounter("times", BenchmarkCounter(2, [.timesIterations, .rate]))
          state.setCounter("inverted", BenchmarkCounter(4, .inverted))
          state.setItemsProcessed(20)
          state.setBytesProcessed(2048)
          state.setLabel("a label")
        }.manualTime().iterations(10)
      }
      let result = try #require(try await run(suite).first)
      #expect(result.label == "a label")
      let expected = [
        "plain": 7, "rate": 70, "each": 4, "times": 200, "inverted": 0.25, "items_per_second": 200,
        "bytes_per_second": 20480,
      ]
      #expect(Set(result.counters.keys) == Set(expected.keys))
      for (name, value) in expected {
        #expect(abs((result.counters[name] ?? 0) - value) < value / 1e6, "\(name)")
      }
    }

    @Test func setUpAndTearDownSurroundEachRun() async throws {
      let seen = Guarded<[String]>([])
      let suite = BenchmarkSuite {
        Benchmark("a", arguments: .values(1, 2)) { state in
          for _ in state {}
          let argument = state.argument
          seen.withLock { $0.append("run \(argument)") }
        }
        .iterations(1)
        .setUp { state in
          seen.withLock { [argument = state.argument] in $0.append("up \(argument)") }
        }
        .tearDown { state in
          seen.withLock { [argument = state.argument] in $0.append("down \(argument)") }
        }
      }
      _ = try await run(suite)
      #expect(seen.withLock { $0 } == ["up 1", "run 1", "down 1", "up 2", "run 2", "down 2"])
    }

    @Test func complexityIsFitted() async throws {
      let suite = BenchmarkSuite {
        for (name, complexity) in [
          ("square", BenchmarkComplexity.square), ("function", .function { Double($0 * $0) }),
        ] {
          Benchmark(name, arguments: .range(8, 512, multiplier: 2)) { state in
            let size = state.argument
            for _ in state { state.setIterationTime(.nanoseconds(3 * size * size)) }
            state.setComplexitySize(size)
          }.manualTime().iterations(10).complexity(complexity)
        }
      }
      let results = try await run(suite)
      for name in ["square", "function"] {
        let fits = results.filter { $0.name.hasPrefix(name) && $0.aggregate == "BigO" }
        #expect(fits.count == 1)
        #expect(abs((fits.first?.realTime ?? 0) - 3e-9) < 1e-11, "\(name)")
      }
    }

    @Test func theFirstArgumentIsTheSize() async throws {
      let suite = BenchmarkSuite {
        Benchmark("cube", arguments: .range(8, 64, multiplier: 2)) { state in
          let size = state.argument
          for _ in state { state.setIterationTime(.nanoseconds(size * size * size)) }
        }.manualTime().iterations(10).complexity(.cube)
      }
      let fit = try #require(try await run(suite).first { $0.aggregate == "BigO" })
      #expect(abs(fit.realTime - 1e-9) < 1e-11)
    }

    @Test func aSetUpSkipsTheRunThatFollows() async throws {
      let suite = BenchmarkSuite {
        Benchmark("a", arguments: .values(1, 2)) { state in for _ in state {} }
          .setUp { state in if state.argument == 1 { state.skip("no file") } }
          .tearDown { $0.skip("nothing") }
      }
      #expect(try await run(suite).map(\.error) == ["no file", nil])
    }

    @Test func theFilterChooses() async throws {
      let suite = BenchmarkSuite {
        Benchmark("first") { state in for _ in state {} }
        Benchmark("second") { state in for _ in state {} }
      }
      #expect(try await run(suite, "--benchmark_filter=^sec").runs == ["second"])
      // The choice does not outlive the run.
      #expect(try await run(suite, "--benchmark_filter=.").runs == ["first", "second"])
    }

    /// Counting knows other names than timing, whose options are part of them.
    @Test func theFilterChoosesForCountingByTheWholeName() async throws {
      let suite = BenchmarkSuite {
        Benchmark("a", arguments: .values(1, 2)) { (state: BenchmarkState) async in
          for _ in state {}
        }
        Benchmark("b") { state in for _ in state {} }.iterations(5)
      }
      let wanted = [
        "a/2/process_time/real_time$": ["a/2"], "iterations:5": ["b"], ".": ["a/1", "a/2", "b"],
      ]
      for (filter, names) in wanted {
        let chosen = ChosenRuns()
        _ = try await Engine.awaiting {
          try Engine.run(
            suite, for: .choosing(chosen), arguments: ["tests", "--benchmark_filter=\(filter)"],
            isQuiet: true)
        }
        #expect(Set(chosen.names.map(\.full)) == Set(names))
        let counting = Counting(of: chosen.names)
        _ = try await Engine.awaiting {
          try Engine.run(suite, for: .counting(counting), arguments: ["tests"], isQuiet: true)
        }
        #expect(counting.results.map(\.name) == names)
      }
    }

    @Test(arguments: [
      ("--benchmark_filter=[", "the filter is no regular expression of the engine"),
      ("--benchmark_repetitions=0", "0 repetitions are asked for; there has to be at least 1"),
    ])
    func aFlagThatMakesNoSenseIsRefused(_ flag: String, _ message: String) async {
      let suite = BenchmarkSuite { Benchmark("first") { state in for _ in state {} } }
      let error = await #expect(throws: BenchmarkError.self) { try await run(suite, flag) }
      #expect(error?.message == message)
    }

    @Test func anUnknownFlagIsRefused() async {
      let suite = BenchmarkSuite { Benchmark("first") { state in for _ in state {} } }
      let error = await #expect(throws: BenchmarkError.self) {
        try await run(suite, "--benchmark_wrong")
      }
      #expect(error?.message == "`--benchmark_wrong` is no flag of the engine; --help lists them")
    }
  }
#endif
