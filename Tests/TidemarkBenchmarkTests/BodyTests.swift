#if GoogleBenchmark
  import Foundation
  import Testing
  import Tidemark

  @testable import TidemarkBenchmark

  /// What becomes of bodies, also of those that do not do what they should.
  @Suite struct BodyTests {
    private struct Broken: Error {}

    @Test func aThrowingBodyIsSkippedUnderItsName() async throws {
      let suite = BenchmarkSuite {
        Benchmark("before") { _ in throw Broken() }
        Benchmark("inside") { state in for _ in state { throw Broken() } }
        Benchmark("async") { (state: BenchmarkState) async throws in
          for _ in state {
            await Task.yield()
            throw Broken()
          }
        }
        Benchmark("good") { state in for _ in state {} }
      }
      let results = try await run(suite)
      #expect(
        results.map(\.error) == ["Broken()", "Broken()", "Broken()", nil])
      #expect(results.map(\.name).first == "before")
    }

    @Test func aBodyThatEndsEarlyIsNoResult() async throws {
      let suite = BenchmarkSuite {
        Benchmark("never") { _ in }
        Benchmark("early") { state in
          for _ in state where state.iterations > 0 { break }
        }.iterations(10)
        Benchmark("skipped") { state in
          for _ in state {
            state.skip("not today")
            break
          }
        }
        Benchmark("threads") { state in
          if state.thread == 1 { throw Broken() }
          for _ in state {}
        }.threads(3)
      }
      let results = try await run(suite)
      #expect(
        results.map(\.error) == [
          "the body has no loop over its state", "the body left its loop before the last iteration",
          "not today", "Broken()",
        ])
    }

    @Test func pausesWhereTheClockStandsStillAreNothing() async throws {
      let suite = BenchmarkSuite {
        Benchmark("outside") { state in
          state.pause()
          for _ in state {}
          state.resume()
          state.pause()
        }
        Benchmark("twice") { state in
          for _ in state {
            state.pause()
            state.pause()
            state.resume()
            state.resume()
          }
        }.iterations(3)
        Benchmark("to the end") { state in
          for _ in state { state.pause() }
        }.iterations(3)
        Benchmark("skipped") { state in
          for _ in state {
            state.pause()
            state.skip("not today")
            state.resume()
            state.pause()
          }
        }.iterations(3)
      }
      #expect(try await run(suite).map(\.error) == [nil, nil, nil, "not today"])
      #expect(try await count(suite).keys.sorted() == ["outside", "to the end", "twice"])
    }

    @Test func whatABodyCannotHaveSkipsIt() async throws {
      let suite = BenchmarkSuite {
        Benchmark("argument") { state in
          for _ in state { blackHole(state.argument) }
        }
        Benchmark("second") { state in
          for _ in state {}
          for _ in state {}
        }
        Benchmark("nested") { state in
          for _ in state { for _ in state {} }
        }
      }
      let results = try await run(suite)
      #expect(
        results.map(\.error) == [
          "the benchmark has no arguments", "the body has two loops over its state",
          "the body has two loops over its state",
        ])
    }

    @Test func asynchronousBodiesReallyRunAtOnce() async throws {
      let arrived = Guarded(0)
      let suite = BenchmarkSuite {
        Benchmark("group") { (state: BenchmarkState) async throws in
          for _ in state {
            try await withThrowingTaskGroup(of: Void.self) { group in
              for _ in 0..<2 {
                // Each blocks its thread until the other one is there, too.
                group.addTask {
                  arrived.withLock { $0 += 1 }
                  for _ in 0..<60_000 where arrived.withLock({ $0 }) < 2 { usleep(1000) }
                  if arrived.withLock({ $0 }) < 2 { throw Broken() }
                }
              }
              try await group.waitForAll()
            }
          }
        }.iterations(1)
      }
      let results = try await run(suite)
      #expect(results.map(\.error) == [nil])
    }

    @Test func theBridgeIsOutsideOfTheClock() async throws {
      let suite = BenchmarkSuite {
        Benchmark("slow start") { (state: BenchmarkState) async in
          usleep(20000)
          for _ in state {}
          usleep(20000)
        }.iterations(1)
      }
      let result = try #require(try await run(suite).first)
      #expect(result.realTime < 0.015)
    }
  }

  /// Descriptions that cannot be run are refused before the engine sees them.
  @Suite struct DescriptionTests {
    @Test(arguments: [
      (BenchmarkArguments.range(8, 4), "the range from 8 to 4 is empty"),
      (.range(1, 4, multiplier: 1), "the range's multiplier is 1; it has to be at least 2"),
      (.denseRange(1, 4, step: 0), "the step is 0; it has to be at least 1"),
      (.tuples([]), "the list of arguments is empty"),
      (
        .tuples([[1], [1, 2]]), "the combinations of arguments are of different lengths, or empty"
      ),
      (.product([1], []), "a list of the product of arguments is empty"),
      (.values(1, 2, 1), "the arguments [1] are there twice"),
      (.product([1], [2, 2]), "the argument 2 is twice in a list of the product"),
      (.values(1).named("a", "b"), "there are 2 argument names for 1 arguments"),
    ])
    func argumentsAreChecked(_ arguments: BenchmarkArguments, _ message: String) async {
      let suite = BenchmarkSuite {
        Benchmark("a", arguments: arguments) { state in for _ in state {} }
      }
      let error = await #expect(throws: BenchmarkError.self) { try await run(suite) }
      #expect(error == BenchmarkError("a", message))
      #expect(error?.description == "benchmark `a`: \(message)")
    }

    @Test func optionsAreChecked() async {
      let plain = Benchmark("a") { (state: BenchmarkState) in for _ in state {} }
      let wrong: [(Benchmark, String)] = [
        (plain.repetitions(0), "0 repetitions are asked for; there has to be at least 1"),
        (plain.iterations(0), "0 iterations are asked for; there has to be at least 1"),
        (plain.minimumTime(.zero), "the minimum time has to be above 0"),
        (plain.warmUp(.seconds(-1)), "the warm-up time is negative"),
        (
          plain.iterations(1).warmUp(.seconds(1)),
          "with a fixed number of iterations there is neither a minimum time nor a warm-up"
        ),
        (
          plain.warmUp(.seconds(1)),
          "a warm-up needs a minimum time, without which the engine leaves it out"
        ),
        (plain.manualTime().realTime(), "manual time and real time exclude each other"),
        (plain.threads(0), "0 threads are asked for; there has to be at least 1"),
        (plain.threads(from: 4, to: 2), "the range of 4 to 2 threads is empty, or below 1"),
        (plain.threads(2).threads(2), "the same number of threads is asked for twice"),
        (plain.statistic("mean") { _ in 0 }, "there are two statistics called `mean`"),
      ]
      for (benchmark, message) in wrong {
        let error = await #expect(throws: BenchmarkError.self) {
          try await run(BenchmarkSuite { benchmark })
        }
        #expect(error == BenchmarkError("a", message))
      }
    }

    @Test func namesAreUnique() async {
      let suite = BenchmarkSuite("Twice") {
        Benchmark("a") { state in for _ in state {} }
        Benchmark("a") { state in for _ in state {} }
      }
      let error = await #expect(throws: BenchmarkError.self) { try await run(suite) }
      #expect(error == BenchmarkError("a", "there are two of this name in the suite `Twice`"))
      let empty = await #expect(throws: BenchmarkError.self) {
        try await run(BenchmarkSuite("None") {})
      }
      #expect(empty == BenchmarkError(nil, "the suite `None` has no benchmarks"))
    }
  }
#endif
