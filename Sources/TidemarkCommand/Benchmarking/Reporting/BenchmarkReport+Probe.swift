import TidemarkBaselines
import TidemarkStatistics

/// What a comparison of the probe calls things: its sides are no revisions, and nothing is to be
/// mended because of it.
extension BenchmarkReport {
  /// What the comparison comes to when a benchmark lies above the tolerance.
  var costWords: String {
    let above = BaselineText.counted(outcomes(.slower).count, "benchmark")
    let tolerance = BenchmarkWords.percent(settings.tolerance)
    return "the probe costs \(above) more than \(tolerance)"
  }

  /// What the sides are called in the heads of tables.
  var sideWords: (before: String, after: String) {
    comparesProbe ? ("off", "on") : ("before", "after")
  }

  /// What a verdict is called.
  func words(_ verdict: BenchmarkOutcome.Verdict) -> String {
    guard comparesProbe else { return verdict.words }
    let tolerance = BenchmarkWords.percent(settings.tolerance)
    return switch verdict {
    case .slower, .notConfirmed: "above \(tolerance)"
    case .slowerWithinTolerance: "within \(tolerance)"
    case .faster, .fasterWithinTolerance: "less with it on"
    case .noDifferenceShown: "not told apart"
    }
  }

  /// What the figures of the table are, one sentence each.
  var legend: [String] {
    guard comparesProbe, !outcomes.isEmpty else { return [] }
    let clock = settings.clock == .real ? "time on the clock" : "processor time"
    return [
      "off: \(Self.words(before.environment)); on: \(Self.words(after.environment)); \(clock) of one "
        + "iteration, the median of \(settings.rounds) processes",
      "scatter: half of the processes are within so much of the median, off and on",
      "ratio: on to off, the median over all pairs of processes, with its interval; not told apart: "
        + "with so many benchmarks chance alone may have made the difference",
    ]
  }

  private static func words(_ environment: [String: String]) -> String {
    environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
  }
}

extension BenchmarkOutcome {
  /// How far the times of each side scatter: half of the distance between the quartiles, as a part of
  /// the median.
  var scatter: (before: Double, after: Double) { (Self.scatter(before), Self.scatter(after)) }

  private static func scatter(_ times: [Double]) -> Double {
    let sorted = times.sorted()
    let quarter = sorted.count / 4
    guard quarter > 0 else { return 0 }
    return (sorted[sorted.count - 1 - quarter] - sorted[quarter]) / 2 / median(of: sorted)
  }
}
