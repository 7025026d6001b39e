import TidemarkBaselines
import TidemarkStatistics

// The essentials are enough for JSON and spare the load of the whole of Foundation.
#if canImport(FoundationEssentials)
  private import FoundationEssentials
#else
  private import Foundation
#endif

/// A comparison as other programs read it: version 1 of the format, field by field.
///
/// Fields may be added to a version; a change of meaning raises `format`. Keys are sorted, times are
/// nanoseconds. Empty lists are written, absent values are left out. Names, sides and the machine are
/// written as the comparison itself has them.
struct BenchmarkJSONReport: Codable, Hashable {
  /// The version of the format that this code writes.
  static let currentFormat = 1

  struct Settings: Codable, Hashable {
    var rounds: Int
    var confirm: Int
    /// As text, because not every reader has integers of 64 bits.
    var seed: String
    var tolerance: Double
    var level: Double
    var clock: String
    var minimumTime: Double?
    var filter: String?
    var pinned: String?
  }

  struct Count: Codable, Hashable {
    var name: String
    /// The least and the most that a process saw.
    var before: [Double]
    var after: [Double]
    /// `risen`, `fallen`, `level` or `unclear`.
    var direction: String
    var exact: Bool
  }

  struct Benchmark: Codable, Hashable {
    var product: String
    var name: String
    /// One of the names of `BenchmarkOutcome.Verdict`.
    var verdict: String
    /// Whether it fails the comparison.
    var regression: Bool
    /// The time of an iteration in each process, in the order of the rounds.
    var before: [Double]
    var after: [Double]
    var ratio: Double
    /// The ends of the interval of the ratio.
    var interval: [Double]
    /// The probability that an iteration takes longer after than before.
    var superiority: Double
    var u: Double
    var p: Double
    var adjustedP: Double
    /// `exact` or `asymptotic`.
    var method: String
    var roundsToTell: Int?
    var counts: [Count]
    /// The same benchmark in the sessions that ran it again, each by its own times.
    var repeats: [Benchmark]?
  }

  struct Skipped: Codable, Hashable {
    var product: String
    var name: String
    /// `before` or `after`.
    var side: String
    var message: String
  }

  var format: Int
  /// `benchmarks`, which tells the document from the report of a check.
  var kind: String
  /// `clean`, `regression`, `failed` or `no-verdict`.
  var verdict: String
  /// 0, 1, 2 or 4 in the order of the words.
  var exitStatus: Int32
  var before: BenchmarkReport.Party
  var after: BenchmarkReport.Party
  var settings: Settings
  var machine: Machine
  /// What was compared, worst first.
  var benchmarks: [Benchmark]
  var onlyBefore: [BenchmarkName]
  var onlyAfter: [BenchmarkName]
  var skipped: [Skipped]
  var problems: [String]
  var remarks: [String]

  /// Returns the document with sorted keys and a newline at its end.
  func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }
}

extension BenchmarkJSONReport {
  init(encoding report: BenchmarkReport) {
    format = Self.currentFormat
    kind = "benchmarks"
    verdict = report.verdict
    exitStatus = report.exitStatus.rawValue
    before = report.before
    after = report.after
    settings = Settings(encoding: report.settings)
    machine = report.machine
    benchmarks = report.outcomes.map(Benchmark.init(encoding:))
    onlyBefore = report.onlyBefore
    onlyAfter = report.onlyAfter
    skipped = report.skipped.map {
      Skipped(
        product: $0.name.product, name: $0.name.name, side: $0.side.rawValue, message: $0.message)
    }
    problems = report.problems
    remarks = report.remarks
  }
}

extension BenchmarkJSONReport.Settings {
  fileprivate init(encoding settings: BenchmarkReport.Settings) {
    rounds = settings.rounds
    confirm = settings.confirm
    seed = "\(settings.seed)"
    tolerance = settings.tolerance
    level = settings.level
    clock = settings.clock.rawValue
    minimumTime = settings.minimumTime
    filter = settings.filter
    pinned = settings.pinned
  }
}

extension BenchmarkJSONReport.Benchmark {
  fileprivate init(encoding outcome: BenchmarkOutcome) {
    product = outcome.name.product
    name = outcome.name.name
    verdict = outcome.verdict.rawValue
    regression = outcome.isRegression
    before = outcome.before
    after = outcome.after
    ratio = outcome.estimate.ratio
    interval = outcome.estimate.interval.map(\.ends) ?? []
    superiority = outcome.estimate.superiority
    u = outcome.test.u
    p = outcome.test.p
    adjustedP = outcome.adjustedP
    method = outcome.test.method.rawValue
    roundsToTell = outcome.roundsToTell
    counts = outcome.counts.map(BenchmarkJSONReport.Count.init(encoding:))
    repeats = outcome.repeats.isEmpty ? nil : outcome.repeats.map(Self.init(encoding:))
  }
}

extension BenchmarkJSONReport.Count {
  fileprivate init(encoding count: CountChange) {
    name = count.name
    before = count.before.ends
    after = count.after.ends
    direction = count.direction.rawValue
    exact = count.isExact
  }
}

extension ClosedRange {
  fileprivate var ends: [Bound] { [lowerBound, upperBound] }
}
