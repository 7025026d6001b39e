/// One entry of a feed.
public struct Article: Hashable, Sendable, Identifiable {
  /// What tells the article from all others.
  public var id: String
  /// The headline.
  public var title: String
  /// When it was published, in seconds since 1970.
  public var published: Int

  /// Creates an article.
  public init(id: String, title: String, published: Int) {
    self.id = id
    self.title = title
    self.published = published
  }
}
