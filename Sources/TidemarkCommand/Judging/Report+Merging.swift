import TidemarkBaselines

extension Report {
  /// Returns one report of several machines or shards, which decides one exit code.
  ///
  /// A test that several shards measured in the same environment has one outcome, its worst, and
  /// one for each environment otherwise. A baseline has no test only when none of the shards has it.
  static func merged(_ reports: [Report]) -> Report {
    guard var result = reports.first else { return Report() }
    result.environment = Environment.joined(reports.compactMap(\.environment))
    var outcomes: [OutcomeKey: TestOutcome] = [:]
    for report in reports {
      for var outcome in report.outcomes {
        outcome.environment = outcome.environment ?? report.environment
        let key = OutcomeKey(
          identity: outcome.measurement.identity, environment: outcome.environment?.boundedKey)
        if let other = outcomes[key], !outcome.isWorse(than: other) { continue }
        outcomes[key] = outcome
      }
    }
    let hasSeveralMachines = Set(reports.compactMap(\.environment)).count > 1
    result.outcomes = outcomes.map { key, outcome in
      var outcome = outcome
      if hasSeveralMachines, let place = key.environment {
        outcome.notes.insert("measured on \(place)", at: 0)
      }
      if outcome.environment == result.environment { outcome.environment = nil }
      return outcome
    }
    .sorted { left, right in
      let (mine, others) = (left.measurement.identity, right.measurement.identity)
      if mine != others { return mine < others }
      return (left.environment?.boundedKey ?? "") < (right.environment?.boundedKey ?? "")
    }
    for report in reports.dropFirst() {
      result.unattributed.add(report.unattributed)
      for loss in report.losses { result.losses.add(loss) }
      result.problems += report.problems.filter { !result.problems.contains($0) }
      result.orphans = result.orphans.filter(Set(report.orphans).contains)
      result.testsFailed = result.testsFailed || report.testsFailed
    }
    result.coverage = TestLibrary.allCases.compactMap { library in
      Shard.coverage(of: library, reports.compactMap { Shard(of: library, in: $0) })
    }
    return result
  }

  /// The tests of one library that a shard measured, or several shards with tests in common.
  private struct Shard {
    var tests: Set<TestIdentity>
    var ran: Int?

    init?(of library: TestLibrary, in report: Report) {
      guard let coverage = report.coverage.first(where: { $0.library == library }) else {
        return nil
      }
      let measured = report.outcomes.map(\.measurement)
      // What a test measures by itself, such as a benchmark, is no test that ran.
      tests = Set(
        measured.filter { $0.library == library && !$0.identity.isPart }.map(\.identity))
      ran = coverage.ran
    }

    /// Returns how much of what ran was measured: a test that several machines ran counts once.
    static func coverage(of library: TestLibrary, _ shards: [Shard]) -> Coverage? {
      if shards.isEmpty { return nil }
      var groups: [Shard] = []
      for shard in shards {
        var group = shard
        groups.removeAll { other in
          if other.tests.isDisjoint(with: shard.tests) { return false }
          group.tests.formUnion(other.tests)
          // Machines with tests in common are taken to have run the same ones.
          group.ran = group.ran.flatMap { ran in other.ran.map { max(ran, $0) } }
          return true
        }
        groups.append(group)
      }
      let ran = groups.compactMap { group in group.ran.map { max($0, group.tests.count) } }
      return Coverage(
        library: library, measured: groups.reduce(0) { $0 + $1.tests.count },
        ran: ran.count == groups.count ? ran.reduce(0, +) : nil)
    }
  }

  private struct OutcomeKey: Hashable {
    var identity: TestIdentity
    var environment: String?
  }
}

extension Environment {
  /// Returns what some environments have in common, with both words where they differ.
  static func joined(_ environments: [Environment]) -> Environment? {
    guard let first = environments.first else { return nil }
    func words(_ field: KeyPath<Environment, String>) -> String {
      Set(environments.map { $0[keyPath: field] }).sorted().joined(separator: "+")
    }
    if environments.allSatisfy({ $0 == first }) { return first }
    return Environment(
      platform: words(\.platform), swift: words(\.swift), configuration: words(\.configuration),
      mode: words(\.mode), poolWidth: environments.map(\.poolWidth).max() ?? first.poolWidth)
  }
}
