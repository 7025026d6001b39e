internal import NIOCore
internal import NIOPosix
internal import TidemarkLive

extension ServerCore {
  /// Returns the answer to a request that has a short one.
  func answer(_ request: Request, accepts: String) throws(RequestError) -> Reply {
    switch request {
    case .page:
      return Reply.page(WebPage.html)
    case .metrics:
      let snapshot = try snapshots.snapshot(asking: .times)
      return Reply(exposing: snapshot, tally: tally, format: ExpositionFormat(accepting: accepts))
    case .meta:
      return Reply(json: try JSON.encode(try describe()))
    case .snapshot(let detail):
      return Reply(json: try snapshots.json(asking: detail))
    case .transitions(let cursor, let form):
      return try transitions(after: cursor, form)
    case .events:
      return Reply(contentType: "text/event-stream", body: [])
    case .tasks, .frames, .executors:
      return Reply(contentType: "application/json", body: [])
    }
  }

  /// Finds out what may take long, where there is a thread for that without making others wait.
  ///
  /// - Parameter next: called on the server's thread; with nil when the server has been stopped.
  func lookUp<Found: Sendable>(
    _ find: @escaping @Sendable () -> Found, then next: @escaping (Found?) -> Void
  ) {
    guard let lookups else { return next(find()) }
    lookups.runIfActive(eventLoop: loop, find).assumeIsolated().whenComplete { found in
      next(try? found.get())
    }
  }

  private func describe() throws(RequestError) -> ServerDescription {
    ServerDescription(
      title: source.title, process: try snapshots.snapshot(asking: .times).process,
      places: Request.places,
      limits: ServerDescription.Limits(
        tasks: limits.mostTasks, transitions: limits.transitions, connections: limits.connections,
        streams: limits.streams),
      server: tally)
  }

  private func transitions(
    after cursor: EventCursor, _ form: TransitionForm
  ) throws(RequestError) -> Reply {
    var cursor = cursor
    let batch: EventBatch
    do throws(SourceError) {
      batch = try source.events(after: &cursor).limited(to: limits.transitions(as: form))
    } catch {
      throw RequestError(error)
    }
    let page = TransitionPage(cursor: cursor, batch: batch)
    switch form {
    case .json: return Reply(json: page.text())
    case .compact:
      return Reply(
        contentType: "application/octet-stream",
        body: EventPageCoding.encode(batch, cursor: cursor))
    }
  }
}
