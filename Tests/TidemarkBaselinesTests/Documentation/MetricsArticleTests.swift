import Foundation
import Testing
import TidemarkBaselines

@Suite struct MetricsArticleTests {
  /// The article on metrics, in which the table stands between two comments.
  private struct Article {
    static let start = "<!-- metrics: "
    static let end = "<!-- end of metrics -->\n"

    var before: Substring
    var table: Substring
    var after: Substring

    init(_ text: String) throws {
      let start = try #require(text.range(of: Self.start), "the comment before the table")
      let end = try #require(text.range(of: Self.end), "the comment after the table")
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
  @Test func articleHasTheTableOfTheCode() throws {
    let table = MetricsTable.markdown()
    var article = try Article(String(contentsOf: Self.path, encoding: .utf8))
    if ProcessInfo.processInfo.environment["TIDEMARK_RECORD_DOCS"] == "1", article.table != table {
      article.table = table[...]
      let text = article.before + article.table + article.after
      try text.write(to: Self.path, atomically: true, encoding: .utf8)
    }
    #expect(
      article.table == table,
      "rewrite it: TIDEMARK_RECORD_DOCS=1 swift test --filter MetricsArticleTests")
  }
}
