/// How steady a metric is, which decides how it may be compared.
public enum Stability: String, Hashable, Sendable, Codable, CaseIterable {
  /// The same on every run and every machine, so any difference counts.
  case exact
  /// Decided by the schedule within a band, so it is held against the band that was recorded.
  case bounded
  /// Decided by the toolchain and the build mode, so it is held against a band plus a tolerance.
  case toolchain
  /// Decided by the machine, so it is shown and never compared unless asked for.
  case noisy
}

/// The base unit of a metric's figures.
public enum MetricUnit: String, Hashable, Sendable, Codable, CaseIterable {
  case count
  case bytes
  case nanoseconds
}
