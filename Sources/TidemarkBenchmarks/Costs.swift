#if GoogleBenchmark
  private import Foundation
  private import Tidemark
  internal import TidemarkBenchmark
  private import TidemarkLedger

  /// Work at which the probe looks: what each event of the scheduler and of the heap costs.
  ///
  /// `tidemark bench --probe` runs it with the probe and without, in turn.
  let costs = BenchmarkSuite("Costs") {
    Benchmark("empty") { state in for _ in state { blackHole(1) } }
    Benchmark("empty async") { (state: BenchmarkState) async in for _ in state { blackHole(1) } }
    scheduling
    heap
    threads
    harness
    if isProbeOn { snapshot }
  }

  /// Whether there is anything to look at; without the probe a time would tell nothing.
  private let isProbeOn = Bracket.processLedger.map { !$0.capabilities.contains(.off) } ?? false

  private let scheduling: [Benchmark] = [
    Benchmark("group", arguments: .values(1, 16, 256, 1000)) { (state: BenchmarkState) async in
      for _ in state {
        await withTaskGroup(of: Void.self) { group in
          for _ in 0..<state.argument { group.addTask {} }
        }
      }
    },
    Benchmark("async let") { (state: BenchmarkState) async in
      for _ in state {
        async let value = identity(1)
        blackHole(await value)
      }
    },
    Benchmark("detached") { (state: BenchmarkState) async in
      for _ in state { await Task.detached {}.value }
    },
    Benchmark("actor call") { (state: BenchmarkState) async in
      let counter = Counter()
      for _ in state { await counter.add() }
    },
    Benchmark("main-actor hop") { (state: BenchmarkState) async in
      for _ in state { await MainActor.run {} }
    },
    Benchmark("continuation") { (state: BenchmarkState) async in
      for _ in state { await withUnsafeContinuation { $0.resume() } }
    },
    Benchmark("yield") { (state: BenchmarkState) async in
      for _ in state { await Task.yield() }
    },
    Benchmark("sleep") { (state: BenchmarkState) async throws in
      for _ in state { try await Task.sleep(for: .microseconds(1)) }
    },
  ]

  private let heap: [Benchmark] = [
    Benchmark("malloc", arguments: .values(16, 256, 4096, 65536)) { state in
      let size = state.argument
      for _ in state { free(identity(malloc(size))) }
    }
    .threads(1).threads(4).threads(16)
  ]

  private let threads: [Benchmark] = [
    Benchmark("thread") { state in
      for _ in state {
        var thread = pthread_t()
        let code = pthread_create(&thread, nil, { _ in nil }, nil)
        if code != 0 { return state.skip(String(cString: strerror(code))) }
        pthread_join(thread, nil)
      }
    }
    .realTime()
  ]

  private let harness: [Benchmark] = [
    Benchmark("empty bracket") { state in
      for _ in state {
        let bracket = Bracket.open()
        bracket.leave()
        blackHole(bracket.close())
      }
    }
  ]

  /// One look at all live tasks, whose number tells how it grows.
  private let snapshot = Benchmark("snapshot", arguments: .values(1000, 10_000, 100_000)) {
    (state: BenchmarkState) async in
    let tasks = (0..<state.argument).map { _ in
      Task { try? await Task.sleep(for: .seconds(3600)) }
    }
    for _ in state { blackHole(Bracket.processLedger?.tasks { _ in true }) }
    for task in tasks { task.cancel() }
    for task in tasks { await task.value }
  }.unit(.microseconds)

  private actor Counter {
    private var count = 0

    func add() { count += 1 }
  }
#endif
