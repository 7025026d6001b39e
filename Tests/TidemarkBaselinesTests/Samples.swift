import TidemarkBaselines

extension Environment {
  static let sample = Environment(
    platform: "linux-x86_64", swift: "6.3", configuration: "debug", mode: "parallel", poolWidth: 4)
}

extension TestIdentity {
  static let sample = TestIdentity(target: "FeedKitTests", suite: "FeedTests", name: "refresh()")
}

extension TestMeasurement {
  static func sample(
    _ values: [Metric: Int] = [:], figures: [Metric: Figure] = [:],
    _ identity: TestIdentity = .sample, limits: [Limit] = [], losses: [Loss] = [],
    usesBaseline: Bool = true, ranAlone: Bool = true
  ) -> TestMeasurement {
    let measured = values.mapValues { Figure.measured($0) }
    let usage = Usage(
      figures: measured.merging(figures) { _, second in second }, losses: losses,
      ranAlone: ranAlone)
    return TestMeasurement(
      identity: identity, library: .swiftTesting, usage: usage, limits: limits,
      usesBaseline: usesBaseline)
  }
}

extension BaselineEntry {
  static let sample = BaselineEntry(
    exact: [.tasksCreated: 12, .tasksLeaked: 0],
    environments: [
      Environment.sample.key: [.heapAllocations: Band(1204, 1210)],
      Environment.sample.boundedKey: [.hops: Band(24, 28)],
    ])
}
