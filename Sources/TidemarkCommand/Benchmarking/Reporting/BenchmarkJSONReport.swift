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
/// nanoseconds. Empty lists are written, absent values are left out.
struct BenchmarkJSONReport: Codable, Hashable {
  /// The version of the format that this code writes.
  static let currentFormat = 1

  struct Party: Codable, Hashable {
    var title: String
    var commit: String?
    var environment: [String: String]
  }

  struct Settings: Codable, Hashable {
    var rounds: Int
    /// As text, because not every reader has integers of 64 bits.
    var seed: String
    var tolerance: Double
    var level: Double
    var clock: String
    var minimumTime: Double?
    var filter: String?
    var pinned: String?
  }

  struct Computer: Codable, Hashable {
    var platform: String
    var processors: Int
    var model: String?
    var load: Double?
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
  }

  struct Name: Codable, Hashable {
    var product: String
    var name: String
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
  var before: Party
  var after: Party
  var settings: Settings
  var machine: Computer
  /// What was compared, worst first.
  var benchmarks: [Benchmark]
  var onlyBefore: [Name]
  var onlyAfter: [Name]
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
    before = Party(encoding: report.before)
    after = Party(encoding: report.after)
    settings = Settings(
      rounds: report.settings.rounds, seed: "\(report.settings.seed)",
      tolerance: report.settings.tolerance, level: report.settings.level,
      clock: report.settings.clock.rawValue, minimumTime: report.settings.minimumTime,
      filter: report.settings.filter, pinned: report.settings.pinned)
    machine = Computer(
      platform: report.machine.platform, processors: report.machine.processors,
      model: report.machine.model, load: report.machine.load)
    benchmarks = report.outcomes.map(Benchmark.init(encoding:))
    onlyBefore = report.onlyBefore.map { Name(product: $0.product, name: $0.name) }
    onlyAfter = report.onlyAfter.map { Name(product: $0.product, name: $0.name) }
    skipped = report.skipped.map {
      Skipped(
        product: $0.name.product, name: $0.name.name, side: $0.side.rawValue, message: $0.message)
    }
    problems = report.problems
    remarks = report.remarks
  }
}

extension BenchmarkJSONReport.Party {
  fileprivate init(encoding party: BenchmarkReport.Party) {
    self.init(title: party.title, commit: party.commit, environment: party.environment)
  }
}

extension BenchmarkJSONReport.Benchmark {
  fileprivate init(encoding outcome: BenchmarkOutcome) {
    let interval = outcome.estimate.interval
    self.init(
      product: outcome.name.product, name: outcome.name.name, verdict: outcome.verdict.rawValue,
      regression: outcome.isRegression, before: outcome.before, after: outcome.after,
      ratio: outcome.estimate.ratio,
      interval: interval.map { [$0.lowerBound, $0.upperBound] } ?? [],
      superiority: outcome.estimate.superiority, u: outcome.test.u, p: outcome.test.p,
      adjustedP: outcome.adjustedP, method: outcome.test.method.rawValue,
      roundsToTell: outcome.roundsToTell,
      counts: outcome.counts.map { count in
        BenchmarkJSONReport.Count(
          name: count.name, before: [count.before.lowerBound, count.before.upperBound],
          after: [count.after.lowerBound, count.after.upperBound],
          direction: count.direction.rawValue, exact: count.isExact)
      })
  }
}
