import Feed
import Testing

@Suite struct FeedTests {
  static let world = "w1\t100\tRiver rises\nw2\t300\tHarbour opens\n"
  static let sports = "s1\t200\tRegatta won\n"
  let feed = Feed([LocalSource(world), LocalSource(sports)])

  @Test func refreshReadsEverySource() async throws {
    #expect(try await feed.refresh() == 3)
  }

  @Test func secondRefreshFindsNothingNew() async throws {
    _ = try await feed.refresh()
    #expect(try await feed.refresh() == 0)
  }

  @Test func headlinesBeginWithTheNewest() async throws {
    _ = try await feed.refresh()
    #expect(await feed.headlines(2) == ["Harbour opens", "Regatta won"])
  }
}
