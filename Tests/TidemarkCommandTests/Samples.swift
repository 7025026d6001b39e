import TidemarkBaselines

extension Environment {
  static let sample = Environment(
    platform: "linux-x86_64", swift: "6.3", configuration: "debug", mode: "parallel", poolWidth: 4)
}

extension TestIdentity {
  static let refresh = TestIdentity(target: "FeedTests", suite: "FeedSuite", name: "refresh()")
  static let decode = TestIdentity(target: "FeedTests", suite: "FeedSuite", name: "decode()")
  static let other = TestIdentity(target: "FeedTests", suite: "OtherSuite", name: "other()")
  static let method = TestIdentity(target: "FeedTests", suite: "FeedCase", name: "testOne")
}

extension TestMeasurement {
  static func sample(
    _ identity: TestIdentity = .refresh, tasks: Int = 12, allocations: Int = 1200,
    losses: [Loss] = [], limits: [Limit] = [], sites: [CallSite] = []
  ) -> TestMeasurement {
    TestMeasurement(
      identity: identity, library: identity == .method ? .xctest : .swiftTesting,
      location: TestLocation(file: "/package/Tests/FeedTests/Feed.swift", line: 14),
      usage: Usage(
        figures: [.tasksCreated: .measured(tasks), .heapAllocations: .measured(allocations)],
        callSites: sites, losses: losses),
      limits: limits)
  }
}
