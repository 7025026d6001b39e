import Foundation
import Testing

@testable import TidemarkLive

@Suite struct EventPageCodingTests {
  private static func cursor(_ positions: UInt64...) -> EventCursor {
    var cursor = EventCursor()
    cursor.positions = positions
    return cursor
  }

  @Test(arguments: [0, 1, 32_768, 32_769, 100_000])
  func whatIsWrittenIsRead(count: Int) throws {
    let events = (0..<count).map { Sample.events[$0 % Sample.events.count] }
    let batch = EventBatch(
      events: events, gaps: [.init(thread: 1, count: 3, before: 9)],
      interruption: count == 1 ? .init(from: 3, until: 7) : nil)
    let cursor = Self.cursor(0, 5, .max)
    let page = try #require(
      EventPageCoding.decode(EventPageCoding.encode(batch, cursor: cursor)))
    #expect(page.batch == batch)
    #expect(page.cursor == cursor)
  }

  @Test func noPrefixIsTakenForAWhole() {
    let bytes = EventPageCoding.encode(
      EventBatch(events: Sample.events), cursor: Self.cursor(1, 300))
    for count in bytes.indices { #expect(EventPageCoding.decode(Array(bytes[..<count])) == nil) }
    #expect(EventPageCoding.decode(bytes + [0]) == nil)
  }

  @Test func anotherVersionIsToldByItsNumber() {
    var bytes = EventPageCoding.encode(EventBatch())
    #expect(EventPageCoding.version(bytes) == Snapshot.currentVersion)
    bytes[0] = 9
    #expect(EventPageCoding.version(bytes) == 9)
    #expect(EventPageCoding.decode(bytes) == nil)
  }

  /// The same text stands in the tests of the page, which reads it, too.
  @Test func theFormIsTheOneThatThePageReads() {
    let batch = EventBatch(
      events: Sample.events, gaps: [.init(thread: 11, count: 40, before: 5_900)],
      interruption: .init(from: 100, until: 5_000))
    let text = Data(EventPageCoding.encode(batch, cursor: Self.cursor(3, 300)))
      .base64EncodedString()
    #expect(
      text
        == "AQIDrAIByAGQTgFVDdhP8GAoARZQwAwGAAALAMDIAQAKDgsAgIABaRQAAAALIrQBAQABbMgBAACA"
        + "1AIBexQAKQIAAiKyAQIAAjvIAQBh2AQBAAECKsgBAAENyAEAD8gBDQ==")
  }
}
