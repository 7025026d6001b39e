import TidemarkStatistics

extension BenchmarkReport {
  /// The fewest rounds that are worth a verdict.
  static let fewestRounds = 9

  /// Compares the samples of both sides.
  mutating func compare(before: BenchmarkSamples, after: BenchmarkSamples) {
    let names = Set(before.series.keys).union(after.series.keys).sorted()
    var compared: [BenchmarkOutcome] = []
    // Benchmarks that ran in every round have it in common, and it takes a while to make.
    var distribution = UDistribution(settings.rounds, settings.rounds)
    for name in names {
      let pair = (before.series[name], after.series[name])
      for (side, series) in [(Side.before, pair.0), (.after, pair.1)] {
        if let message = series?.error {
          skipped.append(Skipped(name: name, side: side, message: message))
        }
      }
      switch pair {
      case (let first?, let second?) where first.error == nil && second.error == nil:
        if let outcome = outcome(name, first, second, &distribution) { compared.append(outcome) }
      case (let alone?, nil):
        onlyBefore.append(name)
        timesAlone[name] = alone.times(settings.clock)
      case (nil, let alone?):
        onlyAfter.append(name)
        timesAlone[name] = alone.times(settings.clock)
      default: break
      }
    }
    let adjusted = HolmCorrection.adjusted(compared.map(\.test.p))
    // The level that the smallest p-value has to pass, so the one that has to be planned for.
    let level = settings.level / Double(max(1, compared.count))
    for index in compared.indices {
      compared[index].adjustedP = adjusted[index]
      compared[index].verdict = verdict(compared[index])
      compared[index].roundsToTell = SampleSize.each(
        toTell: 1 + max(settings.tolerance, 0.001), spread: compared[index].estimate.spread,
        level: level)
    }
    outcomes = compared.sorted { $0.isWorse(than: $1) }
    if compared.count > 1, UDistribution(settings.rounds, settings.rounds).smallestP > level {
      remarks.append(
        "with \(settings.rounds) rounds and \(compared.count) benchmarks a difference of a single "
          + "one cannot be shown: it takes \(SampleSize.smallest(level: level)) rounds")
    }
  }

  /// The benchmarks that another session has to show to be slower as well.
  var suspects: Set<BenchmarkName> {
    hasFailed || !skipped.isEmpty ? [] : Set(outcomes(.slower).map(\.name))
  }

  /// Takes a session into account that ran the suspects again, and judges it by its own times.
  ///
  /// The suspects were chosen by other times than these, so nothing has to be corrected for the
  /// benchmarks that they were chosen from: only for their own number. A session says nothing about
  /// a count, which the first one has compared exactly.
  mutating func confirm(before: BenchmarkSamples, after: BenchmarkSamples) {
    let suspects = suspects
    var session = self
    session.outcomes = []
    session.problems = []
    session.onlyBefore = []
    session.onlyAfter = []
    session.compare(before: before.only(suspects), after: after.only(suspects))
    let number = 2 + (outcomes.map(\.repeats.count).max() ?? 0)
    problems += session.problems.map { "session \(number): \($0)" }
    skipped = session.skipped
    for index in outcomes.indices where suspects.contains(outcomes[index].name) {
      let name = outcomes[index].name
      guard let again = session.outcomes.first(where: { $0.name == name }) else {
        // What ran on both sides and has no verdict has a problem of its own.
        let hasRun = before.series[name] != nil && after.series[name] != nil
        if !hasRun, !session.skipped.contains(where: { $0.name == name }) {
          problems.append("session \(number): \(name.product): \(name.name) did not run again")
        }
        outcomes[index].verdict = .notConfirmed
        continue
      }
      outcomes[index].repeats.append(again)
      if again.verdict != .slower { outcomes[index].verdict = .notConfirmed }
    }
    outcomes.sort { $0.isWorse(than: $1) }
  }

  private mutating func outcome(
    _ name: BenchmarkName, _ first: BenchmarkSamples.Series, _ second: BenchmarkSamples.Series,
    _ distribution: inout UDistribution
  ) -> BenchmarkOutcome? {
    let times = (first.times(settings.clock), second.times(settings.clock))
    let words = "\(name.product): \(name.name)"
    guard min(times.0.count, times.1.count) >= Self.fewestRounds else {
      let count = min(times.0.count, times.1.count)
      problems.append("\(words): times of \(count) rounds only, \(Self.fewestRounds) are needed")
      return nil
    }
    guard (times.0 + times.1).allSatisfy({ $0 > 0 && $0.isFinite }) else {
      problems.append("\(words): took no time in some round, so there is no ratio")
      return nil
    }
    let sizes = [times.0.count, times.1.count]
    if distribution.sizes != sizes { distribution = UDistribution(sizes[0], sizes[1]) }
    let counts = BenchmarkReading.counts.compactMap {
      CountChange($0, before: first.counts($0), after: second.counts($0))
    }
    return BenchmarkOutcome(
      name: name, before: times.0, after: times.1,
      estimate: RatioEstimate(
        of: times.1, to: times.0, confidence: 1 - settings.level, distribution: distribution),
      test: MannWhitneyTest(times.0, times.1, distribution: distribution), adjustedP: 1,
      verdict: .noDifferenceShown, counts: counts)
  }

  private func verdict(_ outcome: BenchmarkOutcome) -> BenchmarkOutcome.Verdict {
    guard outcome.adjustedP < settings.level else { return .noDifferenceShown }
    let ratio = outcome.estimate.ratio
    if ratio > 1 {
      return ratio > 1 + settings.tolerance ? .slower : .slowerWithinTolerance
    }
    return ratio < 1 / (1 + settings.tolerance) ? .faster : .fasterWithinTolerance
  }
}
