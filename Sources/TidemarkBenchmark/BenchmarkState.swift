#if GoogleBenchmark
  internal import CGoogleBenchmark

  /// One thread's run of a benchmark: `for _ in state` runs the iterations and is what is timed.
  ///
  /// The clock starts with the loop and stops after its last iteration; what stands before and after
  /// the loop is not measured. Leave the loop only after `skip(_:)` or by throwing.
  public final class BenchmarkState: Sequence {
    private let handle: OpaquePointer
    private let names: [String]
    private let argumentCount: Int
    private let count: CountedRun?
    private var phase = Phase.before
    private var isPaused = false
    private var complexitySize: Int?
    /// What a set-up does instead of skipping, as it has no run of the engine yet.
    private var skipNextRun: ((String) -> Void)?

    private enum Phase {
      case before
      case running
      case over
    }

    init(_ handle: OpaquePointer, arguments: BenchmarkArguments, counting count: CountedRun?) {
      self.handle = handle
      names = arguments.names
      argumentCount = arguments.count
      self.count = count
    }

    /// Creates the state that a set-up or tear-down sees: it has arguments, but there is no run.
    init(
      besides handle: OpaquePointer, arguments: BenchmarkArguments,
      skip: @escaping (String) -> Void
    ) {
      self.handle = handle
      names = arguments.names
      argumentCount = arguments.count
      count = nil
      phase = .over
      skipNextRun = skip
    }

    /// The loop's iterator, which counts down without asking the engine.
    public struct Iterator: IteratorProtocol {
      @usableFromInline var remaining: Int64 = 0
      @usableFromInline let state: BenchmarkState

      init(_ state: BenchmarkState) { self.state = state }

      /// Returns a value for each iteration.
      @inlinable public mutating func next() -> Void? {
        if remaining == 0 { remaining = state.nextBatch() }
        guard remaining > 0 else { return nil }
        remaining -= 1
        return ()
      }
    }

    /// Returns the iterator of the one loop that a run has.
    public func makeIterator() -> Iterator {
      if phase != .before, !isSkipped {
        skip(
          skipNextRun == nil
            ? "the body has two loops over its state" : "a set-up or tear-down has no iterations")
      }
      return Iterator(self)
    }

    /// Starts the clock, or stops it; returns how many iterations are to be done before the next call.
    @usableFromInline func nextBatch() -> Int64 {
      if let count { return nextBatch(counting: count) }
      switch phase {
      case .before:
        phase = .running
        let batch = tidemark_stateBegin(handle)
        if batch == 0 { phase = .over }
        return batch
      case .running:
        resume()
        tidemark_stateEnd(handle)
        phase = .over
        return 0
      case .over:
        return 0
      }
    }

    /// The same while figures are counted: the first iteration fills caches and is not counted.
    private func nextBatch(counting count: CountedRun) -> Int64 {
      switch phase {
      case .before:
        phase = .running
        guard tidemark_stateBegin(handle) != 0 else {
          phase = .over
          return 0
        }
        return 1
      case .running:
        resume()
        if count.open() { return Int64(CountedRun.iterations) }
        count.leave()
        tidemark_stateEnd(handle)
        phase = .over
        return 0
      case .over:
        return 0
      }
    }

    /// Ends a run whose body has returned; one that did not do all of its iterations is no result.
    func close() {
      guard !isSkipped, phase != .over else { return }
      skip(
        phase == .before
          ? "the body has no loop over its state"
          : "the body left its loop before the last iteration")
    }

    /// The arguments of this run.
    public var arguments: [Int] {
      (0..<argumentCount).map { Int(tidemark_stateArgument(handle, $0)) }
    }

    /// The only or first argument of this run; a run that has none is skipped, and this is 0.
    public var argument: Int {
      if argumentCount > 0 { return Int(tidemark_stateArgument(handle, 0)) }
      if !isSkipped { skip("the benchmark has no arguments") }
      return 0
    }

    /// How many iterations this run makes.
    public var iterations: Int {
      count == nil ? Int(tidemark_stateIterations(handle)) : CountedRun.iterations
    }

    /// The number of this thread among the run's threads, from 0.
    public var thread: Int { Int(tidemark_stateThread(handle)) }
    /// How many threads run the benchmark at the same time.
    public var threads: Int { Int(tidemark_stateThreads(handle)) }

    /// Stops the clock and the counting; outside of the loop they stand still anyway.
    public func pause() {
      // The engine ends the process on a pause where the clock does not run.
      guard phase == .running, !isPaused, !isSkipped else { return }
      isPaused = true
      if let count { count.pause() } else { tidemark_statePause(handle) }
    }

    /// Goes on after `pause()`, which the end of the loop does by itself.
    public func resume() {
      guard isPaused, !isSkipped else { return }
      isPaused = false
      if let count { count.resume() } else { tidemark_stateResume(handle) }
    }

    /// Gives the run up; leave the loop afterwards.
    ///
    /// In a set-up it gives up the run that follows.
    public func skip(_ reason: String) {
      if let skipNextRun { skipNextRun(reason) } else { tidemark_stateSkip(handle, reason) }
    }

    /// Whether the run was given up.
    public var isSkipped: Bool { skipNextRun == nil && tidemark_stateIsSkipped(handle) }

    /// Says how long the iteration took, for benchmarks with `manualTime()`.
    public func setIterationTime(_ time: Duration) {
      tidemark_stateSetIterationTime(handle, time / .seconds(1))
    }

    /// Says how many items all iterations of this thread processed.
    public func setItemsProcessed(_ count: Int) { tidemark_stateSetItems(handle, Int64(count)) }

    /// Says how many bytes all iterations of this thread processed.
    public func setBytesProcessed(_ count: Int) { tidemark_stateSetBytes(handle, Int64(count)) }

    /// Sets the text that stands behind the figures.
    public func setLabel(_ label: String) { tidemark_stateSetLabel(handle, label) }

    /// Sets the size that complexity is fitted against; the first argument by default.
    public func setComplexitySize(_ size: Int) {
      complexitySize = size
      // The engine adds up what the threads say.
      if thread == 0 { tidemark_stateSetComplexitySize(handle, Int64(size)) }
    }

    /// Makes sure that there is a size to fit against; the engine ends the process without one.
    func closeFitted() {
      guard !isSkipped else { return }
      if complexitySize == nil, argumentCount > 0 { setComplexitySize(argument) }
      if complexitySize ?? 0 <= 0 {
        skip("complexity is fitted against a size above 0, set by an argument or the body")
      }
    }

    /// Reports a figure of the benchmark's own.
    public func setCounter(_ name: String, _ counter: BenchmarkCounter) {
      tidemark_stateSetCounter(handle, name, counter.value, counter.flags.rawValue)
    }

    /// What tells this run from the others of its benchmark, as the engine spells it.
    var suffix: String {
      var parts = arguments.enumerated().map { index, value in
        index < names.count && !names[index].isEmpty ? "\(names[index]):\(value)" : "\(value)"
      }
      if threads > 1 { parts.append("threads:\(threads)") }
      return parts.map { "/" + $0 }.joined()
    }
  }

#endif
