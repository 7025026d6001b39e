import TidemarkBaselines

extension Report {
  /// Returns one report of several machines or shards, which decides one exit code.
  ///
  /// A test that several shards measured in the same environment counts once, with its worst
  /// outcome. A baseline has no test only when none of the shards has it.
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
    let places = Dictionary(grouping: outcomes.keys, by: \.identity)
    result.outcomes = outcomes.map { key, outcome in
      var outcome = outcome
      if places[key.identity].map({ $0.count > 1 }) ?? false, let place = key.environment {
        outcome.notes.insert("measured on \(place)", at: 0)
      }
      if outcome.environment == result.environment { outcome.environment = nil }
      return outcome
    }
    .sorted { $0.measurement.identity < $1.measurement.identity }
    for report in reports.dropFirst() {
      result.unattributed.add(report.unattributed)
      for loss in report.losses { result.losses.add(loss) }
      result.problems += report.problems.filter { !result.problems.contains($0) }
      result.orphans = result.orphans.filter(Set(report.orphans).contains)
      result.testsFailed = result.testsFailed || report.testsFailed
    }
    result.coverage = TestLibrary.allCases.compactMap { library in
      let parts = reports.flatMap(\.coverage).filter { $0.library == library }
      guard !parts.isEmpty else { return nil }
      let ran = parts.compactMap(\.ran)
      return Coverage(
        library: library, measured: parts.reduce(0) { $0 + $1.measured },
        ran: ran.count == parts.count ? ran.reduce(0, +) : nil)
    }
    return result
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
