internal import NIOCore
internal import NIOHTTP1
internal import TidemarkLive

/// Tells one client what happens, for as long as it listens; what it is too slow for is left out.
final class EventStream {
  private unowned let connection: Connection
  private let options: Request.StreamOptions
  private let version: HTTPVersion
  private var timer: Ticker?
  private var dropped = DroppedMessages()
  private var hasDropped = false
  private var isOpen = true

  private var core: ServerCore { connection.core }

  init(_ connection: Connection, _ options: Request.StreamOptions, version: HTTPVersion) {
    self.connection = connection
    self.options = options
    self.version = version
  }

  func start() {
    connection.sendHead(
      status: 200, contentType: "text/event-stream", length: nil,
      headers: [RequestError.Header(name: "X-Accel-Buffering", value: "no")], version: version,
      keepsAlive: version == .http1_1)
    connection.sendBody(Array("retry: 1000\n\n".utf8))
    connection.channel.flush()
    // All streams of the same interval look at the same moments, so that one look does for all.
    let interval = Int64(options.interval) * 1_000_000
    let now = Int64(clamping: NIODeadline.now().uptimeNanoseconds)
    sendSnapshot()
    guard isOpen else { return }
    timer = Ticker(
      core.loop, after: .nanoseconds(interval - now % interval), every: .nanoseconds(interval)
    ) { [weak self] in self?.sendSnapshot() }
    guard options.hasTransitions else { return }
    core.feed.add(self, options.form) { [weak self] message in self?.sendTransitions(message) }
  }

  func stop() {
    guard isOpen else { return }
    isOpen = false
    timer?.stop()
    core.feed.remove(self)
    core.closeStream()
  }

  /// Goes on after the client has read what it was sent.
  func catchUp() {
    guard hasDropped else { return }
    hasDropped = false
    guard let text = try? JSON.encode(dropped) else { return }
    dropped = DroppedMessages()
    send("dropped", text)
  }

  private func sendSnapshot() {
    guard isOpen else { return }
    guard isReady() else {
      dropped.snapshots += 1
      return
    }
    do throws(RequestError) {
      send("snapshot", try core.snapshots.json(asking: .times))
    } catch {
      end(error)
    }
  }

  private func sendTransitions(_ message: TransitionFeed.Message) {
    guard isOpen else { return }
    switch message {
    case .failure(let error): end(error)
    case .success(let batch):
      guard isReady() else {
        dropped.transitions += batch.count
        return
      }
      send(batch.event)
    }
  }

  /// Returns whether the client can take a message; counts one that it can't.
  private func isReady() -> Bool {
    if connection.channel.isWritable { return true }
    if case .streaming(isStalled: false) = connection.phase.kind {
      connection.enter(.streaming(isStalled: true))
    }
    hasDropped = true
    core.countDropped()
    return false
  }

  /// Says why there is nothing more.
  func sayLast(_ error: RequestError) {
    if isOpen { send("end", Array(Reply(error).body.dropLast())) }
  }

  private func end(_ error: RequestError) {
    sayLast(error)
    connection.hangUp()
  }

  /// Returns an event as the stream has it.
  static func event(_ name: String, _ text: [UInt8]) -> ByteBuffer {
    var buffer = ByteBuffer()
    buffer.reserveCapacity(text.count + name.utf8.count + 16)
    buffer.writeString("event: \(name)\ndata: ")
    buffer.writeBytes(text)
    buffer.writeString("\n\n")
    return buffer
  }

  private func send(_ event: String, _ text: [UInt8]) { send(Self.event(event, text)) }

  private func send(_ event: ByteBuffer) {
    connection.sendBody(event)
    connection.channel.flush()
  }
}
