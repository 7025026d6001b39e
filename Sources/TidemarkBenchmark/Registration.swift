#if GoogleBenchmark
  internal import CGoogleBenchmark
  private import Dispatch
  internal import Tidemark

  /// A benchmark as the engine calls it back; lives as long as the engine knows it.
  final class Registration: Sendable {
    /// What a run is made for.
    enum Purpose: Sendable {
      /// For its times; these figures, counted before, are reported with them.
      case timing(CountedFigures)
      /// For the figures of its iterations.
      case counting(Counting)
      /// For whether they work at all, with one iteration of each.
      case trying(Counting)
      /// For the names of the runs that the filter chooses; nothing is done.
      case choosing(ChosenRuns)
    }

    private let benchmark: Benchmark
    private let purpose: Purpose
    private let statistics: [StatisticBox]
    private let complexity: ComplexityBox?
    /// What looks after the fit, where there is one and it is known which runs work.
    private let watch: FitWatch?
    /// Why the run that follows a set-up is skipped, or nil.
    private let skipped = Guarded<String?>(nil)

    private final class StatisticBox: Sendable {
      let compute: @Sendable ([Double]) -> Double
      init(_ compute: @escaping @Sendable ([Double]) -> Double) { self.compute = compute }
    }

    private final class ComplexityBox: Sendable {
      let grow: @Sendable (Int) -> Double
      init(_ grow: @escaping @Sendable (Int) -> Double) { self.grow = grow }
    }

    init(_ benchmark: Benchmark, for purpose: Purpose) {
      self.benchmark = benchmark
      self.purpose = purpose
      statistics = benchmark.options.statistics.map { StatisticBox($0.compute) }
      if case .function(let grow)? = benchmark.options.complexity {
        complexity = ComplexityBox(grow)
      } else {
        complexity = nil
      }
      watch =
        if benchmark.options.complexity != nil, case .timing(let figures) = purpose {
          figures.valid(of: benchmark.name).flatMap { $0.isEmpty ? nil : FitWatch($0) }
        } else {
          nil
        }
    }

    /// Tells the engine of the benchmark.
    func register() throws {
      let context = Unmanaged.passUnretained(self).toOpaque()
      let family = tidemark_register(
        benchmark.name,
        { context, state in
          guard let context else { return }
          Unmanaged<Registration>.fromOpaque(context).takeUnretainedValue().run(state)
        }, context)
      apply(benchmark.arguments, to: family)
      benchmark.options.threads.forEach { apply($0, to: family) }
      switch purpose {
      case .timing:
        try applySetUp(to: family, context)
        try applyOptions(to: family)
      // The options are part of the names, which the filter looks at.
      case .choosing: try applyOptions(to: family)
      case .counting, .trying:
        try applySetUp(to: family, context)
        tidemark_familyIterations(family, 1)
        tidemark_familyRepetitions(family, 1)
      }
    }

    private func run(_ handle: OpaquePointer) {
      let count: CountedRun? = if case .counting = purpose { CountedRun() } else { nil }
      let state = BenchmarkState(handle, arguments: benchmark.arguments, counting: count)
      let name = RunName(benchmark: benchmark.name, suffix: state.suffix)
      if case .choosing(let chosen) = purpose {
        chosen.add(name)
        return state.skip("only its name is asked for")
      }
      guard isWanted(name) else { return state.skip("it was not chosen") }
      if let reason = skipped.withLock({ $0 }) { return state.skip(reason) }
      do {
        switch benchmark.body {
        case .synchronous(let body): try body(state)
        case .asynchronous(let body): try drive(body, state)
        }
      } catch {
        state.skip("\(error)")
      }
      state.close()
      if benchmark.options.complexity != nil { state.closeFitted() }
      switch purpose {
      case .timing(let figures):
        figures.report(name, on: state)
      case .counting(let counting):
        count?.finish(isValid: !state.isSkipped, as: name, in: counting)
        if state.isSkipped { counting.spoil(name) }
      case .trying(let counting):
        if state.isSkipped { counting.spoil(name) } else { counting.add(Usage(), to: name) }
      case .choosing: break
      }
      if let watch, watch.ends(name.full, threads: state.threads, isSkipped: state.isSkipped) {
        BenchmarkSuite.exit(
          BenchmarkError(
            benchmark.name,
            "every run was skipped while it was timed, and the engine crashes on a fit of nothing; "
              + "without `complexity` the report says why"))
      }
    }

    /// Whether a run is to be made.
    private func isWanted(_ name: RunName) -> Bool {
      switch purpose {
      case .counting(let counting), .trying(let counting): counting.isWanted(name)
      case .timing, .choosing: true
      }
    }

    /// Runs an asynchronous body as a task while this thread of the engine waits.
    private func drive(
      _ body: @escaping @Sendable (BenchmarkState) async throws -> Void, _ state: BenchmarkState
    ) throws {
      let done = DispatchSemaphore(value: 0)
      // The thread waits until the task is through with both.
      nonisolated(unsafe) let state = state
      nonisolated(unsafe) var failure: (any Error)?
      Task.detached {
        do {
          try await body(state)
        } catch {
          failure = error
        }
        done.signal()
      }
      done.wait()
      if let failure { throw failure }
    }

    private func apply(_ arguments: BenchmarkArguments, to family: OpaquePointer) {
      switch arguments.kind {
      case .none: return
      case .tuples(let tuples):
        for tuple in tuples {
          tidemark_familyArguments(family, tuple.map(Int64.init), tuple.count)
        }
      case .range(let bounds, let multiplier):
        tidemark_familyRangeMultiplier(family, Int32(multiplier))
        tidemark_familyRange(family, Int64(bounds.low), Int64(bounds.high))
      case .denseRange(let bounds, let step):
        tidemark_familyDenseRange(family, Int64(bounds.low), Int64(bounds.high), Int32(step))
      case .ranges(let bounds, let multiplier):
        tidemark_familyRangeMultiplier(family, Int32(multiplier))
        tidemark_familyRanges(
          family, bounds.map { Int64($0.low) }, bounds.map { Int64($0.high) }, bounds.count)
      case .product(let lists):
        tidemark_familyProduct(
          family, lists.flatMap { $0.map(Int64.init) }, lists.map(\.count), lists.count)
      }
      guard !arguments.names.isEmpty else { return }
      withCStrings(arguments.names) {
        tidemark_familyArgumentNames(family, $0, arguments.names.count)
      }
    }

    private func apply(_ threads: BenchmarkOptions.Threads, to family: OpaquePointer) {
      switch threads {
      case .count(let count): tidemark_familyThreads(family, Int32(count))
      case .range(let low, let high): tidemark_familyThreadRange(family, Int32(low), Int32(high))
      case .perCore: tidemark_familyThreadsPerCore(family)
      }
    }

    private func applyOptions(to family: OpaquePointer) throws {
      let options = benchmark.options
      if let iterations = options.iterations {
        tidemark_familyIterations(family, Int64(iterations))
      }
      if let time = options.minimumTime { tidemark_familyMinimumTime(family, time / .seconds(1)) }
      if let time = options.warmUp { tidemark_familyWarmUp(family, time / .seconds(1)) }
      if let count = options.repetitions { tidemark_familyRepetitions(family, Int32(count)) }
      if options.clock.usesRealTime { tidemark_familyRealTime(family) }
      if options.clock.usesManualTime { tidemark_familyManualTime(family) }
      if options.clock.usesProcessTime { tidemark_familyProcessTime(family) }
      if let unit = options.unit { tidemark_familyUnit(family, unit.engine) }
      switch options.report {
      case .all: break
      case .aggregates: tidemark_familyAggregatesOnly(family)
      case .aggregatesOnDisplay: tidemark_familyDisplayAggregatesOnly(family)
      }
      try applyStatistics(to: family)
      if case .timing(let figures) = purpose, figures.valid(of: benchmark.name)?.isEmpty != true {
        try applyComplexity(to: family)
      }
    }

    /// Asks for a fit; version 1.7.1 of the engine crashes when every run of the family is skipped.
    private func applyComplexity(to family: OpaquePointer) throws {
      if let complexity = benchmark.options.complexity?.engine {
        tidemark_familyComplexity(family, complexity)
      }
      guard let complexity else { return }
      try take(
        tidemark_familyComplexityFunction(
          family,
          { context, size in
            guard let context else { return 0 }
            return Unmanaged<ComplexityBox>.fromOpaque(context).takeUnretainedValue()
              .grow(Int(size))
          }, Unmanaged.passUnretained(complexity).toOpaque()))
    }

    private func applySetUp(to family: OpaquePointer, _ context: UnsafeMutableRawPointer) throws {
      if benchmark.options.setUp != nil {
        try take(
          tidemark_familySetUp(
            family, { Registration.act($0, $1, isSetUp: true) { $0.options.setUp } }, context))
      }
      if benchmark.options.tearDown != nil {
        try take(
          tidemark_familyTearDown(
            family, { Registration.act($0, $1, isSetUp: false) { $0.options.tearDown } }, context))
      }
    }

    private static func act(
      _ context: UnsafeMutableRawPointer?, _ handle: OpaquePointer, isSetUp: Bool,
      _ action: (Benchmark) -> (@Sendable (BenchmarkState) -> Void)?
    ) {
      guard let context else { return }
      let registration = Unmanaged<Registration>.fromOpaque(context).takeUnretainedValue()
      let benchmark = registration.benchmark
      let skipped = registration.skipped
      if isSetUp { skipped.withLock { $0 = nil } }
      let state = BenchmarkState(besides: handle, arguments: benchmark.arguments) { reason in
        if isSetUp { skipped.withLock { $0 = reason } }
      }
      guard registration.isWanted(RunName(benchmark: benchmark.name, suffix: state.suffix)) else {
        return
      }
      action(benchmark)?(state)
    }

    private func applyStatistics(to family: OpaquePointer) throws {
      for (statistic, box) in zip(benchmark.options.statistics, statistics) {
        try take(
          tidemark_familyStatistic(
            family, statistic.name, statistic.isRatio,
            { context, values, count in
              guard let context else { return 0 }
              return Unmanaged<StatisticBox>.fromOpaque(context).takeUnretainedValue()
                .compute(Array(UnsafeBufferPointer(start: values, count: count)))
            }, Unmanaged.passUnretained(box).toOpaque()))
      }
    }

    private func take(_ isTaken: Bool) throws {
      if isTaken { return }
      throw BenchmarkError(
        benchmark.name,
        "a process can have \(TIDEMARK_CALLBACK_LIMIT) set-ups and tear-downs, statistics and "
          + "complexity functions of its own, of each kind")
    }
  }

  /// Calls a closure with C strings that are valid while it runs.
  func withCStrings(_ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>>) -> Void) {
    let lengths = strings.map { $0.utf8.count + 1 }
    let text = strings.flatMap { Array($0.utf8CString) }
    text.withUnsafeBufferPointer { text in
      guard var next = text.baseAddress else { return }
      let pointers = lengths.map { length in
        defer { next += length }
        return next
      }
      pointers.withUnsafeBufferPointer { $0.baseAddress.map(body) }
    }
  }

  extension BenchmarkUnit {
    fileprivate var engine: TidemarkTimeUnit {
      switch self {
      case .nanoseconds: TidemarkTimeUnitNanosecond
      case .microseconds: TidemarkTimeUnitMicrosecond
      case .milliseconds: TidemarkTimeUnitMillisecond
      case .seconds: TidemarkTimeUnitSecond
      }
    }
  }

  extension BenchmarkComplexity {
    /// The engine's own order, or nil for a function.
    fileprivate var engine: TidemarkComplexity? {
      switch self {
      case .constant: TidemarkComplexityConstant
      case .logarithmic: TidemarkComplexityLogarithmic
      case .linear: TidemarkComplexityLinear
      case .linearLogarithmic: TidemarkComplexityLinearLogarithmic
      case .square: TidemarkComplexitySquare
      case .cube: TidemarkComplexityCube
      case .automatic: TidemarkComplexityAutomatic
      case .function: nil
      }
    }
  }
#endif
