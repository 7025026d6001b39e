#if GoogleBenchmark
  import Foundation
  import Testing
  import Tidemark

  @testable import TidemarkBenchmark

  /// Returns a clock of the kernel's in nanoseconds.
  private func nanoseconds(_ clock: clockid_t) -> Int {
    var time = timespec()
    clock_gettime(clock, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  /// How long, how often and by which clock the engine runs what it is told to.
  ///
  /// Iterations that state their own time, a millisecond each, make what the engine does exact.
  @Suite struct OptionTests {
    /// A benchmark of exact iterations, and how many it was made to do in all.
    private func exact(
      _ name: String = "exact"
    ) -> (benchmark: Benchmark, done: Guarded<Int>) {
      let done = Guarded(0)
      let benchmark = Benchmark(name) { state in
        for _ in state {
          done.withLock { $0 += 1 }
          state.setIterationTime(.milliseconds(1))
        }
      }
      return (benchmark.manualTime(), done)
    }

    @Test func minimumTimeIsReached() async throws {
      let plain = exact("plain").benchmark
      let long = exact("long").benchmark.minimumTime(.milliseconds(50))
      let results = try await run(BenchmarkSuite { [plain, long] })
      #expect(results.map(\.iterations).first == 1)
      #expect(try #require(results.last).iterations >= 50)
    }

    @Test func warmUpIsNotReported() async throws {
      let (benchmark, done) = exact()
      let suite = BenchmarkSuite {
        benchmark.minimumTime(.milliseconds(1)).warmUp(.milliseconds(30))
      }
      let result = try #require(try await run(suite).first)
      #expect(result.name == "exact/min_time:0.001/min_warmup_time:0.030/manual_time")
      #expect(done.withLock { $0 } >= result.iterations + 30)
    }

    @Test func repetitionsAreMadeInTurnsOnRequest() async throws {
      let order = Guarded<[String]>([])
      let suite = BenchmarkSuite {
        for name in ["a", "b", "c"] {
          Benchmark(name) { state in
            for _ in state {}
            order.withLock { $0.append(name) }
          }.iterations(1).repetitions(10)
        }
      }
      let blocks = ["a", "b", "c"].flatMap { Array(repeating: $0, count: 10) }
      _ = try await run(suite, "--benchmark_enable_random_interleaving=true")
      let shuffled = order.withLock { order in
        defer { order = [] }
        return order
      }
      #expect(shuffled.sorted() == blocks && shuffled != blocks)
      // The flag does not outlive the run.
      _ = try await run(suite)
      #expect(order.withLock { $0 } == blocks)
    }

    @Test func repetitionsOfAFlagDoNotOutliveTheRun() async throws {
      let suite = BenchmarkSuite { exact().benchmark.iterations(1) }
      #expect(try await run(suite, "--benchmark_repetitions=3").runs.count == 3)
      #expect(try await run(suite).runs.count == 1)
    }

    @Test func clocksAreThoseAskedFor() async throws {
      let work = { @Sendable (state: BenchmarkState) in
        for _ in state {
          // The thread of the benchmark waits while another one works.
          let thread = Thread {
            while nanoseconds(CLOCK_THREAD_CPUTIME_ID) < 40_000_000 {}
          }
          thread.start()
          while !thread.isFinished { usleep(1000) }
        }
      }
      let suite = BenchmarkSuite {
        Benchmark("thread", work).iterations(1)
        Benchmark("process", work).iterations(1).processTime()
        Benchmark("real", work).realTime().minimumTime(.milliseconds(30))
      }
      let results = try await run(suite)
      #expect(
        results.runs == [
          "thread/iterations:1", "process/iterations:1/process_time",
          "real/min_time:0.030/real_time",
        ])
      #expect(results[0].processorTime < 0.02 && results[0].realTime > 0.02)
      #expect(results[1].processorTime > 0.03)
      // By the thread's own time there would be hundreds.
      #expect(results[2].iterations < 10)
    }

    @Test func countersOfThreadsAreAddedOrAveraged() async throws {
      let suite = BenchmarkSuite {
        Benchmark("threads") { state in
          for _ in state {}
          state.setCounter("all", BenchmarkCounter(10))
          state.setCounter("each", BenchmarkCounter(10, .perThread))
          state.setItemsProcessed(5)
        }.threads(4).iterations(1)
      }
      let result = try #require(try await run(suite).first)
      #expect(result.counters["all"] == 40 && result.counters["each"] == 10)
      #expect(result.counters["items_per_second"] ?? 0 > 0)
    }

    @Test func asManyThreadsAsProcessors() async throws {
      let suite = BenchmarkSuite {
        Benchmark("cores") { state in for _ in state {} }.threadsPerCore().iterations(1)
      }
      #expect(try await run(suite).map(\.threads) == [ProcessInfo.processInfo.processorCount])
    }

    @Test(arguments: [
      ("constant", BenchmarkComplexity.constant, { @Sendable (_: Double) in 1 }),
      ("logarithmic", .logarithmic, { @Sendable (size: Double) in log2(size) }),
      ("linear", .linear, { @Sendable (size: Double) in size }),
      ("linear logarithmic", .linearLogarithmic, { @Sendable (size: Double) in size * log2(size) }),
      ("square", .square, { @Sendable (size: Double) in size * size }),
    ])
    func eachCurveIsFitted(
      name: String, complexity: BenchmarkComplexity, grow: @escaping @Sendable (Double) -> Double
    ) async throws {
      let suite = BenchmarkSuite {
        Benchmark(name, arguments: .range(8, 512, multiplier: 2)) { state in
          let time = Duration.seconds(7e-6 * grow(Double(state.argument)))
          for _ in state { state.setIterationTime(time) }
        }.manualTime().iterations(10).complexity(complexity)
      }
      let results = try await run(suite)
      let fit = try #require(results.first { $0.aggregate == "BigO" })
      #expect(abs(fit.realTime - 7e-6) < 1e-8)
      let error = try #require(results.first { $0.aggregate == "RMS" })
      #expect(error.realTime < 1e-3)
    }

    @Test func aCurveIsChosen() async throws {
      let suite = BenchmarkSuite {
        Benchmark("chosen", arguments: .range(64, 4096, multiplier: 4)) { state in
          for _ in state { for _ in 0..<state.argument { blackHole(1) } }
        }.complexity(.automatic)
      }
      #expect(try await run(suite).count { $0.aggregate == "BigO" } == 1)
    }

    /// What is displayed is what the results are; a file gets all runs, unless aggregates are all.
    @Test func aggregatesMayBeAll() async throws {
      let file = FileManager.default.temporaryDirectory
        .appendingPathComponent("tidemark-options-\(UUID().uuidString).json")
      defer { try? FileManager.default.removeItem(at: file) }
      let suite = BenchmarkSuite {
        exact("only").benchmark.iterations(2).repetitions(2).aggregatesOnly()
        exact("display").benchmark.iterations(2).repetitions(2).aggregatesOnDisplay()
          .unit(.seconds)
      }
      let results = try await run(suite, "--benchmark_out=\(file.path)")
      #expect(results.runs.isEmpty && results.count == 8)
      struct Entry: Decodable {
        var name: String
        var type: String
        var unit: String?
        enum CodingKeys: String, CodingKey {
          case name
          case type = "run_type"
          case unit = "time_unit"
        }
      }
      struct Report: Decodable { var benchmarks: [Entry] }
      let entries = try JSONDecoder().decode(Report.self, from: Data(contentsOf: file)).benchmarks
      let runs = entries.filter { $0.type == "iteration" }
      #expect(
        runs.map(\.name) == Array(repeating: "display/iterations:2/repeats:2/manual_time", count: 2)
      )
      #expect(runs.allSatisfy { $0.unit == "s" })
      #expect(entries.contains { $0.name.hasPrefix("only/") && $0.unit == "ns" })
    }
  }
#endif
