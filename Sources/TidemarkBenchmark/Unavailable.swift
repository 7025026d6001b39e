#if !GoogleBenchmark
  // What a package meets that uses this product without asking for the engine: its benchmarks are
  // read by the compiler as ever, so that the one error is on the suite and says what is missing.

  /// Needs the trait `GoogleBenchmark` of the package Tidemark.
  @available(
    *, unavailable,
    message:
      "add traits: [\"GoogleBenchmark\"] to the dependency on tidemark, and install libbenchmark-dev"
  )
  public struct BenchmarkSuite: Sendable {
    /// Does nothing.
    public init(
      _ name: String = "", context: [String: String] = [:],
      @BenchmarkBuilder _ benchmarks: () -> [Benchmark]
    ) {}

    /// Does nothing.
    public func run(arguments: [String] = []) {}

    /// Does nothing.
    public func run(arguments: [String] = []) async {}

    /// Does nothing.
    public func check(against reference: BenchmarkReference) throws {}

    /// Does nothing.
    public func check(against reference: BenchmarkReference) async throws {}
  }

  /// What the counts of benchmarks are held against.
  public struct BenchmarkReference: Hashable, Sendable {
    /// The committed baselines of the package.
    public static let baseline = Self()
  }

  /// One thread's run of a benchmark, of which there is none without the engine.
  public final class BenchmarkState: Sequence, IteratorProtocol {
    /// Returns nil.
    public func next() -> Void? { nil }

    /// The arguments of this run.
    public var arguments: [Int] { [] }
    /// The only or first argument of this run.
    public var argument: Int { 0 }
    /// How many iterations this run makes.
    public var iterations: Int { 0 }
    /// The number of this thread among the run's threads, from 0.
    public var thread: Int { 0 }
    /// How many threads run the benchmark at the same time.
    public var threads: Int { 0 }
    /// Whether the run was given up.
    public var isSkipped: Bool { true }

    /// Does nothing.
    public func pause() {}
    /// Does nothing.
    public func resume() {}
    /// Does nothing.
    public func skip(_ reason: String) {}
    /// Does nothing.
    public func setIterationTime(_ time: Duration) {}
    /// Does nothing.
    public func setItemsProcessed(_ count: Int) {}
    /// Does nothing.
    public func setBytesProcessed(_ count: Int) {}
    /// Does nothing.
    public func setLabel(_ label: String) {}
    /// Does nothing.
    public func setComplexitySize(_ size: Int) {}
    /// Does nothing.
    public func setCounter(_ name: String, _ counter: BenchmarkCounter) {}
  }
#endif
