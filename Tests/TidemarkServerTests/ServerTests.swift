import Foundation
import Testing
import TidemarkLive

@testable import TidemarkServer

@Suite struct ServerTests {
  @Test func whatASourceShowsIsWhatAClientSees() throws {
    let source = FixedSource(tasks: 250)
    try withServer(source) { server in
      let client = try HTTPSource(server.address, token: nil)
      #expect(client.title == server.address)
      #expect(try client.snapshot(asking: .times) == .example)
      #expect(client.title.hasSuffix("(4711) at \(server.address)"))
      let query = TaskQuery(stacks: true, symbols: false, limit: 240)
      #expect(try client.tasks(query) == source.tasks(query))
      #expect(client.frames(at: [0, 5]) == source.frames(at: [0, 5]))
      source.setEvents(
        EventBatch(
          events: [TransitionEvent(time: 3, thread: 1, kind: .run, task: 2)],
          interruption: .init(from: 1, until: 2)))
      var cursor = EventCursor()
      let batch = try client.events(after: &cursor)
      #expect(batch.events.map(\.time) == [3])
      #expect(batch.interruption == .init(from: 1, until: 2))
      #expect(cursor.positions == [1, .max])
      _ = try client.events(after: &cursor)
      #expect(cursor.positions == [2, .max])
    }
  }

  /// A server that means harm: whoever counts with its times counts too far.
  @Test func timesThatCanNotBeAreRefused() throws {
    var wrong: [Snapshot] = []
    for time in [Int64.min, -1, 1 << 61, .max] {
      for path in [\Snapshot.time, \.wallTime, \.process.started] {
        wrong.append(.example)
        wrong[wrong.count - 1][keyPath: path] = time
      }
      wrong += [.example, .example]
      wrong[wrong.count - 2].within = time
      wrong[wrong.count - 1].workers = [Worker(thread: 1, name: "", kind: .pool, since: time)]
    }
    let source = FixedSource()
    var limits = ServerLimits()
    limits.snapshotMilliseconds = 0
    try withServer(source, limits: limits) { server in
      let client = try HTTPSource(server.address, token: nil)
      for snapshot in wrong {
        source.show(snapshot)
        do throws(SourceError) {
          _ = try client.snapshot(asking: [])
          Issue.record("taken: \(snapshot)")
        } catch {
          #expect("\(error)".contains("a look with times or counts that can't be"))
        }
      }
      let times = TaskDescription.Times(
        observed: 1, running: 1, queued: 1, waiting: 1, runs: 1, hops: 1)
      for time in [Int64.min, -1, 1 << 61, .max] {
        for path in [
          \TaskDescription.Times.observed, \.running, \.queued, \.waiting,
        ] {
          var times = times
          times[keyPath: path] = time
          source.setTasks([TaskDescription(id: 1, address: 8, age: 0, times: times)])
          #expect(throws: SourceError.self) { try client.tasks(TaskQuery()) }
        }
        source.setTasks([TaskDescription(id: 1, address: 8, age: time)])
        #expect(throws: SourceError.self) { try client.tasks(TaskQuery()) }
        source.setEvents(EventBatch(interruption: .init(from: time, until: 5)))
        var cursor = EventCursor()
        #expect(throws: SourceError.self) { try client.events(after: &cursor) }
      }
      source.setTasks([TaskDescription(id: 1, address: 8, age: 7, times: times)])
      #expect(try client.tasks(TaskQuery()).tasks.first?.times == times)
    }
  }

  @Test func anAddressThatCanNotBeHadIsExplained() throws {
    func refusal(_ address: String) -> String? {
      do throws(ServerError) {
        try Server(FixedSource(), ServerOptions(address: address, token: "a-token-of-some-length"))
          .stop()
        return nil
      } catch {
        return "\(error)"
      }
    }
    try withServer(FixedSource()) { server in
      #expect(
        refusal(server.address)
          == "can't listen on \(server.address): another program listens there already; choose another "
          + "port, or 0 for a free one")
    }
    // Of a range that is there for documents.
    #expect(
      refusal("192.0.2.1:0")
        == "can't listen on 192.0.2.1:0: it is no address of this machine; choose one that is, "
        + "127.0.0.1 for example")
    #expect(
      refusal("nowhere.invalid:0")
        == "can't listen on nowhere.invalid:0: the name 'nowhere.invalid' is not known; use an address of "
        + "this machine, 127.0.0.1 for example")
  }

  @Test func executorsAreNamedOnTheWay() throws {
    try withServer(FixedSource()) { server in
      let client = try HTTPSource(server.address, token: nil)
      let identities = (0..<600).map(UInt64.init)
      let found = client.executors(identities)
      // Nothing is known of the first one.
      #expect(found.map(\.identity) == Array(identities.dropFirst()))
      #expect(found.last?.name == "actor 599")
    }
  }

  @Test func moreFramesThanOneRequestMayAskForAreAskedForInParts() throws {
    try withServer(FixedSource()) { server in
      let client = try HTTPSource(server.address, token: nil)
      let places = (0..<600).map(UInt64.init)
      #expect(client.frames(at: places).count == 600)
      #expect(client.frames(at: places)[599].first?.function == "at 599")
    }
  }

  @Test(arguments: [
    ("0.0.0.0:0", "127.0.0.1:"), ("[::]:0", "[::1]:"), ("127.0.0.1:0", "127.0.0.1:"),
  ])
  func aServerOnAllAddressesIsReachedByOneOfThem(address: String, near: String) throws {
    let token = "a-token-of-some-length"
    guard let server = try? Server(FixedSource(), ServerOptions(address: address, token: token))
    else {
      // A machine without the newer protocol.
      return #expect(address.hasPrefix("["))
    }
    defer { server.stop() }
    #expect(server.nearAddress.hasPrefix(near))
    let client = try HTTPSource(server.nearAddress, token: token)
    #expect(try client.snapshot(asking: .times) == .example)
  }

  @Test func everyScrapeAsksForTimes() throws {
    for place in ["/metrics", "/v1/meta", "/v1/snapshot", "/v1/tasks"] {
      let source = FixedSource()
      try withServer(source) { server in
        let answer = RawClient.ask(server.address, Self.get(place))
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(source.looks.contains(.snapshot(asking: Detail.times.rawValue)), "\(place)")
      }
    }
    let source = FixedSource()
    try withServer(source) { server in
      _ = RawClient.ask(server.address, Self.get("/v1/snapshot?ask=none"))
      #expect(source.looks == [.snapshot(asking: 0)])
    }
  }

  @Test func oneTaskIsFoundOrItIsSaidThatThereIsNone() throws {
    let source = FixedSource(tasks: 250)
    try withServer(source) { server in
      let client = try HTTPSource(server.address, token: nil)
      let query = TaskQuery(limit: 1000, id: 249)
      #expect(try client.tasks(query).tasks.map(\.id) == [249])
      #expect(source.looks.last == .tasks(query))
      let answer = RawClient.ask(server.address, Self.get("/v1/tasks?id=250"))
      #expect(answer.hasPrefix("HTTP/1.1 404 "))
      #expect(answer.contains("there is no live task 250: it has completed, or never was"))
      // The connection goes on, and so does the count of lists that are being sent.
      for _ in 0..<10 {
        #expect(throws: SourceError.self) { try client.tasks(TaskQuery(id: 250)) }
      }
      #expect(try client.tasks(TaskQuery(limit: 1)).tasks.count == 1)
    }
  }

  @Test func theEndOfTheProcessIsTold() throws {
    let source = FixedSource()
    try withServer(source) { server in
      source.fail(.ended("process 4711 has ended"))
      let client = try HTTPSource(server.address, token: nil)
      #expect(throws: SourceError.ended("process 4711 has ended")) {
        try client.snapshot(asking: [])
      }
      #expect(throws: SourceError.ended("process 4711 has ended")) {
        try client.tasks(TaskQuery())
      }
      let scrape = RawClient.ask(server.address, Self.get("/metrics"))
      #expect(scrape.hasPrefix("HTTP/1.1 503 "))
      // It is back, as one that could not be read for a moment.
      source.fail(nil)
      #expect(try client.snapshot(asking: []) == .example)
    }
  }

  @Test func aHeadHasNoBody() throws {
    try withServer(FixedSource()) { server in
      let answer = RawClient.ask(
        server.address, Self.get("/v1/snapshot").replacing("GET", with: "HEAD"))
      #expect(answer.contains("Content-Length: "))
      #expect(answer.hasSuffix("\r\n\r\n"))
      let tasks = RawClient.ask(
        server.address, Self.get("/v1/tasks").replacing("GET", with: "HEAD"))
      #expect(tasks.hasPrefix("HTTP/1.1 200 ") && tasks.hasSuffix("\r\n\r\n"))
      // A stream would go on for ever.
      let client = try #require(RawClient(server.address))
      client.send(Self.get("/v1/events").replacing("GET", with: "HEAD"))
      let events = client.read(until: "retry")
      #expect(events.contains("text/event-stream") && events.hasSuffix("\r\n\r\n"))
      #expect(!events.contains("retry"))
    }
  }

  @Test func anOldClientGetsAnAnswerThatEndsWithTheConnection() throws {
    try withServer(FixedSource(tasks: 150)) { server in
      let answer = RawClient.ask(server.address, "GET /v1/tasks HTTP/1.0\r\n\r\n")
      #expect(!answer.contains("chunked"))
      let body = answer.split(separator: "\r\n\r\n").last.map { Array($0.utf8) } ?? []
      let list = try JSON.decode(TaskList.self, from: body)
      #expect(list.tasks.count == 150)
    }
  }

  @Test func thePageMayRunNothingThatItDoesNotBring() throws {
    try withServer(FixedSource()) { server in
      let answer = RawClient.ask(server.address, Self.get("/"))
      #expect(answer.contains("Content-Security-Policy: default-src 'none'; "))
      #expect(answer.contains("Content-Type: text/html; charset=utf-8\r\n"))
      // Nor may anybody else have what is shown, or take it for something else.
      for header in [
        "Cache-Control: no-store", "X-Content-Type-Options: nosniff",
        "Cross-Origin-Resource-Policy: same-origin", "Referrer-Policy: no-referrer",
      ] {
        #expect(answer.contains("\(header)\r\n"))
      }
      #expect(!answer.contains("src=\"http") && !answer.contains("href=\"http"))
    }
  }

  @Test func aServerThatIsStoppedFreesItsPort() throws {
    // Somebody else may take the port meanwhile, but hardly each time.
    let isFreed = try (0..<10).contains { _ in try freesItsPort() }
    #expect(isFreed)
  }

  /// Returns whether another server got the port of one that was stopped, and nobody answers after both.
  private func freesItsPort() throws -> Bool {
    let first = try Server(FixedSource(), ServerOptions(address: "127.0.0.1:0"))
    #expect {
      try Server(FixedSource(), ServerOptions(address: first.address))
    } throws: { error in
      "\(error)".contains("choose another port")
    }
    first.stop()
    guard let second = try? Server(FixedSource(), ServerOptions(address: first.address)) else {
      return false
    }
    second.stop()
    let client = try HTTPSource(second.address, token: nil)
    do throws(SourceError) {
      _ = try client.snapshot(asking: [])
      return false
    } catch {
      return "\(error)".contains("can't be reached: Connection refused")
    }
  }

  @Test func aServerThatCannotListenLeavesNoThread() throws {
    try withServer(FixedSource()) { server in
      var options = ServerOptions(address: server.address)
      options.looksUpElsewhere = true
      // More than there are of other tests.
      for _ in 0..<40 {
        #expect(throws: ServerError.self) { try Server(FixedSource(), options) }
      }
      let end = ContinuousClock.now + .seconds(30)
      while try lookupThreads() >= 40 { try #require(ContinuousClock.now < end) }
    }
  }

  /// Returns how many threads there are on which servers look up what takes long.
  private func lookupThreads() throws -> Int {
    let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")
    return threads.count { thread in
      let name = FileManager.default.contents(atPath: "/proc/self/task/\(thread)/comm")
      return name.map { String(decoding: $0, as: UTF8.self).hasPrefix("TP-#") } ?? false
    }
  }

  @Test(arguments: [
    ("/v1/frames?at=7", "at 7"), ("/v1/executors?at=7", "actor 7"), ("/v1/tasks?limit=1", "task 0"),
  ])
  func whatTakesLongKeepsNobodyElseWaiting(place: String, found: String) throws {
    let source = FixedSource()
    try withServer(source, looksUpElsewhere: true) { server in
      source.makeSlow(true)
      defer { source.makeSlow(false) }
      let slow = try #require(RawClient(server.address))
      slow.send(Self.get(place))
      let looks: [FixedSource.Look] = [
        .frames([7]), .executors([7]), .tasks(TaskQuery(symbols: true, limit: 1)),
      ]
      let end = ContinuousClock.now + .seconds(30)
      while !looks.contains(where: source.looks.contains) {
        try #require(ContinuousClock.now < end)
      }
      #expect(RawClient.ask(server.address, Self.get("/metrics")).hasPrefix("HTTP/1.1 200 "))
      source.makeSlow(false)
      let answer = slow.read()
      #expect(answer.hasPrefix("HTTP/1.1 200 ") && answer.contains(found), "\(answer)")
    }
  }

  @Test func onlyLoopbackDoesWithoutAToken() throws {
    for address in ["0.0.0.0:0", "[::]:0", ":0"] {
      #expect(throws: ServerError.tokenNeeded(address: address)) {
        try Server(FixedSource(), ServerOptions(address: address))
      }
    }
    for address in ["", "127.0.0.1", "localhost", "x y:1", "127.0.0.1:70000", "/tmp/x"] {
      #expect(throws: ServerError.badAddress(address)) {
        try Server(FixedSource(), ServerOptions(address: address))
      }
    }
    for address in ["localhost:0", "[::1]:0", "127.0.0.1:0"] {
      guard let server = try? Server(FixedSource(), ServerOptions(address: address)) else {
        // A machine may have no addresses of version 6.
        #expect(address == "[::1]:0")
        continue
      }
      server.stop()
    }
  }

  @Test func aTokenOpensWhatIsClosed() throws {
    let token = "0123456789abcdef"
    let server = try Server(
      FixedSource(), ServerOptions(address: "0.0.0.0:0", token: token))
    defer { server.stop() }
    let address = server.address.replacing("0.0.0.0", with: "127.0.0.1")
    #expect(try HTTPSource(address, token: token).snapshot(asking: []) == .example)
    for wrong in [nil, "0123456789abcdeX"] {
      #expect {
        try HTTPSource(address, token: wrong).snapshot(asking: [])
      } throws: { error in
        let what = wrong == nil ? "needs a token; give it" : "take this token; give the right one"
        return "\(error)".contains("\(what) as --token or in TIDEMARK_TOKEN")
      }
    }
    for place in ["/", "/metrics", "/v1/meta", "/v1/events", "/nothing"] {
      let answer = RawClient.ask(address, Self.get(place))
      #expect(answer.hasPrefix("HTTP/1.1 401 "), "\(place)")
      #expect(!answer.contains("4711"))
    }
    let page = RawClient.ask(address, Self.get("/?token=\(token)"))
    #expect(page.hasPrefix("HTTP/1.1 200 "))
  }

  /// A request after which the connection is closed.
  static func get(_ place: String) -> String {
    "GET \(place) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
  }
}

/// Serves a source while a test uses it.
func withServer(
  _ source: FixedSource, limits: ServerLimits = ServerLimits(), looksUpElsewhere: Bool = false,
  _ body: (Server) throws -> Void
) throws {
  var options = ServerOptions(address: "127.0.0.1:0")
  options.limits = limits
  options.looksUpElsewhere = looksUpElsewhere
  let server = try Server(source, options)
  defer { server.stop() }
  try body(server)
}
