/// Where the text of a feed comes from.
public protocol FeedSource: Sendable {
  /// Returns the text of the feed as it is now.
  func load() async throws -> String
}

/// A feed that is at hand already.
public struct LocalSource: FeedSource {
  private let text: String

  /// Creates a source of a text.
  public init(_ text: String) {
    self.text = text
  }

  /// Returns the text after having let others run, as a network would.
  public func load() async throws -> String {
    await Task.yield()
    return text
  }
}
