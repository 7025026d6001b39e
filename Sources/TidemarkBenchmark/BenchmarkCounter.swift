internal import CGoogleBenchmark

/// A figure of a benchmark's own, reported beside its times.
public struct BenchmarkCounter: Hashable, Sendable {
  /// How the engine reports a counter.
  public struct Flags: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt32

    /// Creates flags from their bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    private init(_ flag: TidemarkCounterFlag) { rawValue = flag.rawValue }

    /// Divided by the seconds that were measured.
    public static let rate = Flags(TidemarkCounterFlagRate)
    /// Averaged over the threads instead of added up.
    public static let perThread = Flags(TidemarkCounterFlagPerThread)
    /// Divided by the number of iterations.
    public static let perIteration = Flags(TidemarkCounterFlagPerIteration)
    /// Multiplied by the number of iterations: the value is what one iteration does.
    public static let timesIterations = Flags(TidemarkCounterFlagTimesIterations)
    /// Inverted at the end, so that a rate becomes seconds for each.
    public static let inverted = Flags(TidemarkCounterFlagInverted)
    /// Shown with multiples of 1024.
    public static let binary = Flags(TidemarkCounterFlagBinary)
  }

  /// The value.
  public var value: Double
  /// How it is reported.
  public var flags: Flags

  /// Creates a counter.
  public init(_ value: Double, _ flags: Flags = []) {
    self.value = value
    self.flags = flags
  }
}
