import Foundation
import Testing
import TidemarkLive

@testable import TidemarkServer

/// Transitions on their way to a viewer that is elsewhere.
@Suite struct TransitionTests {
  /// As many as the rings of a few busy threads hold.
  private static let many = EventBatch(
    events: (0..<60_000).map {
      TransitionEvent(
        time: Int64($0 * 700), thread: 100 + $0 % 4, kind: .enqueued, task: UInt64($0 / 3),
        executor: $0 % 2 == 0 ? 0 : 0x7f00_1000, other: 5)
    }, gaps: [.init(thread: 101, count: 7, before: 3)])

  @Test func aBusyProcessLosesNothingOnTheWayToAViewer() throws {
    let source = FixedSource()
    source.setEvents(Self.many)
    try withServer(source) { server in
      let client = try HTTPSource(server.address, token: nil)
      var cursor = EventCursor()
      #expect(try client.events(after: &cursor) == Self.many)
      #expect(cursor.positions == [1, .max])
    }
  }

  @Test func whatIsTooMuchForAMessageIsCounted() throws {
    var limits = ServerLimits()
    limits.transitions = 10
    limits.compactTransitions = 1000
    let source = FixedSource()
    source.setEvents(Self.many)
    try withServer(source, limits: limits) { server in
      let client = try HTTPSource(server.address, token: nil)
      var cursor = EventCursor()
      let compact = try client.events(after: &cursor)
      #expect(compact.events == Self.many.events.suffix(1000))
      #expect(compact.count == Self.many.count)
      let page = try page(server, "/v1/transitions?after=1")
      #expect(page.batch.events == Self.many.events.suffix(10))
      #expect(page.batch.count == Self.many.count)
    }
  }

  @Test func theTextOfAPageIsWhatAnEncoderMakesOfIt() throws {
    var cursor = EventCursor()
    for positions: [UInt64] in [[], [1, .max]] {
      cursor.positions = positions
      let page = TransitionPage(cursor: cursor, batch: Self.many.limited(to: 3))
      #expect(page.text() == (try JSON.encode(page)))
    }
  }

  @Test func aStreamHasTheFormThatIsAskedFor() throws {
    let source = FixedSource()
    let batch = Self.many.limited(to: 300)
    try withServer(source) { server in
      let streams = ["", "&form=json", "&form=compact"].compactMap { form in
        let client = RawClient(server.address)
        client?.send(
          "GET /v1/events?transitions=1\(form) HTTP/1.1\r\nHost: localhost\r\n\r\n")
        _ = client?.read(until: "retry: 1000")
        return client
      }
      #expect(streams.count == 3)
      source.setEvents(batch)
      for stream in streams.prefix(2) {
        let text = try #require(message("transitions", of: stream))
        #expect(try JSON.decode(EventBatch.self, from: Array(text.utf8)) == batch)
      }
      let text = try #require(message("compact", of: streams[2]))
      let bytes = try #require(Data(base64Encoded: text))
      #expect(EventPageCoding.decode(Array(bytes))?.batch == batch)
    }
  }

  @Test func whoeverWantsAllThereIsDoesNotAskWithoutAPause() throws {
    try withServer(FixedSource()) { server in
      let client = try HTTPSource(server.address, token: nil)
      var cursor = EventCursor()
      let begin = ContinuousClock.now
      for _ in 0..<11 { _ = try client.events(after: &cursor) }
      #expect(ContinuousClock.now - begin >= .milliseconds(40))
    }
  }

  /// Returns the data of the next event of a kind.
  private func message(_ kind: String, of stream: RawClient) -> String? {
    let mark = "event: \(kind)\ndata: "
    var text = stream.read(until: mark)
    guard let start = text.range(of: mark)?.upperBound else { return nil }
    text = String(text[start...])
    if !text.contains("\n\n") { text += stream.read(until: "\n\n") }
    return text.split(separator: "\n").first.map(String.init)
  }

  private func page(_ server: Server, _ place: String) throws -> TransitionPage {
    let answer = RawClient.ask(server.address, ServerTests.get(place))
    let body = answer.split(separator: "\r\n\r\n").last.map { Array($0.utf8) } ?? []
    return try JSON.decode(TransitionPage.self, from: body)
  }
}
