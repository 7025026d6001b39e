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
    case .transitions(let cursor):
      return Reply(json: try JSON.encode(try transitions(after: cursor)))
    case .frames(let places):
      return Reply(json: try JSON.encode(FrameList(frames: source.frames(at: places))))
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

  private func transitions(after cursor: EventCursor) throws(RequestError) -> TransitionPage {
    var cursor = cursor
    do throws(SourceError) {
      let batch = try source.events(after: &cursor)
      return TransitionPage(cursor: cursor, batch: batch.limited(to: limits.transitions))
    } catch {
      throw RequestError(error)
    }
  }
}
