extension Report {
  /// The status that the whole check ends with.
  ///
  /// A check that measured nothing has no verdict: it would otherwise pass for the wrong reason.
  package var exitStatus: ExitStatus {
    if testsFailed { return .testsFailed }
    let statuses = Set(outcomes.map(\.status))
    if statuses.contains(.risen) { return .regression }
    if statuses.contains(.noVerdict) || !losses.isEmpty || !problems.isEmpty || outcomes.isEmpty {
      return .noVerdict
    }
    return statuses.contains(.missing) ? .baselineMissing : .clean
  }

  /// How many tests have each status; statuses that no test has are absent.
  ///
  /// A test that several machines measured counts once, with the worst of its outcomes.
  package var counts: [TestOutcome.Status: Int] {
    worst.values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  /// How many tests there are; one that several machines measured counts once.
  package var testCount: Int { worst.count }

  /// The tests that have an outcome on more than one machine.
  package var repeatedTests: Set<TestIdentity> {
    var seen: Set<TestIdentity> = []
    return Set(outcomes.map(\.measurement.identity).filter { !seen.insert($0).inserted })
  }

  private var worst: [TestIdentity: TestOutcome.Status] {
    Dictionary(outcomes.map { ($0.measurement.identity, $0.status) }) { left, right in
      left.rank < right.rank ? left : right
    }
  }

  /// The outcomes, worst first; equals are ordered by name, so that a report never flickers.
  package var sortedOutcomes: [TestOutcome] {
    outcomes.sorted { $0.isWorse(than: $1) }
  }

  /// Returns the outcomes of a status, worst first.
  package func outcomes(_ status: TestOutcome.Status) -> [TestOutcome] {
    outcomes.filter { $0.status == status }.sorted { $0.isWorse(than: $1) }
  }

  /// The part of all allocations that belongs to no test, from 0 to 1, or nil without any.
  package var unattributedShare: Double? {
    let owned = outcomes.reduce(0.0) { sum, outcome in
      guard case .measured(let value) = outcome.measurement.usage.figures[.heapAllocations] else {
        return sum
      }
      return sum + Double(value)
    }
    let all = owned + Double(unattributed.allocations)
    return all > 0 ? Double(unattributed.allocations) / all : nil
  }
}

extension TestOutcome {
  /// Returns whether this outcome is to be read before another.
  package func isWorse(than other: TestOutcome) -> Bool {
    if status != other.status { return status.rank < other.status.rank }
    switch (findings.first, other.findings.first) {
    case (let mine?, let others?) where mine.severity != others.severity:
      return mine.severity > others.severity
    case (_?, nil): return true
    case (nil, _?): return false
    default: return measurement.identity < other.measurement.identity
    }
  }
}

extension TestOutcome.Status {
  /// The place in the order of badness, 0 for the worst.
  package var rank: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }
}
