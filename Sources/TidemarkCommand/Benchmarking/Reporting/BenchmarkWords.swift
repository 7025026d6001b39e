import TidemarkBaselines
import TidemarkStatistics

/// Spells times, ratios and verdicts.
enum BenchmarkWords {
  /// Returns two times in one unit, with four digits for the larger one.
  static func times(_ before: Double, _ after: Double) -> (before: String, after: String) {
    let largest = max(before, after)
    let units = [("ns", 1.0), ("µs", 1e3), ("ms", 1e6), ("s", 1e9)]
    let (unit, scale) = units.last { largest >= $0.1 } ?? units[0]
    let decimals = [1000.0, 100, 10].firstIndex { largest / scale >= $0 } ?? 3
    func text(_ value: Double) -> String {
      "\(FigureText.fixed(value / scale, decimals: decimals)) \(unit)"
    }
    return (text(before), text(after))
  }

  /// Returns a ratio with three decimals.
  static func ratio(_ value: Double) -> String { FigureText.fixed(value, decimals: 3) }

  /// Returns the interval of an estimate.
  static func interval(_ estimate: RatioEstimate) -> String {
    estimate.interval.map { "\(ratio($0.lowerBound))…\(ratio($0.upperBound))" } ?? "none"
  }

  /// Returns a p-value, with more digits the smaller it is.
  static func p(_ value: Double) -> String {
    if value < 0.0001 { return "<0.0001" }
    return FigureText.fixed(value, decimals: value < 0.1 ? 4 : 2)
  }

  /// Returns a part of a whole as percent, with as many decimals as it takes, up to two.
  static func percent(_ part: Double) -> String { number(part * 100, decimals: 2) + " %" }

  /// Returns a word as the head of a column.
  static func head(_ word: String) -> String { word.prefix(1).uppercased() + word.dropFirst() }

  /// Returns how far the times of either side scatter, for example `±3 % ±12 %`.
  static func scatter(_ outcome: BenchmarkOutcome) -> String {
    [outcome.scatter.before, outcome.scatter.after].map { part in
      "±\(FigureText.fixed(part * 100, decimals: part < 0.0995 ? 1 : 0)) %"
    }.joined(separator: " ")
  }

  /// Returns a number without zeros at the end of its decimals.
  static func number(_ value: Double, decimals: Int = 3) -> String {
    var text = FigureText.fixed(value, decimals: decimals)
    guard text.contains(".") else { return text }
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  /// Returns the values of a count over all processes.
  static func band(_ range: ClosedRange<Double>) -> String {
    let ends = [number(range.lowerBound), number(range.upperBound)]
    return range.lowerBound == range.upperBound ? ends[0] : ends.joined(separator: "…")
  }

  /// Returns a count with its change, for example `allocations 12 → 13 (+1, exact)`.
  static func count(_ change: CountChange) -> String {
    let values = "\(change.name) \(band(change.before)) → \(band(change.after))"
    switch change.direction {
    case .level: return "\(values) (exact)"
    case .unclear: return "\(values) (varies, not compared)"
    case .risen, .fallen:
      guard change.isExact else { return "\(values) (beyond all that was seen before)" }
      let difference = change.after.lowerBound - change.before.lowerBound
      return "\(values) (\(difference > 0 ? "+" : "")\(number(difference)), exact)"
    }
  }

  /// Returns what there is to say about an outcome, in one sentence.
  static func sentence(_ outcome: BenchmarkOutcome) -> String {
    let times = times(median(of: outcome.before), median(of: outcome.after))
    let time = [
      outcome.verdict.words, "\(times.before) → \(times.after)",
      "ratio \(ratio(outcome.estimate.ratio)) (\(interval(outcome.estimate)))",
      "adjusted p \(p(outcome.adjustedP))",
    ].joined(separator: ", ")
    let counts = outcome.counts.filter { [.risen, .fallen].contains($0.direction) }.map(count)
    return ([time] + repeats(outcome) + counts).joined(separator: "; ")
  }

  /// Returns what the sessions say that ran a benchmark again, one phrase each.
  static func repeats(_ outcome: BenchmarkOutcome) -> [String] {
    outcome.repeats.enumerated().map { index, again in
      let times = times(median(of: again.before), median(of: again.after))
      return [
        "session \(index + 2) alone: \(again.verdict.words)", "\(times.before) → \(times.after)",
        "ratio \(ratio(again.estimate.ratio)) (\(interval(again.estimate)))",
        "adjusted p \(p(again.adjustedP))",
      ].joined(separator: ", ")
    }
  }
}

extension BenchmarkOutcome.Verdict {
  /// How a table calls it.
  var words: String {
    switch self {
    case .slower: "slower"
    case .notConfirmed: "slower, not confirmed"
    case .slowerWithinTolerance: "slower, within tolerance"
    case .faster: "faster"
    case .fasterWithinTolerance: "faster, within tolerance"
    case .noDifferenceShown: "no difference shown"
    }
  }

  var style: Style {
    switch self {
    case .slower: .bad
    case .notConfirmed, .slowerWithinTolerance: .warning
    case .faster, .fasterWithinTolerance: .good
    case .noDifferenceShown: .plain
    }
  }
}

extension BenchmarkReport {
  /// Returns the name of a benchmark, with its product when there are several.
  ///
  /// The table of the probe is for reading: what the engine adds to a name for its clocks is left out.
  func words(_ name: BenchmarkName) -> String {
    var text = name.name
    let clocks = ["/process_time", "/real_time", "/manual_time"]
    while comparesProbe, let clock = clocks.first(where: text.hasSuffix) {
      text.removeLast(clock.count)
    }
    return hasSeveralProducts ? "\(name.product): \(text)" : text
  }

  /// How many benchmarks have which verdict, in words; verdicts that none has are absent.
  var counted: [(words: String, style: Style)] {
    var parts = BenchmarkOutcome.Verdict.allCases.compactMap { verdict in
      let count = outcomes(verdict).count
      return count == 0 ? nil : (words: "\(count) \(words(verdict))", style: verdict.style)
    }
    let risen = outcomes.count { !$0.risenCounts.isEmpty }
    if risen > 0 { parts.insert(("\(risen) with risen counts", .bad), at: 0) }
    return parts
  }

  /// The benchmarks in which nothing was shown to be different, in words; nil without any.
  var unchangedWords: String? {
    let rest = outcomes.filter { !$0.isChanged }
    if rest.isEmpty { return nil }
    let tolerance = BenchmarkWords.percent(settings.tolerance)
    let telling = rest.count(where: \.isTelling)
    let some = rest.filter { !$0.isTelling }
    let head = "no difference shown in \(BaselineText.counted(rest.count, "benchmark")): "
    if some.isEmpty { return head + "one of \(tolerance) would most likely have shown" }
    let most =
      some.allSatisfy { $0.roundsToTell != nil } ? some.compactMap(\.roundsToTell).max() : nil
    let rounds = most.map { "up to \(BaselineText.count($0)) rounds" } ?? "more rounds than pay"
    if telling == 0 { return head + "to tell one of \(tolerance) takes \(rounds)" }
    return head
      + "one of \(tolerance) would most likely have shown in \(telling); to tell it in the others "
      + "takes \(rounds)"
  }

  /// What was done where, in words.
  var closingWords: String {
    var parts = [
      "\(settings.rounds) rounds", "seed \(settings.seed)", "\(settings.clock.rawValue) time",
      "tolerance \(BenchmarkWords.percent(settings.tolerance))",
      "level \(BenchmarkWords.number(settings.level, decimals: 6)), Holm over \(outcomes.count)",
    ]
    if let words = confirmationWords { parts.insert(words, at: 1) }
    if let time = settings.minimumTime { parts.append("at least \(time) s each") }
    if let pinned = settings.pinned { parts.append("pinned to \(pinned)") }
    parts.append(machine.words)
    return parts.joined(separator: " · ")
  }

  /// What was run again, in words; nil when nothing was to be.
  private var confirmationWords: String? {
    let again = outcomes.count { !$0.repeats.isEmpty }
    if again > 0 { return "\(BaselineText.counted(again, "benchmark")) run again" }
    return outcomes(.slower).isEmpty || comparesProbe ? nil : "nothing run again"
  }

  /// The verdict of the whole comparison, in words.
  var verdictWords: String {
    let slower = outcomes(.slower).count
    let risen = outcomes.count { !$0.risenCounts.isEmpty }
    switch exitStatus {
    case .testsFailed: return "a benchmark failed, or was skipped with an error"
    case .regression where comparesProbe && risen == 0: return costWords
    case .regression:
      let parts =
        (slower > 0 ? ["\(BaselineText.counted(slower, "benchmark")) slower"] : [])
        + (risen > 0 ? ["\(BaselineText.counted(risen, "benchmark")) with risen counts"] : [])
      return parts.joined(separator: ", ")
    case .noVerdict, .baselineMissing: return "no verdict"
    case .clean:
      let once = outcomes(.notConfirmed).count
      return once == 0
        ? "nothing is shown to be slower beyond the tolerance"
        : "nothing is confirmed to be slower (\(BaselineText.counted(once, "benchmark")) in the "
          + "first session only)"
    }
  }

  /// What did not run to its end or has no counterpart, one sentence each.
  var failures: [String] {
    problems
      + skipped.map {
        "\(words($0.name)) was skipped with an error (\($0.side.rawValue)): \($0.message)"
      }
  }

  /// The benchmarks that only one side has, in words.
  var oneSided: [String] {
    let probe = comparesProbe ? "with the probe " : ""
    return [(sideWords.before, onlyBefore), (sideWords.after, onlyAfter)].compactMap {
      side, names in
      let texts = names.map { name in
        let time = median(of: timesAlone[name] ?? [])
        return comparesProbe
          ? "\(words(name)) \(BenchmarkWords.times(time, time).after)" : words(name)
      }
      return texts.isEmpty ? nil : "only \(probe)\(side): " + texts.joined(separator: ", ")
    }
  }
}

extension Machine {
  /// What it is, in words.
  var words: String {
    var parts = [platform, "\(processors) processors"]
    if let model { parts.append(model) }
    if let load { parts.append("load \(FigureText.fixed(load, decimals: 1))") }
    return parts.joined(separator: ", ")
  }
}
