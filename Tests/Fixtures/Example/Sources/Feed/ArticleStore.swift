/// The articles that are known, each once.
public actor ArticleStore {
  private var articles: [Article.ID: Article] = [:]

  /// Creates an empty store.
  public init() {}

  /// How many articles there are.
  public var count: Int { articles.count }

  /// Adds articles, or replaces those that are known, and returns how many are new.
  @discardableResult
  public func insert(_ new: [Article]) -> Int {
    let before = articles.count
    for article in new { articles[article.id] = article }
    return articles.count - before
  }

  /// Returns the newest articles, the newest first.
  public func newest(_ limit: Int) -> [Article] {
    let sorted = articles.values.sorted { ($1.published, $0.id) < ($0.published, $1.id) }
    return Array(sorted.prefix(limit))
  }
}
