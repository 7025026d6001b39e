#if GoogleBenchmark
  internal import Tidemark

  /// The figures of a pass in which benchmarks are counted instead of timed.
  final class Counting: Sendable {
    /// What the threads of one run used together.
    struct Result: Sendable {
      /// The full name of the run.
      var name: String
      var usage: Usage
      var threads = 1
    }

    private let known = Guarded<[Result]>([])
    private let spoiled = Guarded<Set<String>>([])
    private let wanted: Set<String>?

    /// Creates what is to hold the figures of some runs, or with nil of all.
    init(of wanted: Set<String>? = nil) { self.wanted = wanted }

    /// Whether a run is to be counted.
    func isWanted(_ name: String) -> Bool { wanted?.contains(name) ?? true }

    /// What was counted so far, in the order of the runs.
    var results: [Result] {
      let spoiled = spoiled.withLock { $0 }
      return known.withLock { $0.filter { !spoiled.contains($0.name) } }
    }

    /// Notes that a thread of a run was skipped, which makes the run no result.
    func spoil(_ name: String) { spoiled.withLock { _ = $0.insert(name) } }

    /// Adds what one thread of a run used.
    func add(_ usage: Usage, to name: String) {
      known.withLock { known in
        if let index = known.firstIndex(where: { $0.name == name }) {
          known[index].usage = known[index].usage.sum(usage)
          known[index].threads += 1
        } else {
          known.append(Result(name: name, usage: usage))
        }
      }
    }
  }

  /// The runs that a filter chose, named as `Counting` names them.
  final class ChosenRuns: Sendable {
    private let known = Guarded<Set<String>>([])

    var names: Set<String> { known.withLock { $0 } }

    func add(_ name: String) { known.withLock { _ = $0.insert(name) } }
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
    func finish(isValid: Bool, as name: String, in counting: Counting) {
      guard let bracket = bracket.withLock({ $0 }) else { return }
      if isValid { _ = Settling().settleBlocking { bracket.isSettled() } } else { bracket.leave() }
      let usage = bracket.close()
      if isValid { counting.add(usage, to: name) }
    }
  }

  /// Figures counted before the timed runs, which these report.
  struct CountedFigures: Hashable, Sendable, Codable {
    /// Figures of one iteration by the name of their counter, by the full name of the run.
    var runs: [String: [String: Double]] = [:]
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
        runs[result.name] = Dictionary(
          uniqueKeysWithValues: Self.metrics.compactMap { counter, metric in
            result.usage[metric].map { (counter, Double($0) / iterations) }
          })
      }
    }

    /// The runs of a benchmark that were not skipped, or nil when that is not known.
    func valid(of benchmark: String) -> Set<String>? {
      guard isComplete else { return nil }
      return Set(runs.keys.filter { $0 == benchmark || $0.hasPrefix(benchmark + "/") })
    }

    /// Adds the counters of a run, on one of its threads.
    func report(_ name: String, on state: BenchmarkState) {
      guard state.thread == 0, !state.isSkipped else { return }
      for (counter, value) in runs[name] ?? [:] {
        state.setCounter(counter, BenchmarkCounter(value))
      }
    }
  }
#endif
