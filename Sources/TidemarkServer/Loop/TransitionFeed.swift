internal import NIOCore
internal import TidemarkLive

/// Reads the transitions of a process once for all who want them.
final class TransitionFeed {
  /// How often they are read.
  static let interval = TimeAmount.milliseconds(100)

  /// What there is to tell: a batch as an event and how many transitions it has, or why there is none.
  ///
  /// All who are being sent the event share its memory, however slow they are.
  typealias Message = Result<(event: ByteBuffer, count: Int), RequestError>

  private let source: any ProcessSource
  private let loop: any EventLoop
  private let limit: Int
  private var cursor = EventCursor()
  private var listeners: [ObjectIdentifier: (Message) -> Void] = [:]
  private var timer: Ticker?

  init(_ source: any ProcessSource, loop: any EventLoop, limit: Int) {
    self.source = source
    self.loop = loop
    self.limit = limit
  }

  func add(_ owner: AnyObject, _ listener: @escaping (Message) -> Void) {
    listeners[ObjectIdentifier(owner)] = listener
    guard timer == nil else { return }
    cursor = EventCursor()
    timer = Ticker(loop, after: .zero, every: Self.interval) { [weak self] in self?.read() }
  }

  func remove(_ owner: AnyObject) {
    listeners.removeValue(forKey: ObjectIdentifier(owner))
    guard listeners.isEmpty else { return }
    timer?.stop()
    timer = nil
  }

  private func read() {
    let message: Message
    do throws(RequestError) {
      let batch = try readBatch().limited(to: limit)
      if batch.events.isEmpty, batch.gaps.isEmpty, batch.interruption == nil { return }
      message = .success((EventStream.event("transitions", batch.text()), batch.count))
    } catch {
      message = .failure(error)
    }
    for listener in Array(listeners.values) { listener(message) }
  }

  private func readBatch() throws(RequestError) -> EventBatch {
    do throws(SourceError) {
      return try source.events(after: &cursor)
    } catch {
      throw RequestError(error)
    }
  }
}
