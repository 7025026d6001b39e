import Testing
import TidemarkBaselines

@Suite struct MetricsTableTests {
  @Test func markdownHasARowForEveryMetric() {
    let lines = MetricsTable.markdown().split(separator: "\n")
    #expect(lines.count == Metric.allCases.count + 2)
    for (line, metric) in zip(lines.dropFirst(2), Metric.allCases) {
      #expect(line.hasPrefix("| `\(metric.name)` | \(metric.unit.rawValue) |"))
      #expect(line.contains(metric.source))
    }
  }

  @Test func textStaysInsideItsWidth() {
    let text = MetricsTable.text(width: 80)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(
      text.hasPrefix(
        """
        tasks.created         count        exact      Tasks created by the work, its
                                                      child tasks and detached tasks
                                                      included.

        """))
  }
}
