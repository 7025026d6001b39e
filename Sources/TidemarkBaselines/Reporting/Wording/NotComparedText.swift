extension TestOutcome {
  /// Whether the baseline has no bands for the environment of the measurement.
  var lacksBands: Bool { notCompared.values.contains { $0.hasPrefix(Judgement.noSection) } }

  /// What of the test was not held against a mark that it has elsewhere, and which limits were not
  /// checked, in words.
  var notComparedWords: [String] {
    let metrics = notCompared.filter { $0.value.hasPrefix(Judgement.noSection) }
    let sections = Dictionary(grouping: metrics.keys) { metrics[$0] ?? "" }
    let reasons = sections.map { reason, metrics in
      let names = Metric.allCases.filter(metrics.contains).map(\.name)
      return "\(reason) (\(names.joined(separator: ", ")))"
    }
    return reasons.sorted() + notes
  }
}

extension [TestOutcome] {
  /// The outcomes without those of tests that have been there already, on another machine.
  var tests: [TestOutcome] {
    var seen: Set<TestIdentity> = []
    return filter { seen.insert($0.measurement.identity).inserted }
  }
}
