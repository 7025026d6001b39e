import Testing
import TidemarkBaselines
import TidemarkStatistics

@testable import TidemarkCommand

@Suite struct ComparingTests {
  @Test func verdictsOfASampleComparison() {
    let report = BenchmarkReport.sample()
    #expect(
      report.outcomes.map(\.name.name) == ["decode/8", "parse", "join", "encode", "sort/256"])
    #expect(
      report.outcomes.map(\.verdict) == [
        .slower, .noDifferenceShown, .slowerWithinTolerance, .faster, .noDifferenceShown,
      ])
    #expect(report.outcomes[0].risenCounts.map(\.name) == ["allocations"])
    #expect(report.outcomes[1].risenCounts.map(\.name) == ["tasks"])
    #expect(report.onlyBefore.map(\.name) == ["gone"] && report.onlyAfter.map(\.name) == ["new"])
    #expect(report.skipped.map(\.side) == [.after])
    #expect(report.exitStatus == .testsFailed)
  }

  @Test func exitStatusHasAnOrder() {
    var report = BenchmarkReport.sample()
    report.skipped = []
    #expect(report.exitStatus == .regression)
    report.problems = ["b: times of 3 rounds only"]
    #expect(report.exitStatus == .regression)
    report.outcomes.removeAll(where: \.isRegression)
    #expect(report.exitStatus == .noVerdict)
    report.problems = []
    #expect(report.exitStatus == .clean)
    report.outcomes = []
    #expect(report.exitStatus == .noVerdict)
    report.hasFailed = true
    #expect(report.exitStatus == .testsFailed)
  }

  @Test func manyBenchmarksNeedMore() {
    func verdict(_ others: Int) -> BenchmarkOutcome.Verdict? {
      var before = BenchmarkSamples()
      var after = BenchmarkSamples()
      for round in 0..<9 {
        let noise = Double(round * 7 % 9)
        // One pair in three is the other way round: p is 0.0188 on its own.
        let shifted = round < 3 ? noise : noise + 6
        before.add([.sample("a", 100 + noise)], product: "p")
        after.add([.sample("a", 100.5 + shifted)], product: "p")
        for other in 0..<others {
          before.add([.sample("b\(other)", 50 + noise)], product: "p")
          after.add([.sample("b\(other)", 50.5 + noise)], product: "p")
        }
      }
      var report = BenchmarkReport.empty
      report.settings.rounds = 9
      report.compare(before: before, after: after)
      return report.outcomes.first { $0.name.name == "a" }?.verdict
    }
    #expect(verdict(0) == .slower)
    #expect(verdict(10) == .noDifferenceShown)
  }

  /// Times of benchmarks that are slower by a factor, or not when it is 1.
  private func samples(_ factors: [(String, Double)]) -> (BenchmarkSamples, BenchmarkSamples) {
    var before = BenchmarkSamples()
    var after = BenchmarkSamples()
    for round in 0..<11 {
      for (name, factor) in factors {
        before.add([.sample(name, 100 + Double(round * 5 % 11) / 10)], product: "p")
        after.add([.sample(name, factor * (100 + Double(round * 7 % 11) / 10))], product: "p")
      }
    }
    return (before, after)
  }

  @Test func anotherSessionDecides() {
    var report = BenchmarkReport.empty
    let first = samples([("a", 1.1), ("b", 1.1), ("c", 1), ("d", 1.1), ("e", 1.1)])
    report.compare(before: first.0, after: first.1)
    #expect(report.suspects.map(\.name).sorted() == ["a", "b", "d", "e"])
    // Of the one that was not to run again nothing is taken, and "e" does not run on one side.
    var second = samples([("a", 1.2), ("b", 1), ("c", 1.5), ("d", 1.01)])
    second.0.add((0..<11).map { .sample("e", 100 + Double($0)) }, product: "p")
    report.confirm(before: second.0, after: second.1)
    let verdicts = Dictionary(uniqueKeysWithValues: report.outcomes.map { ($0.name.name, $0) })
    #expect(verdicts["a"]?.verdict == .slower && verdicts["a"]?.isRegression == true)
    #expect(verdicts["b"]?.verdict == .notConfirmed && verdicts["b"]?.isRegression == false)
    #expect(verdicts["c"]?.verdict == .noDifferenceShown && verdicts["c"]?.repeats.isEmpty == true)
    #expect(verdicts["d"]?.repeats.map(\.verdict) == [.slowerWithinTolerance])
    #expect(verdicts["e"]?.verdict == .notConfirmed)
    #expect(report.problems == ["session 2: p: e did not run again"])
    #expect(report.outcomes.map(\.name.name).first == "a" && report.exitStatus == .regression)
    // What is still suspect has to stand the next one, too.
    #expect(report.suspects.map(\.name) == ["a"])
    let third = samples([("a", 1)])
    report.confirm(before: third.0, after: third.1)
    #expect(report.suspects.isEmpty && report.exitStatus == .noVerdict)
    report.problems = []
    #expect(report.exitStatus == .clean)
    #expect(
      report.verdictWords
        == "nothing is confirmed to be slower (4 benchmarks in the first session only)")
  }

  /// What another suspect lacks is no word about the one that did not run.
  @Test func eachSuspectWithoutAnotherSessionIsNamed() {
    var report = BenchmarkReport.empty
    let first = samples([("a", 1.1), ("b", 1.1), ("c", 1.1)])
    report.compare(before: first.0, after: first.1)
    var second = samples([("c", 1.1)])
    for round in 0..<3 {
      second.0.add([.sample("a", 100 + Double(round))], product: "p")
      second.1.add([.sample("a", 110 + Double(round))], product: "p")
    }
    report.confirm(before: second.0, after: second.1)
    #expect(
      report.problems.sorted() == [
        "session 2: p: a: times of 3 rounds only, 9 are needed",
        "session 2: p: b did not run again",
      ])
    #expect(report.outcomes(.notConfirmed).map(\.name.name).sorted() == ["a", "b"])
  }

  /// One alone among many needs no correction for those, even if they were run again with it.
  @Test func correctionIsForWhatRanAgain() {
    var report = BenchmarkReport.empty
    let all = samples([("a", 1.1)] + (0..<60).map { ("b\($0)", 1.0) })
    report.compare(before: all.0, after: all.1)
    let others = report.outcomes.count
    report.confirm(before: all.0, after: all.1)
    let again = report.outcomes.first { $0.name.name == "a" }?.repeats.first
    #expect(others == 61 && again?.adjustedP == again?.test.p && again?.verdict == .slower)
  }

  /// A risen count is exact in the first session, and needs no other.
  @Test func countsNeedNoOtherSession() {
    var report = BenchmarkReport.sample(isFailing: false)
    #expect(report.suspects.map(\.name) == ["decode/8"])
    report.confirm(before: samples([("x", 1)]).0, after: BenchmarkSamples())
    #expect(report.outcomes.first { $0.name.name == "parse" }?.isRegression == true)
    #expect(report.outcomes.first { $0.name.name == "decode/8" }?.isRegression == true)
    report.outcomes.removeAll { $0.name.name == "parse" }
    report.problems = []
    #expect(report.exitStatus == .regression)
    #expect(report.verdictWords == "1 benchmark with risen counts")
  }

  @Test func tooFewRoundsAndNoTimeAreNoVerdict() {
    var before = BenchmarkSamples()
    var after = BenchmarkSamples()
    for round in 0..<9 {
      before.add([.sample("a", 1), .sample("zero", 0), .sample("c", nil)], product: "p")
      after.add(
        [.sample("zero", 1), .sample("c", 1)] + (round < 4 ? [.sample("a", 1)] : []), product: "p")
    }
    var report = BenchmarkReport.empty
    report.compare(before: before, after: after)
    #expect(report.outcomes.isEmpty)
    #expect(
      report.problems == [
        "p: a: times of 4 rounds only, 9 are needed", "p: c: times of 0 rounds only, 9 are needed",
        "p: zero: took no time in some round, so there is no ratio",
      ])
  }

  @Test func tooManyBenchmarksForTheRoundsAreSaid() {
    var samples = BenchmarkSamples()
    for round in 0..<9 {
      samples.add((0..<1300).map { .sample("b\($0)", 1 + Double(round)) }, product: "p")
    }
    var report = BenchmarkReport.empty
    report.settings.rounds = 9
    report.compare(before: samples, after: samples)
    #expect(report.remarks.count == 1)
    #expect(report.remarks.first?.contains("it takes 10 rounds") == true)
  }

  @Test func countsAreComparedExactly() throws {
    func change(_ before: [Double], _ after: [Double]) throws -> CountChange {
      try #require(CountChange("hops", before: before, after: after))
    }
    #expect(try change([4, 4], [4, 4]).direction == .level)
    #expect(try change([4, 4], [4.25, 4.25]).direction == .risen)
    #expect(try change([4, 4], [3, 3]).direction == .fallen)
    #expect(try change([4, 5], [5, 6]).direction == .unclear)
    #expect(try change([4, 5], [4, 5]).direction == .unclear)
    #expect(try change([4, 5], [6, 7]).direction == .risen)
    #expect(try change([4, 5], [6, 7]).isExact == false)
    #expect(CountChange("hops", before: [], after: [1]) == nil)
    #expect(
      try BenchmarkWords.count(change([4, 5], [6, 7]))
        == "hops 4…5 → 6…7 (beyond all that was seen before)")
  }

  /// Two runs of the same program, drawn anew each time: false alarms keep to the level although
  /// there are ten benchmarks.
  @Test func falseAlarmsKeepToTheLevel() {
    var generator = SeededGenerator(seed: 3)
    let alarms = (0..<200).count { _ in
      var before = BenchmarkSamples()
      var after = BenchmarkSamples()
      for _ in 0..<11 {
        for name in 0..<10 {
          before.add(
            [.sample("b\(name)", .random(in: 90..<110, using: &generator))], product: "p")
          after.add([.sample("b\(name)", .random(in: 90..<110, using: &generator))], product: "p")
        }
      }
      var report = BenchmarkReport.empty
      report.settings.tolerance = 0
      report.compare(before: before, after: after)
      return report.outcomes.contains { $0.verdict != .noDifferenceShown }
    }
    // 10 are allowed, with a standard deviation of 3.
    #expect(alarms <= 20)
  }

  @Test func timesAreSpelledInOneUnit() {
    #expect(BenchmarkWords.times(0.31, 0.3) == ("0.310 ns", "0.300 ns"))
    #expect(BenchmarkWords.times(999, 1001) == ("0.999 µs", "1.001 µs"))
    #expect(BenchmarkWords.times(12_345, 13_620) == ("12.35 µs", "13.62 µs"))
    #expect(BenchmarkWords.times(123_456_789, 9e6) == ("123.5 ms", "9.0 ms"))
    #expect(BenchmarkWords.times(2e12, 1e9) == ("2,000 s", "1 s"))
    #expect(BenchmarkWords.p(0.00004) == "<0.0001")
    #expect(BenchmarkWords.p(0.0312) == "0.0312")
    #expect(BenchmarkWords.p(0.5) == "0.50")
  }
}

extension BenchmarkReading {
  static func sample(
    _ name: String, _ time: Double?, counts: [String: Double] = [:], error: String? = nil
  ) -> BenchmarkReading {
    BenchmarkReading(name: name, realTime: time, cpuTime: time, counts: counts, error: error)
  }
}

extension BenchmarkReport {
  static var empty: BenchmarkReport {
    BenchmarkReport(
      before: .init(title: "main (4f2a9c1)", commit: "4f2a9c1d7e"),
      after: .init(title: "working copy (93bb0aa with changes)"),
      settings: .init(seed: 8412, level: 0.05),
      machine: Machine(
        platform: "linux-x86_64", processors: 8, model: "Example CPU 9000", load: 0.25))
  }

  /// Eleven rounds, each with a noise from 0 to 1 for either side.
  private static var rounds: [(round: Int, before: Double, after: Double)] {
    (0..<11).map { ($0, Double($0 * 5 % 11) / 10, Double($0 * 7 % 11) / 10) }
  }

  /// What the probe costs: a benchmark above the tolerance, one within, one that is not told apart,
  /// and one that needs the probe.
  static var probeSample: BenchmarkReport {
    var off = BenchmarkSamples()
    var on = BenchmarkSamples()
    for (_, noise, other) in rounds {
      off.add(
        [
          .sample("malloc/16/threads:1", 9.9 + 0.1 * noise),
          .sample("yield/process_time/real_time", 900 + 300 * noise),
          .sample("sleep/process_time/real_time", 23_500 + 30 * noise),
        ], product: "Costs")
      on.add(
        [
          .sample("malloc/16/threads:1", 13.1 + 0.2 * other),
          .sample("yield/process_time/real_time", 950 + 300 * other),
          .sample("sleep/process_time/real_time", 23_600 + 30 * other),
          .sample("snapshot/1000/process_time/real_time", 199_600 + 5_000 * other),
        ], product: "Costs")
    }
    var report = empty
    report.before = .init(title: "probe off", environment: ["TIDEMARK": "off"])
    report.after = .init(title: "probe on", environment: ["TIDEMARK": "check"])
    report.settings.confirm = 0
    report.compare(before: off, after: on)
    return report
  }

  /// A comparison with one benchmark of each kind.
  static func sample(isFailing: Bool = true) -> BenchmarkReport {
    var before = BenchmarkSamples()
    var after = BenchmarkSamples()
    for (round, noise, other) in rounds {
      before.add(
        [
          .sample("decode/8", 12_300 + 100 * noise, counts: ["allocations": 12, "hops": 2]),
          .sample("encode", 810_000 + 900 * noise, counts: ["allocations": 8, "bytes": 512]),
          .sample("join", 5_000 + 10 * noise),
          .sample("parse", 1.2e6 + 9e4 * noise, counts: ["tasks": 4, "hops": Double(round % 3)]),
          .sample("sort/256", 3.1 + 0.1 * noise),
          .sample("gone", 7),
        ] + (isFailing ? [.sample("open", 9)] : []), product: "feeding")
      after.add(
        [
          .sample("decode/8", 13_600 + 100 * other, counts: ["allocations": 13.5, "hops": 2]),
          .sample("encode", 720_000 + 900 * other, counts: ["allocations": 7, "bytes": 512]),
          .sample("join", 5_050 + 10 * other),
          .sample("parse", 1.2e6 + 9e4 * other, counts: ["tasks": 5, "hops": Double(round % 2)]),
          .sample("sort/256", 3.1 + 0.1 * other),
          .sample("new", 7),
        ] + (isFailing ? [.sample("open", nil, error: "no feed | to \"open\"")] : []),
        product: "feeding")
    }
    var report = empty
    report.compare(before: before, after: after)
    // What failed in the first session is not run again.
    if !isFailing {
      report.confirm(before: before, after: after)
      report.addNotConfirmed()
    }
    return report
  }

  /// Adds a benchmark that only the first session showed to be slower.
  private mutating func addNotConfirmed() {
    var once = outcomes.first { $0.verdict == .noDifferenceShown } ?? outcomes[0]
    once.name.name = "open"
    once.counts = []
    once.repeats = [once]
    once.verdict = .notConfirmed
    outcomes.append(once)
    outcomes.sort { $0.isWorse(than: $1) }
  }
}
