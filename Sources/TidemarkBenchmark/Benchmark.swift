/// One benchmark, or a family of them when it has several arguments or numbers of threads.
public struct Benchmark: Sendable {
  /// What a benchmark does.
  enum Body: Sendable {
    case synchronous(@Sendable (BenchmarkState) throws -> Void)
    case asynchronous(@Sendable (BenchmarkState) async throws -> Void)
  }

  /// The name that reports and filters use.
  public let name: String
  let arguments: BenchmarkArguments
  let body: Body
  var options = BenchmarkOptions()

  /// Creates a benchmark of synchronous work, which runs on a thread of the engine.
  ///
  /// - Parameters:
  ///   - name: The name, unique in its suite.
  ///   - arguments: The arguments to run it with.
  ///   - body: The work: a loop over its state. What it throws skips the run.
  public init(
    _ name: String, arguments: BenchmarkArguments = .none,
    _ body: @escaping @Sendable (BenchmarkState) throws -> Void
  ) {
    self.name = name
    self.arguments = arguments
    self.body = .synchronous(body)
  }

  /// Creates a benchmark of asynchronous work, which runs as a detached task.
  ///
  /// The clock starts and stops inside the task, so making it and waiting for it is not measured.
  /// Real time decides how many iterations there are, and the processor time is the process's,
  /// because the work moves between threads.
  ///
  /// - Parameters:
  ///   - name: The name, unique in its suite.
  ///   - arguments: The arguments to run it with.
  ///   - body: The work: a loop over its state. What it throws skips the run.
  public init(
    _ name: String, arguments: BenchmarkArguments = .none,
    _ body: @escaping @Sendable (BenchmarkState) async throws -> Void
  ) {
    self.name = name
    self.arguments = arguments
    self.body = .asynchronous(body)
    options.clock.usesRealTime = true
    options.clock.usesProcessTime = true
  }
}

/// How a benchmark is run and reported.
struct BenchmarkOptions: Sendable {
  struct Clock: Hashable, Sendable {
    var usesRealTime = false
    var usesManualTime = false
    var usesProcessTime = false
  }

  enum Threads: Hashable, Sendable {
    case count(Int)
    case range(Int, Int)
    case perCore
  }

  enum Report: Hashable, Sendable {
    case all
    case aggregates
    case aggregatesOnDisplay
  }

  struct Statistic: Sendable {
    var name: String
    var isRatio: Bool
    var compute: @Sendable ([Double]) -> Double
  }

  var clock = Clock()
  var threads: [Threads] = []
  var iterations: Int?
  var minimumTime: Duration?
  var warmUp: Duration?
  var repetitions: Int?
  var report = Report.all
  var unit: BenchmarkUnit?
  var complexity: BenchmarkComplexity?
  var statistics: [Statistic] = []
  var setUp: (@Sendable (BenchmarkState) -> Void)?
  var tearDown: (@Sendable (BenchmarkState) -> Void)?
}

/// The unit that times are printed in.
public enum BenchmarkUnit: Hashable, Sendable {
  /// A billionth of a second, `ns`.
  case nanoseconds
  /// A millionth of a second, `us`.
  case microseconds
  /// A thousandth of a second, `ms`.
  case milliseconds
  /// A second, `s`.
  case seconds
}

/// How the time grows with the size of the work.
public enum BenchmarkComplexity: Sendable {
  /// Not at all, `(1)`.
  case constant
  /// With the size's logarithm to the base 2, `lgN`.
  case logarithmic
  /// As the size does, `N`.
  case linear
  /// With the size times its logarithm to the base 2, `NlgN`.
  case linearLogarithmic
  /// With the size squared, `N^2`.
  case square
  /// With the size cubed, `N^3`.
  case cube
  /// The one of these that fits the processor time best, which is not what to ask for where real
  /// or manual time is measured.
  case automatic
  /// A function of the size, which is fitted but for its coefficient.
  case function(@Sendable (Int) -> Double)
}

extension Benchmark {
  private func with(_ change: (inout BenchmarkOptions) -> Void) -> Self {
    var result = self
    change(&result.options)
    return result
  }

  /// Runs the benchmark on this many threads at the same time, too.
  public func threads(_ count: Int) -> Self { with { $0.threads.append(.count(count)) } }

  /// Runs it on the two ends and the powers of two between them.
  public func threads(from low: Int, to high: Int) -> Self {
    with { $0.threads.append(.range(low, high)) }
  }

  /// Runs it on as many threads as there are processors.
  public func threadsPerCore() -> Self { with { $0.threads.append(.perCore) } }

  /// Fixes the number of iterations, which the engine otherwise finds from the time they take.
  public func iterations(_ count: Int) -> Self { with { $0.iterations = count } }

  /// Sets how long all iterations of a run have to take at least, whatever the flag says.
  public func minimumTime(_ time: Duration) -> Self { with { $0.minimumTime = time } }

  /// Sets how long to run before measuring; needs a minimum time as well, or version 1.7.1 of the
  /// engine would leave it out.
  public func warmUp(_ time: Duration) -> Self { with { $0.warmUp = time } }

  /// Repeats the measurement, and reports mean, median, standard deviation and variation.
  public func repetitions(_ count: Int) -> Self { with { $0.repetitions = count } }

  /// Reports statistics over the repetitions only.
  public func aggregatesOnly() -> Self { with { $0.report = .aggregates } }

  /// Displays statistics over the repetitions only; files get everything.
  public func aggregatesOnDisplay() -> Self { with { $0.report = .aggregatesOnDisplay } }

  /// Uses real time to decide how many iterations there are.
  public func realTime() -> Self { with { $0.clock.usesRealTime = true } }

  /// Uses the times that the body states with `setIterationTime(_:)`.
  public func manualTime() -> Self {
    with {
      $0.clock.usesManualTime = true
      $0.clock.usesRealTime = false
    }
  }

  /// Measures the processor time of the whole process instead of the thread's.
  public func processTime() -> Self { with { $0.clock.usesProcessTime = true } }

  /// Sets the unit that times are printed in.
  public func unit(_ unit: BenchmarkUnit) -> Self { with { $0.unit = unit } }

  /// Fits how the time grows with the first argument, or with `setComplexitySize(_:)`.
  public func complexity(_ complexity: BenchmarkComplexity) -> Self {
    with { $0.complexity = complexity }
  }

  /// Adds a statistic over the repetitions' times, in seconds; a ratio is printed in percent.
  public func statistic(
    _ name: String, isRatio: Bool = false, _ compute: @escaping @Sendable ([Double]) -> Double
  ) -> Self {
    with { $0.statistics.append(.init(name: name, isRatio: isRatio, compute: compute)) }
  }

  /// Does something before each run, unmeasured and once for all of its threads.
  public func setUp(_ action: @escaping @Sendable (BenchmarkState) -> Void) -> Self {
    with { $0.setUp = action }
  }

  /// Does something after each run, unmeasured and once for all of its threads.
  public func tearDown(_ action: @escaping @Sendable (BenchmarkState) -> Void) -> Self {
    with { $0.tearDown = action }
  }
}
