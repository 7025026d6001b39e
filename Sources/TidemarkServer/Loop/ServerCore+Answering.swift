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
    case .frames(let places):
      return Reply(json: try JSON.encode(FrameList(frames: source.frames(at: places))))
    case .executors(let identities):
      return Reply(
        json: try JSON.encode(ExecutorList(executors: source.executors(identities))))
    case .events:
      return Reply(contentType: "text/event-stream", body: [])
    case .tasks:
      return Reply(contentType: "application/json", body: [])
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
