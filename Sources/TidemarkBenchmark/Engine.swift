#if GoogleBenchmark
  internal import CGoogleBenchmark
  private import Dispatch
  private import Foundation
  internal import Tidemark

  /// The engine, which has one list of benchmarks for the whole process and runs one thing at a time.
  enum Engine {
    private static let lock = NSLock()
    private static let hasRun = Guarded(false)
    /// What the engine keeps for all later reports, too.
    private static let context = Guarded<[String: String]>([:])

    /// Registers the benchmarks of a suite, runs them and forgets them.
    ///
    /// - Parameters:
    ///   - suite: A suite that has been checked.
    ///   - purpose: What the runs are made for; asked for when the flags are known to be right.
    ///   - arguments: The engine's flags, after the name of the program.
    ///   - isQuiet: Whether nothing is displayed.
    /// - Returns: The lines of the report.
    static func run(
      _ suite: BenchmarkSuite, for purpose: @autoclosure () -> Registration.Purpose,
      arguments: [String], isQuiet: Bool
    ) throws -> [BenchmarkResult] {
      lock.lock()
      defer {
        tidemark_forgetBenchmarks()
        lock.unlock()
      }
      tidemark_forgetBenchmarks()
      // An earlier run's filter would otherwise still hold.
      if hasRun.withLock({ $0 }) { tidemark_setFilter("") }
      hasRun.withLock { $0 = true }
      try initialize(arguments)
      if !isQuiet { add(suite.context) }
      let purpose = purpose()
      let registrations = suite.benchmarks.map { Registration($0, for: purpose) }
      for registration in registrations { try registration.register() }
      let results = ResultBox()
      let isDone = withExtendedLifetime((registrations, results)) {
        let isDone = tidemark_runBenchmarks(
          isQuiet,
          { context, run in
            guard let context else { return }
            Unmanaged<ResultBox>.fromOpaque(context).takeUnretainedValue().add(
              BenchmarkResult(run.pointee))
          }, Unmanaged.passUnretained(results).toOpaque())
        tidemark_forgetBenchmarks()
        return isDone
      }
      if !isDone { throw BenchmarkError(nil, "the filter is no regular expression of the engine") }
      return results.all
    }

    /// Adds to the context of reports what is not there yet; the engine can't take back what is.
    private static func add(_ context: [String: String]) {
      self.context.withLock { known in
        for (key, value) in context where known[key] != value {
          tidemark_addContext(key, value)
          known[key] = known[key] ?? value
        }
      }
    }

    private final class ResultBox: Sendable {
      private let results = Guarded<[BenchmarkResult]>([])

      var all: [BenchmarkResult] { results.withLock { $0 } }

      func add(_ result: BenchmarkResult) { results.withLock { $0.append(result) } }
    }

    /// Gives the engine its flags, and refuses what it leaves over.
    private static func initialize(_ arguments: [String]) throws {
      let repetitions = "--benchmark_repetitions="
      for flag in arguments.dropFirst() where flag.hasPrefix(repetitions) {
        guard let count = Int(flag.dropFirst(repetitions.count)), count < 1 else { continue }
        throw BenchmarkError(
          nil, "\(count) repetitions are asked for; there has to be at least 1")
      }
      let flags = arguments + Self.resets(for: arguments)
      // The engine keeps the program's name for its reports, so these are never freed.
      var texts: [UnsafeMutablePointer<CChar>?] = flags.map { strdup($0) } + [nil]
      var count = Int32(flags.count)
      texts.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        tidemark_initializeEngine(&count, base)
      }
      if count > 1, let text = texts[1] {
        throw BenchmarkError(
          nil, "`\(String(cString: text))` is no flag of the engine; --help lists them")
      }
    }

    /// The flags that decide what is run and written, as the engine has them by default.
    private static let defaults = [
      "--benchmark_repetitions": "1", "--benchmark_min_time": "0.5",
      "--benchmark_min_warmup_time": "0", "--benchmark_enable_random_interleaving": "false",
      "--benchmark_report_aggregates_only": "false",
      "--benchmark_display_aggregates_only": "false", "--benchmark_list_tests": "false",
      "--benchmark_format": "console", "--benchmark_out": "", "--benchmark_out_format": "json",
    ]
    /// Those that a run of this process has set.
    private static let known = Guarded<Set<String>>([])

    /// Returns what sets the flags of earlier runs back, which the engine would otherwise keep.
    private static func resets(for arguments: [String]) -> [String] {
      let names = Set(arguments.dropFirst().map { String($0.prefix { $0 != "=" }) })
      let earlier = known.withLock { known in
        defer { known.formUnion(names) }
        return known.subtracting(names)
      }
      return earlier.sorted().compactMap { name in defaults[name].map { "\(name)=\($0)" } }
    }

    /// Calls a closure on a thread of its own and returns what it returns.
    ///
    /// Work of the engine blocks its thread for long, and asynchronous bodies need those of the pool
    /// and the main thread.
    ///
    /// What the thread does is not charged to the caller: a test around benchmarks would otherwise
    /// have their figures in its own, where a rise shows twice and iterations that the engine chooses
    /// by time make counts vary. A counted run has a scope of its own.
    static func onOwnThread<Result: Sendable>(
      _ body: @escaping @Sendable () throws -> Result,
      then finish: @escaping @Sendable (Swift.Result<Result, any Error>) -> Void
    ) {
      // A thread belongs to whatever its creator is charged to: outside of a bracket that is nobody.
      let bracket = Bracket.open(detail: false, process: false)
      bracket.leave()
      let thread = Thread { finish(Swift.Result { try body() }) }
      thread.name = "tidemark engine"
      thread.stackSize = 8 << 20
      thread.start()
      _ = bracket.close()
    }

    /// The same, waited for; on the main thread the run loop turns meanwhile.
    ///
    /// A task has to await it instead: were several of them to block the few threads of the pool, an
    /// asynchronous body could wait for one of these for ever.
    static func waiting<Result: Sendable>(
      _ body: @escaping @Sendable () throws -> Result
    ) throws -> Result {
      guard withUnsafeCurrentTask(body: { $0 == nil }) else {
        throw BenchmarkError(
          nil,
          "inside a task benchmarks have to be awaited: make the function async and write `await`")
      }
      let outcome = Guarded<Swift.Result<Result, any Error>?>(nil)
      if Thread.isMainThread {
        // A run loop without a timer or a source returns at once.
        let idle = Timer(fire: .distantFuture, interval: 0, repeats: false) { _ in }
        RunLoop.main.add(idle, forMode: .default)
        onOwnThread(body) { result in
          outcome.withLock { $0 = result }
          // Wakes the loop, which looks at the outcome after each thing it did.
          DispatchQueue.main.async {}
        }
        while outcome.withLock({ $0 == nil }) {
          _ = RunLoop.main.run(mode: .default, before: .distantFuture)
        }
        idle.invalidate()
      } else {
        let done = DispatchSemaphore(value: 0)
        onOwnThread(body) { result in
          outcome.withLock { $0 = result }
          done.signal()
        }
        done.wait()
      }
      guard let result = outcome.withLock({ $0 }) else { preconditionFailure("the run has ended") }
      return try result.get()
    }

    /// The same, awaited.
    static func awaiting<Result: Sendable>(
      _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
      try await withCheckedThrowingContinuation { continuation in
        onOwnThread(body) { continuation.resume(with: $0) }
      }
    }
  }
#endif
