private import Dispatch
internal import NIOCore
private import NIOHTTP1
private import NIOPosix
package import TidemarkLive

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// Shows a process over HTTP, on a thread of its own and not on the cooperative pool.
package final class Server: Sendable {
  /// Where it listens, with the port that it got: `127.0.0.1:9090`.
  package let address: String
  /// Where clients on this machine reach it: a server that listens on all addresses answers to none of
  /// the names for that.
  package var nearAddress: String {
    for (all, loopback) in [("0.0.0.0:", "127.0.0.1:"), ("[::]:", "[::1]:")]
    where address.hasPrefix(all) {
      return loopback + address.dropFirst(all.count)
    }
    return address
  }
  /// Where it is found, in words that end with an address to be opened on this machine.
  package var place: String {
    address == nearAddress
      ? "at http://\(address)/"
      : "on \(address), all addresses of this machine; here at http://\(nearAddress)/"
  }
  /// What clients have to send; nil when nothing is needed.
  package let token: String?

  private let group: MultiThreadedEventLoopGroup
  private let lookups: NIOThreadPool?
  private let core: NIOLoopBound<ServerCore>
  private let channel: any Channel

  /// Starts to serve.
  ///
  /// - Throws: `ServerError` when the address can't be listened on, or may not without a token.
  package init(
    _ source: any ProcessSource, _ options: ServerOptions
  ) throws(ServerError) {
    guard let host = HostName(options.address), let port = host.port else {
      throw .badAddress(options.address)
    }
    let place = try Self.resolve(host, port, options)
    let token: Token? = if let text = options.token { try Token(text) } else { nil }
    if token == nil && !place.isLoopback { throw .tokenNeeded(address: options.address) }
    let gate = Gatekeeper(
      listened: options.address, allowed: options.allowedHosts, token: token)
    self.token = options.token
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let loop = group.next()
    var lookups: NIOThreadPool?
    if options.looksUpElsewhere {
      let pool = NIOThreadPool(numberOfThreads: 1)
      pool.start()
      lookups = pool
    }
    do {
      let core = try loop.submit { [lookups] in
        Self.nameThread()
        // Rings fill up while it waits for a processor.
        ShortTurns.take()
        let core = ServerCore(source, options, gate: gate, loop: loop, lookups: lookups)
        return NIOLoopBound(core, eventLoop: loop)
      }.wait()
      channel = try Self.bootstrap(group, core).bind(to: place).wait()
      self.core = core
    } catch {
      Self.shutDown(group, lookups)
      throw .cannotListen(on: options.address, because: error)
    }
    self.group = group
    self.lookups = lookups
    address = channel.localAddress.map(Self.text) ?? options.address
  }

  /// Ends all connections and the thread.
  package func stop() {
    try? channel.eventLoop.submit { [core, channel] in
      core.value.stop()
      channel.close(promise: nil)
    }.wait()
    Self.shutDown(group, lookups)
  }

  /// Ends a group's thread, and that for lookups when it has done what it is at.
  ///
  /// On queues of their own, as the threads of the global ones may all be stuck.
  private static func shutDown(_ group: MultiThreadedEventLoopGroup, _ lookups: NIOThreadPool?) {
    let isDone = DispatchSemaphore(value: 0)
    group.shutdownGracefully(queue: DispatchQueue(label: "tidemark.server")) { _ in
      isDone.signal()
    }
    isDone.wait()
    lookups?.shutdownGracefully(queue: DispatchQueue(label: "tidemark.lookups")) { _ in }
  }

  /// Waits until it has been stopped.
  package func wait() { try? channel.closeFuture.wait() }

  /// Gives the thread that calls it a name by which it is told from the program's own.
  private static func nameThread() {
    let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    defer { close(file) }
    _ = Array("tidemark".utf8).withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
  }

  private static func bootstrap(
    _ group: MultiThreadedEventLoopGroup, _ core: NIOLoopBound<ServerCore>
  ) -> ServerBootstrap {
    ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelOption(.maxMessagesPerRead, value: 16)
      .childChannelOption(.maxMessagesPerRead, value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelOption(
        .writeBufferWaterMark, value: .init(low: 32 * 1024, high: 256 * 1024)
      )
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try accept(channel, core.value)
        }
      }
  }

  private static func accept(_ channel: any Channel, _ core: ServerCore) throws {
    let connection = Connection(core, channel: channel)
    guard core.add(connection) else {
      channel.close(promise: nil)
      return
    }
    try addHandlers(of: connection, to: channel)
  }

  /// Puts what takes requests and sends answers into a connection's pipeline.
  static func addHandlers(of connection: Connection, to channel: any Channel) throws {
    try channel.pipeline.syncOperations.addHandlers([
      connection.makeMeter(),
      ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)),
      HTTPResponseEncoder(),
      connection,
    ])
  }

  private static func resolve(
    _ host: HostName, _ port: Int, _ options: ServerOptions
  ) throws(ServerError) -> SocketAddress {
    do {
      if host.name.isEmpty { return try SocketAddress(ipAddress: "0.0.0.0", port: port) }
      return try SocketAddress.makeAddressResolvingHost(host.name, port: port)
    } catch {
      throw .cannotListen(on: options.address, because: error)
    }
  }

  private static func text(_ address: SocketAddress) -> String {
    let port = address.port ?? 0
    let host = address.ipAddress ?? ""
    return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
  }
}

extension SocketAddress {
  /// Whether no other machine can reach it.
  fileprivate var isLoopback: Bool {
    guard let ipAddress else { return false }
    return HostName(ipAddress.contains(":") ? "[\(ipAddress)]" : ipAddress)?.isLoopback ?? false
  }
}
