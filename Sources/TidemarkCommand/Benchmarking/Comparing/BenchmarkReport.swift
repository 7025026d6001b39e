import TidemarkBaselines

/// The comparison of two contenders: everything that the reports say.
struct BenchmarkReport: Hashable {
  /// What the comparison was asked to do.
  struct Settings: Hashable {
    var rounds = 11
    /// How many sessions of their own run again what is slower.
    var confirm = 1
    var seed: UInt64 = 0
    /// The part by which a benchmark may be slower, 0.02 for 2 %.
    var tolerance = 0.02
    /// The probability of any false alarm that is put up with.
    var level = 0.01
    var clock = BenchmarkClock.real
    /// The least time that the engine measures for, in seconds; nil for its own choice.
    var minimumTime: Double?
    var filter: String?
    var pinned: String?
  }

  /// A side as reports name it.
  struct Party: Codable, Hashable {
    var title: String
    var commit: String?
    var environment: [String: String] = [:]
  }

  /// A benchmark that was skipped with an error.
  struct Skipped: Hashable {
    var name: BenchmarkName
    var side: Side
    var message: String
  }

  var before: Party
  var after: Party
  /// Whether the sides are the same programs, without the probe and with it.
  var comparesProbe: Bool { before.environment != after.environment }
  var settings = Settings()
  var machine: Machine
  /// What was compared, worst first.
  var outcomes: [BenchmarkOutcome] = []
  /// The benchmarks that only one side has.
  var onlyBefore: [BenchmarkName] = []
  var onlyAfter: [BenchmarkName] = []
  /// The times of an iteration of those, in nanoseconds.
  var timesAlone: [BenchmarkName: [Double]] = [:]
  var skipped: [Skipped] = []
  /// Why there is no verdict on something, or on anything.
  var problems: [String] = []
  /// What does not change the verdict and is good to know.
  var remarks: [String] = []
  /// Whether a program failed.
  var hasFailed = false

  /// The status that the command ends with: 2 before 1 before 4, as in a check.
  var exitStatus: Report.ExitStatus {
    if hasFailed || !skipped.isEmpty { return .testsFailed }
    if outcomes.contains(where: \.isRegression) { return .regression }
    return outcomes.isEmpty || !problems.isEmpty ? .noVerdict : .clean
  }

  /// The status as a word.
  var verdict: String { exitStatus == .testsFailed ? "failed" : exitStatus.name }

  /// Returns the outcomes with a verdict, worst first.
  func outcomes(_ verdict: BenchmarkOutcome.Verdict) -> [BenchmarkOutcome] {
    outcomes.filter { $0.verdict == verdict }
  }

  /// Whether a name needs its product to be told from others.
  var hasSeveralProducts: Bool {
    let names = outcomes.map(\.name) + onlyBefore + onlyAfter + skipped.map(\.name)
    return Set(names.map(\.product)).count > 1
  }
}
