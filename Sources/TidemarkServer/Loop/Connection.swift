internal import NIOCore
internal import NIOHTTP1
internal import TidemarkLive

/// One client's connection: takes its requests one after the other, and answers them in that order.
final class Connection: ChannelDuplexHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  /// How many requests may be sent ahead of their answers.
  private static let mostPending = 64

  let core: ServerCore
  let channel: any Channel
  private(set) var phase = ConnectionPhase(kind: .idle, since: .now())
  private var meter: ByteMeter?
  private var receiving: PendingRequest?
  private var bodyBytes = 0
  private var pending: [PendingRequest] = []
  private var stream: EventStream?
  private var isReadWanted = false
  /// Whether a request has been answered of those that arrived together.
  private var hasAnswered = false

  init(_ core: ServerCore, channel: any Channel) {
    self.core = core
    self.channel = channel
  }

  /// Returns what has to come before the parser.
  func makeMeter() -> ByteMeter {
    let meter = ByteMeter(limit: core.limits.headerBytes + core.limits.bodyBytes) { [weak self] in
      self?.requestBegins()
    } exceeded: { [weak self] in
      self?.requestIsTooLarge()
    }
    self.meter = meter
    return meter
  }

  func enter(_ kind: ConnectionPhase.Kind) {
    phase = ConnectionPhase(kind: kind, since: .now())
  }

  // MARK: Receiving

  private func requestBegins() {
    if case .idle = phase.kind { enter(.receiving) }
  }

  private func requestIsTooLarge() {
    let limits = core.limits
    if receiving != nil {
      fail(.largeBody(limits.bodyBytes))
    } else if meter?.hasLine == true {
      fail(.largeHeader(limits.headerBytes))
    } else {
      fail(.longAddress(limits.addressBytes))
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      guard (meter?.count ?? 0) <= core.limits.headerBytes + 4096 else {
        return fail(.largeHeader(core.limits.headerBytes))
      }
      bodyBytes = 0
      let request = PendingRequest(
        head, gate: core.gate, limits: core.limits, localAddress: channel.localAddress?.ipAddress)
      receiving = request
      if case .failure(let error) = request.request, error.status == 413 { fail(error) }
    case .body(let buffer):
      bodyBytes += buffer.readableBytes
      if bodyBytes > core.limits.bodyBytes { fail(.largeBody(core.limits.bodyBytes)) }
    case .end:
      guard let request = receiving else { return }
      receiving = nil
      meter?.reset()
      guard pending.count < Self.mostPending else {
        return fail(.busy("too many requests were sent ahead; wait for the answers"))
      }
      pending.append(request)
      // What came along with the first one waits until others have had their turn.
      if hasAnswered {
        core.turns.add { [weak self] in self?.answerNext() }
      } else {
        hasAnswered = true
        answerNext()
      }
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    hasAnswered = false
    context.fireChannelReadComplete()
  }

  /// Reads no further while there is something to answer, so that it does not pile up.
  func read(context: ChannelHandlerContext) {
    if pending.isEmpty { context.read() } else { isReadWanted = true }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if let stream, channel.isWritable {
      enter(.streaming(isStalled: false))
      stream.catchUp()
    }
    answerNext()
    context.fireChannelWritabilityChanged()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error {
    case HTTPParserError.headerOverflow: fail(.largeHeader(core.limits.headerBytes))
    case is HTTPParserError: fail(.badRequest("this is not HTTP/1.1: \(error)"))
    default: abort()
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    endStream()
    core.remove(self)
    context.fireChannelInactive()
  }

  // MARK: Ending

  /// Answers with an error, whatever is still to come, and ends the connection.
  private func fail(_ error: RequestError) {
    guard meter?.isClosed == false else { return }
    meter?.isClosed = true
    let version = receiving?.version ?? .http1_1
    receiving = nil
    switch phase.kind {
    case .idle, .receiving:
      enter(.answering)
      core.countRequest()
      send(Reply(error), version: version, isHead: false, keepsAlive: false)
    case .answering, .streaming, .closing: abort()
    }
  }

  /// Does what is due when the connection has taken too long.
  func expire() {
    switch phase.kind {
    case .receiving: fail(.timeout)
    case .answering, .streaming:
      core.countCut()
      abort()
    case .idle, .closing: abort()
    }
  }

  /// Ends the connection at once.
  func abort() {
    endStream()
    meter?.isClosed = true
    channel.close(promise: nil)
  }

  /// Ends the connection because the server ends.
  func stop(_ reason: RequestError) {
    stream?.sayLast(reason)
    abort()
  }

  /// Ends the connection in such a way that the client gets the answer, whatever it still sends.
  func hangUp() {
    endStream()
    meter?.isClosed = true
    pending = []
    enter(.closing)
    channel.close(mode: .output, promise: nil)
    resumeReading()
  }

  private func endStream() {
    stream?.stop()
    stream = nil
  }

  private func resumeReading() {
    guard isReadWanted else { return }
    isReadWanted = false
    channel.read()
  }

  // MARK: Answering

  private func answerNext() {
    guard channel.isWritable, !pending.isEmpty else { return }
    switch phase.kind {
    case .idle, .receiving: break
    case .answering, .streaming, .closing: return
    }
    let next = pending.removeFirst()
    enter(.answering)
    core.countRequest()
    do throws(RequestError) {
      switch next.request {
      case .failure(let error): throw error
      case .success(.events(let options)) where !next.isHead: try startStream(options, next)
      case .success(.tasks(let query)): try TaskListSender(self, next).start(query)
      case .success(.frames(let places)):
        lookUp(for: next) { FrameList(frames: $0.frames(at: places)) }
      case .success(.executors(let identities)):
        lookUp(for: next) { ExecutorList(executors: $0.executors(identities)) }
      case .success(let request):
        send(try core.answer(request, accepts: next.accepts), for: next)
      }
    } catch {
      send(Reply(error), for: next)
    }
  }

  /// Answers with what may take long to find out.
  private func lookUp<Found: Encodable>(
    for request: PendingRequest, _ find: @escaping @Sendable (any ProcessSource) -> Found
  ) {
    let source = core.source
    core.lookUp {
      Result { () throws(RequestError) in Reply(json: try JSON.encode(find(source))) }
    } then: { [self] found in
      switch found {
      case .success(let reply)?: send(reply, for: request)
      case .failure(let error)?: send(Reply(error), for: request)
      case nil: abort()
      }
    }
  }

  private func startStream(
    _ options: Request.StreamOptions, _ request: PendingRequest
  ) throws(RequestError) {
    try core.openStream()
    enter(.streaming(isStalled: false))
    let stream = EventStream(self, options, version: request.version)
    self.stream = stream
    stream.start()
  }

  func send(_ reply: Reply, for request: PendingRequest) {
    send(
      reply, version: request.version, isHead: request.isHead, keepsAlive: request.keepsAlive)
  }

  private func send(_ reply: Reply, version: HTTPVersion, isHead: Bool, keepsAlive: Bool) {
    sendHead(
      status: reply.status, contentType: reply.contentType, length: reply.body.count,
      headers: reply.headers, version: version, keepsAlive: keepsAlive)
    if !isHead { sendBody(reply.body) }
    sendEnd(keepsAlive: keepsAlive)
  }

  func sendHead(
    status: Int, contentType: String, length: Int?, headers: [RequestError.Header] = [],
    version: HTTPVersion, keepsAlive: Bool
  ) {
    var fields = HTTPHeaders([
      ("Content-Type", contentType), ("Cache-Control", "no-store"),
      ("X-Content-Type-Options", "nosniff"), ("Cross-Origin-Resource-Policy", "same-origin"),
      ("Referrer-Policy", "no-referrer"),
    ])
    for header in headers { fields.add(name: header.name, value: header.value) }
    if let length { fields.add(name: "Content-Length", value: String(length)) }
    if !keepsAlive {
      fields.add(name: "Connection", value: "close")
    } else if version == .http1_0 {
      fields.add(name: "Connection", value: "keep-alive")
    }
    let head = HTTPResponseHead(
      version: version, status: HTTPResponseStatus(statusCode: status), headers: fields)
    channel.write(HTTPServerResponsePart.head(head), promise: nil)
  }

  func sendBody(_ bytes: [UInt8]) { sendBody(channel.allocator.buffer(bytes: bytes)) }

  func sendBody(_ buffer: ByteBuffer) {
    channel.write(HTTPServerResponsePart.body(.byteBuffer(buffer)), promise: nil)
  }

  /// Sends a part of an answer, at once.
  func sendPart(_ bytes: [UInt8]) -> EventLoopFuture<Void> {
    let buffer = channel.allocator.buffer(bytes: bytes)
    return channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(buffer)))
  }

  /// Ends the answer, and goes on when the client has taken it.
  func sendEnd(keepsAlive: Bool) {
    let sent = channel.writeAndFlush(HTTPServerResponsePart.end(nil))
    sent.assumeIsolated().whenComplete { [weak self] result in
      guard let self else { return }
      guard case .success = result else { return self.abort() }
      guard keepsAlive, self.meter?.isClosed == false else { return self.hangUp() }
      self.enter((self.meter?.count ?? 0) > 0 ? .receiving : .idle)
      if self.pending.isEmpty { return self.resumeReading() }
      self.core.turns.add { [weak self] in self?.answerNext() }
    }
  }
}
