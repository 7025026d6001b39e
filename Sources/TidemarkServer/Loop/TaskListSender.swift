internal import NIOCore
internal import NIOHTTP1
internal import TidemarkLive

/// Answers with a list of tasks, part by part, as fast as the client takes it.
struct TaskListSender {
  private let connection: Connection
  private let request: PendingRequest

  init(_ connection: Connection, _ request: PendingRequest) {
    self.connection = connection
    self.request = request
  }

  private var core: ServerCore { connection.core }

  func start(_ query: TaskQuery) throws(RequestError) {
    guard core.lists < core.limits.lists else {
      throw .busy("\(core.limits.lists) lists of tasks are being sent; ask again in a second")
    }
    // Asks for the times, from which the next lists are made.
    _ = try core.snapshots.snapshot(asking: .times)
    core.lists += 1
    let source = core.source
    core.lookUp {
      Result { () throws(SourceError) in try source.tasks(query) }
    } then: { [self] found in
      guard let found else { return end { connection.abort() } }
      begin(found, of: query)
    }
  }

  private func begin(_ list: Result<TaskList, SourceError>, of query: TaskQuery) {
    do throws(RequestError) {
      switch list {
      case .failure(let error): throw RequestError(error)
      case .success(let list):
        if let id = query.id, list.tasks.isEmpty { throw .noTask(id, in: list) }
        var text = try TaskListText(list)
        let isChunked = request.version == .http1_1
        connection.sendHead(
          status: 200, contentType: "application/json", length: nil, version: request.version,
          keepsAlive: request.keepsAlive && isChunked)
        if request.isHead {
          end { connection.sendEnd(keepsAlive: request.keepsAlive && isChunked) }
        } else {
          try sendPart(&text)
        }
      }
    } catch {
      end { connection.send(Reply(error), for: request) }
    }
  }

  /// Sends one part, and the next one when the client has taken it and others have had their turn.
  private func sendPart(_ text: inout TaskListText) throws(RequestError) {
    guard let part = try text.next() else {
      return end {
        connection.sendEnd(keepsAlive: request.keepsAlive && request.version == .http1_1)
      }
    }
    connection.enter(.answering)
    let rest = text
    connection.sendPart(part).assumeIsolated().whenComplete { [self] result in
      guard case .success = result else { return end { connection.abort() } }
      core.turns.add { [self] in
        var rest = rest
        do throws(RequestError) { try sendPart(&rest) } catch { end { connection.abort() } }
      }
    }
  }

  private func end(_ last: () -> Void) {
    core.lists -= 1
    last()
  }
}
