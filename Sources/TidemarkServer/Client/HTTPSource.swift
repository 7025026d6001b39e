private import Synchronization
package import TidemarkLive

/// A process that is shown over HTTP, by itself or by `tidemark serve`.
///
/// Connects when it is asked for something, and again after the connection was lost.
package final class HTTPSource: ProcessSource {
  private static let silenceSeconds = 10

  private let address: HostName
  private let token: String?
  private let text: String
  private let knownName = Mutex<String?>(nil)
  private let idle = Mutex(IdleConnection())
  private let pace = TransitionPace()

  /// A connection that nobody uses at present.
  private struct IdleConnection: ~Copyable {
    var connection: HTTPConnection?
  }

  /// - Parameters:
  ///   - address: the host and the port, `127.0.0.1:9090`.
  ///   - token: what the server wants to be sent, if anything.
  package init(_ address: String, token: String?) throws(SourceError) {
    guard let host = HostName(address), host.port != nil else {
      throw .unreadable("'\(address)' is no address; write HOST:PORT, for example 127.0.0.1:9090")
    }
    self.address = host
    self.token = token
    text = address
  }

  package var title: String {
    knownName.withLock { name in name.map { "\($0) at \(text)" } ?? text }
  }

  package func snapshot(asking: Detail) throws(SourceError) -> Snapshot {
    let snapshot = try get(
      Snapshot.self, "/v1/snapshot?ask=\(asking.isEmpty ? "none" : "times")", version: \.version)
    guard snapshot.isPlausible else { throw implausible("a look") }
    knownName.withLock { $0 = "\(snapshot.process.name) (\(snapshot.process.pid))" }
    return snapshot
  }

  package func tasks(_ query: TaskQuery) throws(SourceError) -> TaskList {
    let limit = query.limit ?? ServerLimits().mostTasks
    let id = query.id.map { "&id=\($0)" } ?? ""
    let list = try get(
      TaskList.self,
      "/v1/tasks?limit=\(max(limit, 1))&stacks=\(query.stacks ? 1 : 0)&symbols=\(query.symbols ? 1 : 0)"
        + id, version: \.version)
    guard list.isPlausible else { throw implausible("tasks") }
    return list
  }

  package func events(after cursor: inout EventCursor) throws(SourceError) -> EventBatch {
    pace.wait()
    let positions = cursor.positions.map(String.init).joined(separator: ",")
    let answer = try ask("/v1/transitions?after=\(positions)&form=compact")
    guard answer.headers["content-type"] == "application/octet-stream",
      let version = EventPageCoding.version(answer.body)
    else { throw notAProcess }
    try check(version: version)
    guard let page = EventPageCoding.decode(answer.body) else {
      throw .unreadable("\(text) sent transitions that can't be read")
    }
    cursor = page.cursor
    pace.note(found: page.batch.events.count)
    return page.batch
  }

  package func frames(at places: [UInt64]) -> [[Frame]] {
    let step = ServerLimits().places
    return stride(from: 0, to: places.count, by: step).flatMap { start in
      let part = places[start..<min(start + step, places.count)]
      let text = part.map(String.init).joined(separator: ",")
      let list = try? get(FrameList.self, "/v1/frames?at=\(text)", version: \.version)
      guard let list, list.frames.count == part.count else { return part.map { _ in [Frame]() } }
      return list.frames
    }
  }

  package func executors(_ identities: [UInt64]) -> [ExecutorDescription] {
    let step = ServerLimits().places
    return stride(from: 0, to: identities.count, by: step).flatMap { start in
      let part = identities[start..<min(start + step, identities.count)]
      let text = part.map(String.init).joined(separator: ",")
      let list = try? get(ExecutorList.self, "/v1/executors?at=\(text)", version: \.version)
      return list?.executors ?? []
    }
  }

  private func get<Value: Decodable>(
    _ type: Value.Type, _ path: String, version: (Value) -> Int
  ) throws(SourceError) -> Value {
    let answer = try ask(path)
    guard let head = try? JSON.decode(VersionOnly.self, from: answer.body) else {
      throw notAProcess
    }
    try check(version: head.version)
    do {
      return try JSON.decode(type, from: answer.body)
    } catch {
      throw .unreadable("\(text) sent what can't be read: \(error)")
    }
  }

  /// Sends a request, and returns the answer where it is one.
  private func ask(_ path: String) throws(SourceError) -> ResponseParser {
    let answer: ResponseParser
    do throws(HTTPConnection.Failure) {
      answer = try exchange(path)
    } catch {
      throw .unreadable(explain(error))
    }
    guard answer.status == 200 else { throw refusal(answer) }
    return answer
  }

  private var notAProcess: SourceError {
    .unreadable("\(text) serves something, but not a process; is the port right?")
  }

  /// Whoever counted with such times would count too far.
  private func implausible(_ what: String) -> SourceError {
    .unreadable(
      "\(text) sent \(what) with times or counts that can't be; nothing of it is shown")
  }

  private func check(version: Int) throws(SourceError) {
    guard version != Snapshot.currentVersion else { return }
    throw .unreadable(
      "\(text) speaks version \(version), this build \(Snapshot.currentVersion); use the same "
        + "version of Tidemark on both sides")
  }

  /// What every message has.
  private struct VersionOnly: Decodable {
    var version: Int
  }

  private func exchange(_ path: String) throws(HTTPConnection.Failure) -> ResponseParser {
    var used = idle.withLock { idle -> HTTPConnection? in
      var taken: HTTPConnection?
      swap(&taken, &idle.connection)
      return taken
    }
    let request = Array(head(path).utf8)
    if let connection = used.take() {
      do throws(HTTPConnection.Failure) {
        return try exchange(request, over: connection)
      } catch .closed {
        // It was closed while nobody used it; that is no failure yet.
      }
    }
    let fresh = try HTTPConnection(
      host: address.name, port: address.port ?? 0, silenceSeconds: Self.silenceSeconds)
    return try exchange(request, over: fresh)
  }

  private func exchange(
    _ request: [UInt8], over connection: consuming HTTPConnection
  ) throws(HTTPConnection.Failure) -> ResponseParser {
    let answer = try connection.exchange(request)
    if answer.keepsAlive {
      var kept: HTTPConnection? = consume connection
      idle.withLock { idle in swap(&kept, &idle.connection) }
    }
    return answer
  }

  private func head(_ path: String) -> String {
    var lines = ["GET \(path) HTTP/1.1", "Host: \(text)", "Accept: application/json"]
    if let token { lines.append("Authorization: Bearer \(token)") }
    return lines.map { $0 + "\r\n" }.joined() + "\r\n"
  }

  /// Returns what the server said instead of answering.
  private func refusal(_ answer: ResponseParser) -> SourceError {
    let message = try? JSON.decode(ErrorMessage.self, from: answer.body)
    if let message, message.hasEnded { return .ended(Ending(message.error)) }
    if answer.status == 401 {
      return .unreadable(
        token == nil
          ? "\(text) needs a token; give it as --token or in TIDEMARK_TOKEN: whoever started the server "
            + "chose it, or it stands in the line that the server printed"
          : "\(text) does not take this token; give the right one as --token or in TIDEMARK_TOKEN")
    }
    let reason = message?.error ?? "is it Tidemark that listens there?"
    return .unreadable("\(text) answers with status \(answer.status): \(reason)")
  }

  private func explain(_ failure: HTTPConnection.Failure) -> String {
    switch failure {
    case .unknownHost(let reason): "\(text): the name is not known: \(reason)"
    case .cannotConnect(let reason):
      "\(text) can't be reached: \(reason); does a process listen there, by Agent.listen or "
        + "`tidemark serve`?"
    case .closed: "\(text) hung up without an answer; does it have too many connections?"
    case .silent(let seconds): "\(text) has said nothing for \(seconds) seconds"
    case .malformed(let reason): "\(text) does not answer as a server should: \(reason)"
    }
  }
}
