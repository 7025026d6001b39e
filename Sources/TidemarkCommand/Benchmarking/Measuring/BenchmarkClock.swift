import ArgumentParser

/// Which of the engine's times is compared.
enum BenchmarkClock: String, CaseIterable, ExpressibleByArgument {
  /// The time that passed on the clock.
  case real
  /// The processor time of the thread that runs the benchmark.
  case cpu
}
