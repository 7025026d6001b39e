import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOPosix
import TidemarkLive
import TidemarkTerminal

@testable import TidemarkServer

/// The server's handlers without a network.
enum FuzzedServer {
  /// What must not be.
  struct Fault: Error {
    var reason: String
  }

  /// Sends a connection's bytes and returns the statuses of the answers.
  static func run(_ pieces: [ArraySlice<UInt8>]) throws -> [Int] {
    let loop = EmbeddedEventLoop()
    let core = ServerCore(
      FuzzedSource(), ServerOptions(address: "127.0.0.1:9090"),
      gate: Gatekeeper(listened: "127.0.0.1:9090", allowed: [], token: nil), loop: loop,
      lookups: nil)
    let channel = EmbeddedChannel(loop: loop)
    let connection = Connection(core, channel: channel)
    guard core.add(connection) else { throw Fault(reason: "there is no room for one") }
    try Server.addHandlers(of: connection, to: channel)
    // Where there are answers without the body that they tell of, nobody can tell where one ends.
    let text = String(decoding: pieces.joined(), as: UTF8.self)
    var output = ResponseStream(isFollowed: !text.contains("HEAD"))
    for piece in pieces {
      _ = try? channel.writeInbound(ByteBuffer(bytes: piece))
      loop.advanceTime(by: .milliseconds(1))
      try output.read(channel)
    }
    // What waits for its turn gets it.
    for _ in 0..<2000 where core.lists > 0 { loop.advanceTime(by: .milliseconds(1)) }
    loop.advanceTime(by: .seconds(1))
    try output.read(channel)
    _ = try? channel.finish(acceptAlreadyClosed: true)
    guard core.lists == 0, core.tally.streams == 0, core.tally.connections == 0 else {
      throw Fault(reason: "something is left of a connection that has ended: \(core.tally)")
    }
    return output.statuses
  }
}

/// The answers of a connection, each of which has to be one.
struct ResponseStream {
  private(set) var statuses: [Int] = []
  private let isFollowed: Bool
  private var parser = ResponseParser()

  init(isFollowed: Bool) { self.isFollowed = isFollowed }

  mutating func read(_ channel: EmbeddedChannel) throws {
    while let buffer = try channel.readOutbound(as: ByteBuffer.self) {
      if isFollowed { try feed(buffer.readableBytesView) }
    }
  }

  private mutating func feed(_ bytes: ByteBufferView) throws {
    for byte in bytes {
      do throws(ResponseParser.Malformed) {
        try parser.feed([byte])
      } catch {
        throw FuzzedServer.Fault(reason: "an answer is none: \(error.reason)")
      }
      guard parser.isComplete else { continue }
      try check()
      statuses.append(parser.status)
      parser = ResponseParser()
    }
  }

  private func check() throws {
    guard parser.status != 500 else { throw FuzzedServer.Fault(reason: "the server failed") }
    guard parser.status >= 400 else { return }
    let body = parser.body
    guard let message = try? JSON.decode(ErrorMessage.self, from: body), !message.error.isEmpty
    else {
      throw FuzzedServer.Fault(
        reason: "an error has no reason: \(String(decoding: body, as: UTF8.self))")
    }
  }
}

/// A process with a few tasks.
private final class FuzzedSource: ProcessSource {
  let title = "fuzzed"

  func snapshot(asking: Detail) -> Snapshot {
    Snapshot(
      time: 1, wallTime: 1,
      process: ProcessDescription(
        pid: 1, name: "fuzzed", path: "/fuzzed", user: "", started: 0, processors: 1))
  }

  func tasks(_ query: TaskQuery) -> TaskList {
    let tasks = (0..<150).map { TaskDescription(id: $0, address: $0, age: 0) }
    return TaskList(time: 1, tasks: Array(tasks.prefix(query.limit ?? .max)), total: 150)
  }

  func events(after cursor: inout EventCursor) -> EventBatch { EventBatch() }

  func frames(at places: [UInt64]) -> [[Frame]] { places.map { _ in [] } }
}

/// Transitions in the compact form, as a server may send them.
enum FuzzedPage {
  /// Reads bytes; whether they are a page, which then is the same after it was written again.
  static func run(_ bytes: [UInt8]) throws -> Bool {
    guard let page = EventPageCoding.decode(bytes) else { return false }
    let again = EventPageCoding.decode(
      EventPageCoding.encode(page.batch, cursor: page.cursor))
    guard again?.batch == page.batch, again?.cursor == page.cursor else {
      throw FuzzedServer.Fault(reason: "a page of transitions is another one after it was written")
    }
    return true
  }
}

/// Looks and lists of tasks, as a server may send them, and a view that shows whatever is taken.
struct FuzzedAnswers {
  private var screen = StillScreen(title: "fuzzed")
  private var earlier: Snapshot?

  /// Reads bytes; whether they are an answer that a viewer takes.
  mutating func run(_ bytes: [UInt8]) throws -> Bool {
    if let snapshot = try? JSON.decode(Snapshot.self, from: bytes) {
      guard snapshot.isPlausible else { return false }
      screen.take(snapshot)
      _ = earlier.map { FigureRates(from: $0, to: snapshot) }
      _ = try JSON.encode(snapshot)
      earlier = snapshot
    } else if let list = try? JSON.decode(TaskList.self, from: bytes) {
      guard list.isPlausible else { return false }
      screen.take(list)
    } else {
      return false
    }
    for page in 1...5 {
      screen.press("\(page)")
      guard !screen.text(columns: 80, rows: 24).isEmpty else {
        throw FuzzedServer.Fault(reason: "nothing is shown")
      }
    }
    return true
  }
}

/// The parsers of texts that others write.
enum FuzzedText {
  static func run(_ bytes: [UInt8], _ mutation: inout Mutation) {
    var parser = ResponseParser(limit: 1 << 16)
    for piece in mutation.cut(bytes) where !parser.isComplete {
      guard (try? parser.feed(piece)) != nil else { break }
    }
    try? parser.finish()
    let text = String(decoding: bytes, as: UTF8.self)
    _ = HostName(text)
    _ = try? Query(text)
    _ = ServerFile(text: text)
    _ = ExpositionFormat(accepting: text)
  }
}
