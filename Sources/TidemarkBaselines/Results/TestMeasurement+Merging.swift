extension TestMeasurement {
  /// Returns one measurement for each test, sorted by test, with the worst figures of its cases.
  package static func merged(_ cases: [TestMeasurement]) -> [TestMeasurement] {
    Dictionary(grouping: cases, by: \.identity)
      .compactMap { _, cases in merge(cases) }
      .sorted { $0.identity < $1.identity }
  }

  private static func merge(_ cases: [TestMeasurement]) -> TestMeasurement? {
    guard var result = cases.first else { return nil }
    for other in cases.dropFirst() {
      result.location = result.location ?? other.location
      result.usesBaseline = result.usesBaseline || other.usesBaseline
      result.limits += other.limits.filter { !result.limits.contains($0) }
      result.usage = result.usage.worst(other.usage)
    }
    return result
  }
}
