import TidemarkBaselines

/// The baselines that a judgement needs, read once; a file that cannot be used is remembered.
struct BaselineSet {
  private var baselines: [BaselineStore.Suite: Baseline] = [:]
  private(set) var errors: [BaselineStore.Suite: String] = [:]
  /// What is wrong with files that have metrics of which this version knows nothing.
  ///
  /// They can be written, which keeps what is not known, but nothing can be held against them.
  private(set) var complaints: [BaselineStore.Suite: String] = [:]

  init(_ baselines: [BaselineStore.Suite: Baseline] = [:]) {
    self.baselines = baselines
  }

  /// Reads the files of some suites, or of all.
  init(_ store: BaselineStore, suites: [BaselineStore.Suite]? = nil) throws {
    for suite in try suites ?? store.suites() {
      do {
        let baseline = try store.load(suite)
        baselines[suite] = baseline
        complaints[suite] = try baseline.flatMap { baseline in
          try store.complaint(about: baseline, of: suite).map { "\($0)" }
        }
      } catch {
        errors[suite] = "\(error)"
      }
    }
  }

  /// Forgets what is wrong with files that are not needed.
  mutating func keepErrors(of suites: Set<BaselineStore.Suite>) {
    errors = errors.filter { suites.contains($0.key) }
  }

  /// Takes files with metrics of which this version knows nothing as ones that cannot be used.
  mutating func refuseUnknownMetrics() {
    errors.merge(complaints) { error, _ in error }
  }

  /// All tests that have marks.
  var tests: [TestIdentity] {
    baselines.flatMap { suite, baseline in
      baseline.entries.keys.map {
        TestIdentity(target: suite.target, suite: suite.name, name: $0)
      }
    }
    .sorted()
  }

  /// How many tests have marks.
  var count: Int { baselines.values.reduce(0) { $0 + $1.entries.count } }

  /// Returns the marks of a test.
  func entry(of test: TestIdentity) -> BaselineEntry? {
    baselines[BaselineStore.Suite(test)]?.entries[test.name]
  }

  /// Returns what is wrong with the file of a test.
  func error(of test: TestIdentity) -> String? { errors[BaselineStore.Suite(test)] }
}

extension BaselineStore.Suite {
  init(_ test: TestIdentity) { self.init(target: test.target, name: test.suite) }
}
