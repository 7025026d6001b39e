#if GoogleBenchmark
  internal import Tidemark

  /// One run of a benchmark.
  struct RunName: Hashable, Sendable {
    /// The name of the benchmark, which may be the beginning of others.
    var benchmark: String
    /// What tells the run from the others of its benchmark.
    var suffix: String

    /// The name as the engine spells it, without options.
    var full: String { benchmark + suffix }
  }

  /// The figures of a pass in which benchmarks are counted instead of timed.
  final class Counting: Sendable {
    /// What the threads of one run used together.
    struct Result: Sendable {
      var run: RunName
      var usage: Usage
      var threads = 1

      /// The full name of the run.
      var name: String { run.full }
    }

    private let known = Guarded<[Result]>([])
    private let spoiled = Guarded<Set<RunName>>([])
    private let wanted: Set<RunName>?

    /// Creates what is to hold the figures of some runs, or with nil of all.
    init(of wanted: Set<RunName>? = nil) { self.wanted = wanted }

    /// Whether a run is to be counted.
    func isWanted(_ run: RunName) -> Bool { wanted?.contains(run) ?? true }

    /// What was counted so far, in the order of the runs.
    var results: [Result] {
      let spoiled = spoiled.withLock { $0 }
      return known.withLock { $0.filter { !spoiled.contains($0.run) } }
    }

    /// Notes that a thread of a run was skipped, which makes the run no result.
    func spoil(_ run: RunName) { spoiled.withLock { _ = $0.insert(run) } }

    /// Adds what one thread of a run used.
    func add(_ usage: Usage, to run: RunName) {
      known.withLock { known in
        if let index = known.firstIndex(where: { $0.run == run }) {
          known[index].usage = known[index].usage.sum(usage)
          known[index].threads += 1
        } else {
          known.append(Result(run: run, usage: usage))
        }
      }
    }
  }

  /// The runs that a filter chose.
  final class ChosenRuns: Sendable {
    private let known = Guarded<Set<RunName>>([])

    var names: Set<RunName> { known.withLock { $0 } }

    func add(_ run: RunName) { known.withLock { _ = $0.insert(run) } }
  }

  /// The counting of one thread's run: a measured piece of work around its iterations.
  final class CountedRun: Sendable {
    /// How many iterations are counted, after one that fills caches.
    static let iterations = 10

    private let bracket = Guarded<Bracket?>(nil)

    /// Begins to count; returns whether it had not begun yet.
    func open() -> Bool {
      guard bracket.withLock({ $0 }) == nil else { return false }
      // Opened outside of the lock: what the lock itself takes is nobody's.
      let bracket = Bracket.open()
      self.bracket.withLock { $0 = bracket }
      return true
    }

    func leave() { bracket.withLock { $0 }?.leave() }

    func pause() { bracket.withLock { $0 }?.pause() }

    func resume() { bracket.withLock { $0 }?.resume() }

    /// Waits for leftovers and keeps the figures, if the run is one that counts.
    func finish(isValid: Bool, as run: RunName, in counting: Counting) {
      guard let bracket = bracket.withLock({ $0 }) else { return }
      if isValid { _ = Settling().settleBlocking { bracket.isSettled() } } else { bracket.leave() }
      let usage = bracket.close()
      if isValid { counting.add(usage, to: run) }
    }
  }

  /// Figures counted before the timed runs, which these report.
  struct CountedFigures: Hashable, Sendable, Codable {
    /// Figures of one iteration by the name of their counter, by what tells the run from the others
    /// of its benchmark, by the name of the benchmark.
    var runs: [String: [String: [String: Double]]] = [:]
    /// Whether there was a count at all.
    var isComplete = false

    /// The counters that every benchmark reports, and the metrics they are.
    static let metrics: [(counter: String, metric: Metric)] = [
      ("tasks", .tasksCreated), ("hops", .hops), ("allocations", .heapAllocations),
      ("bytes", .heapBytesAllocated), ("threads", .threadsCreated),
    ]

    /// What is known when counting has failed: no run that works.
    static let ofNothing = CountedFigures(Counting())

    init() {}

    init(_ counting: Counting) {
      isComplete = true
      for result in counting.results {
        let iterations = Double(CountedRun.iterations * result.threads)
        runs[result.run.benchmark, default: [:]][result.run.suffix] = Dictionary(
          uniqueKeysWithValues: Self.metrics.compactMap { counter, metric in
            result.usage[metric].map { (counter, Double($0) / iterations) }
          })
      }
    }

    /// The runs of a benchmark that were not skipped, or nil when that is not known.
    func valid(of benchmark: String) -> Set<String>? {
      guard isComplete else { return nil }
      return Set((runs[benchmark] ?? [:]).keys.map { benchmark + $0 })
    }

    /// Adds the counters of a run, on one of its threads.
    func report(_ run: RunName, on state: BenchmarkState) {
      guard state.thread == 0, !state.isSkipped else { return }
      for (counter, value) in runs[run.benchmark]?[run.suffix] ?? [:] {
        state.setCounter(counter, BenchmarkCounter(value))
      }
    }
  }
#endif
