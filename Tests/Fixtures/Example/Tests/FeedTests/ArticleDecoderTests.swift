import Feed
import Testing

@Suite struct ArticleDecoderTests {
  private let line = "a\t1\tOne day"

  @Test func readsEveryField() throws {
    let articles = try ArticleDecoder().decode(line)
    #expect(articles == [Article(id: "a", title: "One day", published: 1)])
  }

  @Test(arguments: ["a\t1", "a\tsoon\tOne day", "a b c"])
  func refusesWhatIsNoArticle(text: String) {
    #expect(throws: ArticleDecoder.Malformed(line: 2)) {
      try ArticleDecoder().decode("\(line)\n\(text)")
    }
  }

  @Test func readsAThousandLines() throws {
    let text = (0..<1000).map { "id\($0)\t\($0)\tTitle number \($0)" }.joined(separator: "\n")
    #expect(try ArticleDecoder().decode(text).count == 1000)
  }
}
