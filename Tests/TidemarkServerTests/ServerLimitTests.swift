import Testing
import TidemarkLive

@testable import TidemarkServer

@Suite struct ServerLimitTests {
  private static let head = "GET /v1/snapshot HTTP/1.1\r\nHost: localhost\r\n"

  /// What can't be answered, by a name, and the status with which it is refused.
  private static let refused: [String: (request: String, code: Int)] = [
    "a length": (head + "Content-Length: 100000\r\n\r\n", 413),
    "a body": (head + "Content-Length: 5000\r\n\r\n" + text(100_000), 413),
    "chunks": (head + "Transfer-Encoding: chunked\r\n\r\n2000\r\n" + text(8192), 413),
    "a long address": ("GET /" + text(9000) + " HTTP/1.1\r\nConnection: close\r\n\r\n", 414),
    "an endless address": ("GET /" + text(100_000), 414),
    "an endless header": (head + "X: " + text(100_000), 431),
    "endless headers": (head + String(repeating: "X: y\r\n", count: 20_000), 431),
    "no address": ("GET\r\n\r\n", 400),
    "a handshake": ("\u{16}\u{3}\u{1}\u{2}\u{0}", 400),
    "no request": ("hello\r\n\r\n", 400),
    "no host": ("GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
    "another version": ("GET / HTTP/7.1\r\nHost: localhost\r\n\r\n", 400),
    "a method": (ServerTests.get("/").replacing("GET", with: "POST"), 405),
    "another place": (ServerTests.get("/x"), 404),
    "another host": (ServerTests.get("/").replacing("localhost", with: "evil"), 403),
  ]

  private static func text(_ count: Int) -> String { String(repeating: "a", count: count) }

  @Test(arguments: refused.keys.sorted())
  func whatCannotBeAnsweredIsRefused(name: String) throws {
    let (request, code) = try #require(Self.refused[name])
    try withServer(FixedSource()) { server in
      let answer = RawClient.ask(server.address, request)
      #expect(answer.hasPrefix("HTTP/1.1 \(code) "), "\(answer.prefix(100))")
      let body = answer.split(separator: "\r\n\r\n").last.map { Array($0.utf8) } ?? []
      let message = try JSON.decode(ErrorMessage.self, from: body)
      #expect(!message.error.isEmpty)
    }
  }

  @Test func aSmallBodyIsPassedOver() throws {
    try withServer(FixedSource()) { server in
      let answer = RawClient.ask(
        server.address, Self.head + "Content-Length: 5\r\n\r\nhello" + ServerTests.get("/v1/meta"))
      #expect(answer.split(separator: "HTTP/1.1 200").count == 2)
    }
  }

  @Test func requestsThatAreSentAheadAreAnsweredInOrder() throws {
    try withServer(FixedSource()) { server in
      let places = ["/v1/meta", "/v1/tasks", "/nothing", "/v1/snapshot", "/metrics"]
      let text = places.map { "GET \($0) HTTP/1.1\r\nHost: localhost\r\n\r\n" }.joined()
      let answer = RawClient.ask(server.address, text + ServerTests.get("/v1/frames?at=1"))
      let order = [
        "\"places\":", "\"tasks\":[", "there is nothing", "\"executors\":", "# TYPE", "at 1",
      ]
      .map { mark in answer.firstRange(of: mark)?.lowerBound }
      #expect(!order.contains(nil))
      #expect(order.compactMap { $0 } == order.compactMap { $0 }.sorted())
    }
  }

  @Test func whoeverSendsTooFarAheadIsCutOff() throws {
    try withServer(FixedSource()) { server in
      let one = "GET /v1/meta HTTP/1.1\r\nHost: localhost\r\n\r\n"
      let answer = RawClient.ask(
        server.address, String(repeating: one, count: 1000) + ServerTests.get("/v1/meta"))
      let count = answer.split(separator: "HTTP/1.1 200").count
      #expect((1..<1000).contains(count), "\(count)")
    }
  }

  @Test func theHeadersAreBoundedAlsoWhereTheRequestIsComplete() throws {
    var limits = ServerLimits()
    limits.headerBytes = 1000
    // Room for all of it, were it a body.
    limits.bodyBytes = 100_000
    try withServer(FixedSource(), limits: limits) { server in
      let request = ServerTests.get("/v1/meta")
      let head = request.replacing("Host:", with: "X: \(Self.text(6000))\r\nHost:")
      #expect(RawClient.ask(server.address, request).hasPrefix("HTTP/1.1 200 "))
      #expect(RawClient.ask(server.address, head).hasPrefix("HTTP/1.1 431 "))
    }
  }

  @Test func whatIsSentWhileAnAnswerIsOutstandingWaitsUnread() throws {
    try withServer(FixedSource(tasks: 100_000)) { server in
      let client = try #require(RawClient(server.address))
      // More than fits between the two, and nobody reads on.
      client.send("GET /v1/tasks?limit=100000 HTTP/1.1\r\nHost: localhost\r\n\r\n")
      #expect(client.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 200 "))
      // More than may be sent ahead, and so large that one look at the connection finds few of them.
      let padding = Self.text(8000)
      for number in 1...80 {
        let place = number < 80 ? "frames?at=\(number)" : "meta"
        let last = number < 80 ? "" : "Connection: close\r\n"
        client.send("GET /v1/\(place) HTTP/1.1\r\nHost: localhost\r\nX: \(padding)\r\n\(last)\r\n")
      }
      // The server gets to read whatever it wants to before it can go on to answer.
      #expect(try tally(server).connections == 2)
      let answers = client.read()
      #expect(answers.split(separator: "HTTP/1.1 200 ").count == 80 + 1)
      #expect(answers.contains("at 79") && answers.contains("\"places\":"))
    }
  }

  @Test func longListsAreSentToAFewAtOnce() throws {
    var limits = ServerLimits()
    limits.lists = 2
    // On a busy machine the second list takes longer to be made than a client may stand still.
    limits.stalledSeconds = 600
    try withServer(FixedSource(tasks: 100_000), limits: limits) { server in
      let ask = "GET /v1/tasks?limit=100000 HTTP/1.1\r\nHost: localhost\r\n\r\n"
      do {
        // They don't read on, and there is more than fits between the two.
        let slow = (0..<2).compactMap { _ in RawClient(server.address) }
        for client in slow {
          client.send(ask)
          #expect(client.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 200 "))
        }
        let refused = RawClient.ask(server.address, ServerTests.get("/v1/tasks?limit=1"))
        #expect(refused.hasPrefix("HTTP/1.1 503 ") && refused.contains("2 lists of tasks"))
      }
      try wait {
        RawClient.ask(server.address, ServerTests.get("/v1/tasks?limit=1")).contains("200 OK")
      }
    }
  }

  @Test func aHalfRequestIsEndedInTime() throws {
    var limits = ServerLimits()
    limits.requestSeconds = 1
    try withServer(FixedSource(), limits: limits) { server in
      let answer = RawClient.ask(server.address, Self.head)
      #expect(answer.hasPrefix("HTTP/1.1 408 "))
    }
  }

  @Test func aSilentConnectionIsEndedInTime() throws {
    var limits = ServerLimits()
    limits.idleSeconds = 1
    try withServer(FixedSource(), limits: limits) { server in
      #expect(RawClient.ask(server.address, "") == "")
    }
  }

  @Test func whoeverWaitsLongestMakesRoom() throws {
    var limits = ServerLimits()
    limits.connections = 3
    limits.streams = 2
    try withServer(FixedSource(), limits: limits) { server in
      let silent = (0..<3).compactMap { _ in RawClient(server.address) }
      #expect(silent.count == 3)
      #expect(RawClient.ask(server.address, ServerTests.get("/v1/meta")).contains("200 OK"))
      #expect(silent[0].read() == "")
      // What streams take up can't be taken away from them, but there are never as many.
      let streams = (0..<2).compactMap { _ in stream(server) }
      #expect(streams.count == 2)
      let third = RawClient.ask(server.address, ServerTests.get("/v1/events"))
      #expect(third.hasPrefix("HTTP/1.1 503 ") && third.contains("Retry-After: 1\r\n"))
      #expect(RawClient.ask(server.address, ServerTests.get("/v1/meta")).contains("200 OK"))
    }
  }

  @Test func whoeverHasBegunARequestStaysLongerThanWhoSaysNothing() throws {
    var limits = ServerLimits()
    limits.connections = 3
    try withServer(FixedSource(), limits: limits) { server in
      let begun = try #require(RawClient(server.address))
      begun.send(Self.head)
      // By the time that this is answered, the first one's bytes have arrived.
      #expect(try tally(server).connections == 2)
      let silent = (0..<2).compactMap { _ in RawClient(server.address) }
      #expect(try tally(server).connectionsRefused == 1)
      #expect(silent[0].read() == "")
      begun.send("Connection: close\r\n\r\n")
      #expect(begun.read().hasPrefix("HTTP/1.1 200 "))
      withExtendedLifetime(silent) {}
    }
  }

  @Test func whoeverIsBeingServedMakesNoRoom() throws {
    var limits = ServerLimits()
    limits.connections = 2
    try withServer(FixedSource(), limits: limits) { server in
      let streams = (0..<2).compactMap { _ in stream(server, "interval=50") }
      #expect(RawClient.ask(server.address, ServerTests.get("/v1/meta")) == "")
      for stream in streams {
        for _ in 0..<3 { #expect(stream.read(until: "event: snapshot\n").contains("snapshot")) }
      }
      #expect(streams.count == 2)
    }
  }

  @Test func whoeverDoesNotHangUpAfterAnErrorIsHungUpOn() throws {
    try withServer(FixedSource()) { server in
      let client = try #require(RawClient(server.address))
      client.send("hello\r\n\r\n")
      #expect(client.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 400 "))
      #expect(try tally(server).connections == 2)
      try wait { try tally(server).connections == 1 }
      withExtendedLifetime(client) {}
    }
  }

  private static let manyEvents = (0..<5000).map {
    TransitionEvent(time: Int64($0), thread: 1, kind: .run, task: 1)
  }

  @Test func whatAClientIsTooSlowForIsLeftOutAndCounted() throws {
    var limits = ServerLimits()
    limits.transitions = 100_000
    let source = FixedSource()
    try withServer(source, limits: limits) { server in
      guard let client = stream(server, "interval=50&transitions=1") else { return }
      source.setEvents(EventBatch(events: Self.manyEvents))
      // Until more has been sent than fits between the two.
      try wait { try tally(server).messagesDropped >= 3 }
      source.setEvents(EventBatch())
      let text = client.read(until: "event: dropped\n")
      #expect(text.contains("event: transitions\n"))
      let dropped = text.split(separator: "event: dropped\ndata: ").last?.split(separator: "\n")
        .first
      let message = dropped.flatMap {
        try? JSON.decode(DroppedMessages.self, from: Array($0.utf8))
      }
      #expect((message?.transitions ?? 0) % 5000 == 0)
      #expect((message?.transitions ?? 0) / 5000 + (message?.snapshots ?? 0) >= 3)
      // One of each kind was due in that time.
      #expect((message?.snapshots ?? 0) >= 1)
    }
  }

  @Test func whatWasLeftOutIsToldOnce() throws {
    var limits = ServerLimits()
    limits.transitions = 100_000
    let source = FixedSource()
    try withServer(source, limits: limits) { server in
      guard let client = stream(server, "interval=1000&transitions=1") else { return }
      var told = 0
      var rest = ""
      for _ in 0..<2 {
        source.setEvents(EventBatch(events: Self.manyEvents))
        try wait { try tally(server).messagesDropped >= told + 3 }
        source.setEvents(EventBatch())
        try wait {
          rest += client.read(until: "\n\n")
          while let message = try takeDropped(&rest) {
            told += message.transitions / 5000 + message.snapshots
          }
          return try told >= tally(server).messagesDropped
        }
        #expect(try told == tally(server).messagesDropped)
      }
    }
  }

  /// Takes a text up to the first message of what was left out, or all that can't be a part of one.
  private func takeDropped(_ text: inout String) throws -> DroppedMessages? {
    let mark = "event: dropped\ndata: "
    guard let start = text.firstRange(of: mark)?.upperBound else {
      text = String(text.suffix(mark.count))
      return nil
    }
    guard let end = text[start...].firstIndex(of: "\n") else { return nil }
    defer { text = String(text[end...]) }
    return try JSON.decode(DroppedMessages.self, from: Array(text[start..<end].utf8))
  }

  @Test func aStreamThatNobodyReadsIsCutOff() throws {
    var limits = ServerLimits()
    limits.transitions = 100_000
    limits.stalledSeconds = 1
    let source = FixedSource()
    try withServer(source, limits: limits) { server in
      guard let client = stream(server, "interval=50&transitions=1") else { return }
      source.setEvents(EventBatch(events: Self.manyEvents))
      try wait { try tally(server).connectionsCut >= 1 }
      #expect(try tally(server).streams == 0)
      withExtendedLifetime(client) {}
    }
  }

  @Test func anAnswerThatNobodyReadsIsCutOff() throws {
    var limits = ServerLimits()
    limits.answerSeconds = 1
    try withServer(FixedSource(), limits: limits) { server in
      let client = RawClient(server.address)
      // More than fits between the two.
      for _ in 0..<60 { client?.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n") }
      try wait { try tally(server).connectionsCut == 1 }
      #expect(try tally(server).connections == 1)
      withExtendedLifetime(client) {}
    }
  }

  @Test func aStreamTellsWhatHappensAndHowItEnds() throws {
    let source = FixedSource()
    try withServer(source) { server in
      guard let client = stream(server, "interval=50&transitions=1") else { return }
      source.setEvents(EventBatch(gaps: [.init(thread: 7, count: 3, before: 9)]))
      let text = client.read(until: "event: transitions\n")
      #expect(text.contains("event: snapshot\ndata: {"))
      #expect(client.read(until: "\"thread\":7").contains("\"gaps\":[{\"before\":9,\"count\":3"))
      source.setEvents(EventBatch(interruption: .init(from: 4, until: 8)))
      #expect(client.read(until: "\"until\":8").contains("\"interruption\":{\"from\":4"))
      source.fail(.ended("process 4711 has ended"))
      let end = client.read()
      #expect(
        end.contains("event: end\ndata: {\"error\":\"process 4711 has ended\",\"hasEnded\":true"))
    }
  }

  @Test func theEndOfTheServerIsToldToStreams() throws {
    var client: RawClient?
    try withServer(FixedSource()) { server in client = stream(server) }
    #expect(client?.read().contains("the server has been stopped") == true)
  }

  @Test func aStreamThatTheServerEndsIsToldOfTheEndOfTheProcess() throws {
    let source = FixedSource()
    var limits = ServerLimits()
    // What was seen before the end is still good enough for others.
    limits.snapshotMilliseconds = 60_000
    var client: RawClient?
    try withServer(source, limits: limits) { server in
      client = stream(server, "interval=60000")
      try wait { source.looks.contains(.snapshot(asking: Detail.times.rawValue)) }
      source.fail(.ended("process 4711 has ended"))
    }
    #expect(client?.read().contains("process 4711 has ended") == true)
  }

  /// Waits until something has happened, but not for ever.
  private func wait(_ hasHappened: () throws -> Bool) throws {
    let end = ContinuousClock.now + .seconds(60)
    while try !hasHappened() { try #require(ContinuousClock.now < end) }
  }

  private func tally(_ server: Server) throws -> ServerDescription.Tally {
    let answer = RawClient.ask(server.address, ServerTests.get("/v1/meta"))
    let body = answer.split(separator: "\r\n\r\n").last.map { Array($0.utf8) } ?? []
    return try JSON.decode(ServerDescription.self, from: body).server
  }

  /// Opens a stream, and waits until it has begun.
  private func stream(_ server: Server, _ query: String = "interval=1000") -> RawClient? {
    let client = RawClient(server.address)
    client?.send("GET /v1/events?\(query) HTTP/1.1\r\nHost: localhost\r\n\r\n")
    return client?.read(until: "retry: 1000").contains("text/event-stream\r\n") == true
      ? client : nil
  }
}
