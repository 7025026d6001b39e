private import CTidemarkAgent
private import CTidemarkProbe
private import Synchronization
private import TidemarkLive
private import TidemarkServer

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// What shows this process to viewers.
public enum Agent {
  private static let server = Mutex<Server?>(nil)

  /// Lets the viewers of this user, on this machine, find the process and look at it.
  ///
  /// Starts no thread, opens no socket and installs no signal handler: a viewer maps the ledger that the
  /// probe writes anyway. When the process exits it is taken back. May be called again; what somebody has
  /// removed from the folder meanwhile is made anew. With `TIDEMARK=off` in the environment nothing
  /// happens.
  ///
  /// - Throws: `AgentError` when the folder is not there, not writable or somebody else's, or when the
  ///   program has closed the ledger's descriptor; the process goes on as if nothing had been asked.
  public static func start() throws(AgentError) {
    // Whoever calls this is meant to be seen, so that what says so is linked.
    guard tidemark_showsLedger() else { return }
    let publication = tidemark_publish()
    switch publication.status {
    case TidemarkPublishDone, TidemarkPublishOff: return
    default: throw AgentError(publication)
    }
  }

  /// Answers viewers and scrapers over HTTP, from one thread of its own.
  ///
  /// It is not on the cooperative pool, so it answers when that is stuck. Neither the thread nor what
  /// it allocates counts as the program's. Nothing is computed unless somebody asks.
  ///
  /// - Returns: the address, with the port that was free where port 0 was asked for.
  /// - Throws: `AgentError` when the process listens already, the address can't be listened on, or
  ///   others than this machine could reach it without a token. The process goes on.
  @discardableResult
  public static func listen(_ options: ListenOptions) throws(AgentError) -> String {
    guard tidemark_showsLedger() else { return "" }
    let started: Result<Server, AgentError> = server.withLock { current in
      Result { () throws(AgentError) in
        if let current { throw AgentError(alreadyAt: current.address) }
        let server = try start(options)
        current = server
        return server
      }
    }
    return try started.get().address
  }

  /// Takes back what `start()` and `listen(_:)` did; viewers that look at the ledger may go on.
  public static func stop() {
    let stopped = server.withLock { current in
      let server = current
      current = nil
      return server
    }
    if stopped != nil { _ = tidemark_publishAddress(nil, false) }
    stopped?.stop()
    tidemark_unpublish()
  }

  private static func start(_ options: ListenOptions) throws(AgentError) -> Server {
    var serving = ServerOptions(
      address: options.address, allowedHosts: options.allowedHosts)
    serving.token = options.token ?? tokenOfEnvironment
    let isMade = serving.token == nil && options.makesToken
    if isMade { serving.token = Token.make() }
    // What the server starts is not the program's.
    tidemark_startOwnThreads(true)
    defer { tidemark_startOwnThreads(false) }
    let server = try serve(serving)
    _ = tidemark_publishAddress(server.address, server.token != nil)
    if isMade, let token = serving.token {
      let line = "tidemark: this process is shown \(server.place)?token=\(token)\n"
      _ = Array(line.utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
    return server
  }

  /// What whoever started the program gave it.
  private static var tokenOfEnvironment: String? {
    tidemark_givenToken().map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func serve(_ options: ServerOptions) throws(AgentError) -> Server {
    let source: InProcessSource
    do throws(SourceError) { source = try InProcessSource() } catch { throw AgentError("\(error)") }
    do throws(ServerError) {
      return try Server(source, options)
    } catch {
      throw AgentError("\(error)")
    }
  }
}
