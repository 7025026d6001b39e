/// Several sources read into one store.
public struct Feed: Sendable {
  private let sources: [any FeedSource]
  private let store: ArticleStore

  /// Creates a feed.
  public init(_ sources: [any FeedSource], into store: ArticleStore = ArticleStore()) {
    self.sources = sources
    self.store = store
  }

  /// Reads every source, all at the same time, and returns how many articles are new.
  public func refresh() async throws -> Int {
    let decoder = ArticleDecoder()
    return try await withThrowingTaskGroup(of: [Article].self) { group in
      for source in sources {
        group.addTask { try decoder.decode(try await source.load()) }
      }
      var new = 0
      for try await articles in group { new += await store.insert(articles) }
      return new
    }
  }

  /// Returns the titles of the newest articles, the newest first.
  public func headlines(_ limit: Int = 10) async -> [String] {
    await store.newest(limit).map(\.title)
  }
}
