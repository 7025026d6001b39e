internal import NIOCore
internal import NIOPosix
internal import TidemarkLive

/// What all connections share; belongs to the thread of the server.
final class ServerCore {
  let source: any ProcessSource
  let limits: ServerLimits
  let gate: Gatekeeper
  let loop: any EventLoop
  let snapshots: SnapshotCache
  let feed: TransitionFeed
  let turns: Turns
  /// Where what may take long is looked up; nil for the server's own thread.
  let lookups: NIOThreadPool?
  private(set) var tally = ServerDescription.Tally()
  /// How many answers hold a list of tasks.
  var lists = 0

  private var connections: [ObjectIdentifier: Connection] = [:]
  private var sweeper: Ticker?

  init(
    _ source: any ProcessSource, _ options: ServerOptions, gate: Gatekeeper, loop: any EventLoop,
    lookups: NIOThreadPool?
  ) {
    self.source = source
    self.gate = gate
    self.loop = loop
    self.lookups = lookups
    limits = options.limits
    turns = Turns(loop)
    snapshots = SnapshotCache(source, lifetime: Int64(limits.snapshotMilliseconds) * 1_000_000) {
      Int64(clamping: NIODeadline.now().uptimeNanoseconds)
    }
    feed = TransitionFeed(source, loop: loop, limits: limits)
  }

  /// Takes a connection in, for which another one may have to go.
  ///
  /// - Returns: whether there is room for it.
  func add(_ connection: Connection) -> Bool {
    if connections.count >= limits.connections {
      tally.connectionsRefused += 1
      let candidates = connections.values.compactMap { candidate in
        candidate.phase.expendability.map { (candidate, $0) }
      }
      let victim = candidates.min { left, right in
        (left.1, left.0.phase.since) < (right.1, right.0.phase.since)
      }
      guard let victim else { return false }
      remove(victim.0)
      victim.0.abort()
    }
    connections[ObjectIdentifier(connection)] = connection
    tally.connections = connections.count
    startSweeping()
    return true
  }

  func remove(_ connection: Connection) {
    guard connections.removeValue(forKey: ObjectIdentifier(connection)) != nil else { return }
    tally.connections = connections.count
    guard connections.isEmpty else { return }
    sweeper?.stop()
    sweeper = nil
  }

  func countRequest() { tally.requests += 1 }

  func countDropped() { tally.messagesDropped += 1 }

  func countCut() { tally.connectionsCut += 1 }

  /// Makes room for one more stream.
  func openStream() throws(RequestError) {
    guard tally.streams < limits.streams else {
      throw .busy("there are \(limits.streams) streams already; close one, or ask for snapshots")
    }
    tally.streams += 1
  }

  func closeStream() { tally.streams -= 1 }

  /// Ends all connections, and tells those who listen why.
  func stop() {
    var reason = RequestError(503, "the server has been stopped")
    // A look that is good enough for others may be from before the end of the process.
    do throws(SourceError) {
      _ = try source.snapshot(asking: [])
    } catch {
      reason = RequestError(error)
    }
    for connection in Array(connections.values) { connection.stop(reason) }
    sweeper?.stop()
    sweeper = nil
  }

  /// Looks each second for connections that have taken too long; not while there are none.
  private func startSweeping() {
    guard sweeper == nil else { return }
    sweeper = Ticker(loop, after: .seconds(1), every: .seconds(1)) { [weak self] in self?.sweep() }
  }

  private func sweep() {
    let now = NIODeadline.now()
    for connection in Array(connections.values) {
      if let deadline = connection.phase.deadline(limits), deadline < now { connection.expire() }
    }
  }
}
