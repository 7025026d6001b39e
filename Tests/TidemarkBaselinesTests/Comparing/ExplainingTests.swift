import Testing
import TidemarkBaselines

@Suite struct ExplainingTests {
  private let comparison = Comparison(environment: .sample, root: "/home/me/feed")
  private let sites = [CallSite.tasks("refresh()", 17, 12), .tasks("prefetch()", 42, 1)]

  private func measurement(_ sites: [CallSite]) -> TestMeasurement {
    var measurement = TestMeasurement.sample(
      [.tasksCreated: 13, .tasksLeaked: 0, .heapAllocations: 1204, .hops: 24])
    measurement.usage.callSites = sites
    return measurement
  }

  private func entry(_ sites: [String: [Metric: SiteCounts]], tasks: Int = 12) -> BaselineEntry {
    var entry = BaselineEntry.sample
    entry.exact[.tasksCreated] = tasks
    entry.sites = sites
    return entry
  }

  /// Returns the causes of the first finding as `line: reference → count`.
  private func causes(_ outcome: TestOutcome) -> [String] {
    outcome.findings[0].causes
      .map { "\($0.frames[0].line ?? 0): \($0.reference.map(String.init) ?? "?") → \($0.count)" }
  }

  @Test func causeIsFoundThroughTheBaselinesSites() {
    let entry = entry([
      Environment.sample.key: [.tasksCreated: SiteCounts(functions: ["refresh()": [12]])]
    ])
    #expect(causes(comparison.judge(measurement(sites), against: entry)) == ["42: 0 → 1"])
  }

  @Test func whatIsLeftIsBlamedOnWhatAllocatedIt() {
    let entry = BaselineEntry(environments: [
      Environment.sample.key: [.objectsLeaked: Band(0, 0), .heapLeakedBytes: Band(0, 0)]
    ])
    let frame = SourceFrame(symbol: "keep()", file: "/home/me/feed/Sources/Feed.swift", line: 7)
    var measurement = TestMeasurement.sample([.objectsLeaked: 3, .heapLeakedBytes: 9000])
    measurement.usage.callSites = [
      CallSite(metric: .heapAllocations, frames: [frame], count: 50, bytes: 99_000),
      CallSite(metric: .heapLeakedBlocks, frames: [frame], count: 4, bytes: 9000),
      CallSite(metric: .objectsLeaked, frames: [frame], count: 3),
    ]
    let findings = comparison.judge(measurement, against: entry).findings
    func causes(_ metric: Metric) -> [Cause]? {
      findings.first { $0.metric == metric }?.causes
    }
    let objects = Cause(metric: .objectsLeaked, frames: [frame], count: 3, reference: 0)
    let bytes = Cause(metric: .heapLeakedBytes, frames: [frame], count: 9000, reference: 0)
    #expect(causes(.objectsLeaked) == [objects])
    #expect(causes(.heapLeakedBytes) == [bytes])
  }

  @Test func reRunsBringTheSitesAlong() {
    let entry = entry([
      Environment.sample.key: [.tasksCreated: SiteCounts(functions: ["refresh()": [12]])]
    ])
    let first = comparison.judge(measurement([]), against: entry)
    #expect(first.findings[0].causes.isEmpty)
    let confirmed = Comparison.confirm(
      first: first, reruns: [measurement([]), measurement(sites), measurement([])])
    #expect(causes(comparison.explain(confirmed, against: entry)) == ["42: 0 → 1"])
  }

  @Test func markOfZeroIsAReference() {
    let outcome = comparison.judge(measurement(sites), against: entry([:], tasks: 0))
    #expect(causes(outcome) == ["17: 0 → 12", "42: 0 → 1"])
    let unknown = comparison.judge(measurement(sites), against: entry([:]))
    #expect(causes(unknown) == ["17: ? → 12", "42: ? → 1"])
  }

  @Test func metricThatIsMissingFromTheSitesWasNotSeen() {
    let entry = entry([
      Environment.sample.key: [.hops: SiteCounts(functions: ["refresh()": [24]])]
    ])
    let outcome = comparison.judge(measurement(sites), against: entry)
    #expect(causes(outcome) == ["17: 0 → 12", "42: 0 → 1"])
  }

  @Test func exactMetricTakesTheSitesOfAnotherMachine() {
    let elsewhere = [Metric.tasksCreated: SiteCounts(functions: ["refresh()": [12]])]
    let outcome = comparison.judge(
      measurement(sites), against: entry(["macos-arm64/6.3/debug/serial": elsewhere]))
    #expect(causes(outcome) == ["42: 0 → 1"])
  }
}
