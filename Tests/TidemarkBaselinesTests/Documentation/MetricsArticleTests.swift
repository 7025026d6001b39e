import Foundation
import Testing
import TidemarkBaselines

@Suite struct MetricsArticleTests {
  /// The article on metrics, in which a table stands between two comments.
  private struct Article {
    var before: Substring
    var table: Substring
    var after: Substring

    init(_ text: String, _ name: String) throws {
      let start = try #require(text.range(of: "<!-- \(name): "), "the comment before the table")
      let end = try #require(
        text.range(of: "<!-- end of \(name) -->\n"), "the comment after the table")
      let line = try #require(text[start.upperBound...].firstIndex(of: "\n"))
      before = text[...line]
      table = text[text.index(after: line)..<end.lowerBound]
      after = text[end.lowerBound...]
    }
  }

  private static let path =
    URL(filePath: #filePath).appending(
      path: "../../../../Sources/Tidemark/Tidemark.docc/Metrics.md"
    ).standardizedFileURL

  /// With `TIDEMARK_RECORD_DOCS=1` the table is rewritten first.
  @Test func articleHasTheTablesOfTheCode() throws {
    try hold(MetricsTable.markdown(), "metrics")
    try hold(Self.tolerances, "tolerances")
  }

  private func hold(_ table: String, _ name: String) throws {
    var article = try Article(String(contentsOf: Self.path, encoding: .utf8), name)
    if ProcessInfo.processInfo.environment["TIDEMARK_RECORD_DOCS"] == "1", article.table != table {
      article.table = table[...]
      let text = article.before + article.table + article.after
      try text.write(to: Self.path, atomically: true, encoding: .utf8)
    }
    #expect(
      article.table == table,
      "rewrite it: TIDEMARK_RECORD_DOCS=1 swift test --filter MetricsArticleTests")
  }

  /// The default tolerances, metrics that share one on a row.
  private static var tolerances: String {
    let compared = Metric.allCases.filter { $0.stability != .exact && $0.stability != .noisy }
    var rows: [(metrics: [Metric], tolerance: Tolerance)] = []
    for metric in compared {
      let test = TestIdentity(target: "T", suite: "S", name: "t()")
      let tolerance = Policy().rule(for: metric, of: test, stability: metric.stability).tolerance
      if let index = rows.firstIndex(where: { $0.tolerance == tolerance }) {
        rows[index].metrics.append(metric)
      } else {
        rows.append(([metric], tolerance))
      }
    }
    let lines = rows.map { metrics, tolerance in
      let names = metrics.map { "`\($0.name)`" }.joined(separator: " ")
      return "| \(names) | \(Int(tolerance.relative)) | \(tolerance.absolute) "
        + "| \(Int(tolerance.spread)) |\n"
    }
    return "| Metrics | `relative` | `absolute` | `spread` |\n|---|---|---|---|\n" + lines.joined()
  }
}
