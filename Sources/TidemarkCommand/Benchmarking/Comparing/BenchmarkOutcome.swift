import TidemarkStatistics

/// What the comparison of one benchmark came to.
struct BenchmarkOutcome: Hashable {
  enum Verdict: String, Hashable, CaseIterable {
    /// Slower, and by more than is tolerated.
    case slower
    /// Slower beyond the tolerance in the first session, and not in every one that ran it again.
    case notConfirmed
    /// Slower, and by no more than is tolerated.
    case slowerWithinTolerance
    /// Faster, and by more than the tolerance.
    case faster
    /// Faster, and by no more than the tolerance.
    case fasterWithinTolerance
    /// Chance alone may well have made the difference; it does not mean that there is none.
    case noDifferenceShown
  }

  var name: BenchmarkName
  /// The times of an iteration in nanoseconds, one of each process.
  var before: [Double]
  var after: [Double]
  /// How many times as long it takes after as before.
  var estimate: RatioEstimate
  var test: MannWhitneyTest
  /// The p-value with all benchmarks of the comparison taken into account.
  var adjustedP: Double
  var verdict: Verdict
  /// The rounds that it would take to tell a difference as large as the tolerance, or nil for more
  /// than anybody would wait for.
  var roundsToTell: Int?
  /// The counts per iteration that both sides have.
  var counts: [CountChange]
  /// The same benchmark in the sessions that ran it again, compared by their own times alone.
  var repeats: [BenchmarkOutcome] = []

  /// The counts that rose.
  var risenCounts: [CountChange] { counts.filter { $0.direction == .risen } }
  /// Whether it fails the comparison.
  var isRegression: Bool { verdict == .slower || !risenCounts.isEmpty }
  /// Whether anything is different.
  var isChanged: Bool {
    verdict != .noDifferenceShown
      || counts.contains { [.risen, .fallen].contains($0.direction) }
  }
  /// Whether a difference as large as the tolerance would most likely have been found.
  var isTelling: Bool { roundsToTell.map { $0 <= min(before.count, after.count) } ?? false }

  /// Returns whether this outcome is to be read before another.
  func isWorse(than other: BenchmarkOutcome) -> Bool {
    if rank != other.rank { return rank < other.rank }
    if estimate.ratio != other.estimate.ratio {
      // Of what is faster, the largest gain is the most telling.
      return (estimate.ratio > other.estimate.ratio) == (verdict != .faster)
    }
    return name < other.name
  }

  private var rank: Int {
    let place = Verdict.allCases.firstIndex(of: verdict) ?? 0
    return isRegression ? (verdict == .slower ? 0 : 1) : 2 + place
  }
}
