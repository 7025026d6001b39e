/// Reads the articles of a feed: one on a line, as `id`, time and title with tabs between them.
public struct ArticleDecoder: Sendable {
  /// A line that is no article.
  public struct Malformed: Error, Hashable, Sendable {
    /// The number of the line, from 1.
    public var line: Int

    /// Creates the error for a line.
    public init(line: Int) {
      self.line = line
    }
  }

  /// Creates a decoder.
  public init() {}

  /// Returns the articles in the order of the text.
  ///
  /// - Throws: `Malformed` for the first line that is no article.
  public func decode(_ text: String) throws(Malformed) -> [Article] {
    var articles: [Article] = []
    let lines = text.split(separator: "\n")
    articles.reserveCapacity(lines.count)
    for (index, line) in lines.enumerated() {
      let fields = line.split(separator: "\t", maxSplits: 2)
      guard fields.count == 3, let published = Int(fields[1]) else {
        throw Malformed(line: index + 1)
      }
      articles.append(
        Article(id: String(fields[0]), title: String(fields[2]), published: published))
    }
    return articles
  }
}
