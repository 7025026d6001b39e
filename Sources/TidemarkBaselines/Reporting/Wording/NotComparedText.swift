extension TestOutcome {
  /// Whether the baseline lacks marks that recording would add.
  var lacksMarks: Bool { !unmarked.isEmpty }

  /// What the baseline lacks, such as bands for an environment, and the limits that were not checked.
  var notComparedReasons: [String] { Set(unmarked.values).sorted() + notes }

  /// The metrics without a mark that recording would add, with the reason.
  fileprivate var unmarked: [Metric: String] {
    notCompared.filter { $0.value.hasPrefix(Judgement.noSection) || $0.value == Judgement.noMark }
  }
}

extension [TestOutcome] {
  /// What was not held against a mark in tests that have the same reasons for it, in words.
  var notComparedWords: String {
    let reasons = first?.notComparedReasons ?? []
    let parts = reasons.map { reason in
      let metrics = Set(flatMap { $0.unmarked.filter { $0.value == reason }.keys })
      let names = Metric.allCases.filter(metrics.contains).map(\.name)
      return names.isEmpty ? reason : "\(reason) (\(names.joined(separator: ", ")))"
    }
    return parts.joined(separator: "; ")
  }

  /// The outcomes without those of tests that have been there already, on another machine.
  var tests: [TestOutcome] {
    var seen: Set<TestIdentity> = []
    return filter { seen.insert($0.measurement.identity).inserted }
  }
}
