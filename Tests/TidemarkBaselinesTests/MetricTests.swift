import Testing
import TidemarkBaselines

@Suite struct MetricTests {
  @Test func namesAreUniqueAndResolve() {
    #expect(Set(Metric.allCases.map(\.name)).count == Metric.allCases.count)
    for metric in Metric.allCases {
      #expect(Metric(name: metric.name) == metric)
    }
    #expect(Metric(name: "tasks.invented") == nil)
  }
}
