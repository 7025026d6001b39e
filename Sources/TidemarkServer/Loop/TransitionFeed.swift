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

  private struct Listener {
    var form: TransitionForm
    var hear: (Message) -> Void
  }

  private let source: any ProcessSource
  private let loop: any EventLoop
  private let limits: ServerLimits
  private var cursor = EventCursor()
  private var listeners: [ObjectIdentifier: Listener] = [:]
  private var timer: Ticker?

  init(_ source: any ProcessSource, loop: any EventLoop, limits: ServerLimits) {
    self.source = source
    self.loop = loop
    self.limits = limits
  }

  func add(_ owner: AnyObject, _ form: TransitionForm, _ hear: @escaping (Message) -> Void) {
    listeners[ObjectIdentifier(owner)] = Listener(form: form, hear: hear)
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
    let found: Result<EventBatch, RequestError>
    do throws(SourceError) {
      let batch = try source.events(after: &cursor)
      if batch.events.isEmpty, batch.gaps.isEmpty, batch.interruption == nil { return }
      found = .success(batch)
    } catch {
      found = .failure(RequestError(error))
    }
    // Each form is written once, and only where somebody wants it.
    var messages: [TransitionForm: Message] = [:]
    for listener in Array(listeners.values) {
      let message = messages[listener.form] ?? found.map { write($0, as: listener.form) }
      messages[listener.form] = message
      listener.hear(message)
    }
  }

  private func write(
    _ batch: EventBatch, as form: TransitionForm
  ) -> (event: ByteBuffer, count: Int) {
    let batch = batch.limited(to: limits.transitions(as: form))
    let event =
      switch form {
      case .json: EventStream.event("transitions", batch.text())
      case .compact: EventStream.event("compact", Base64.text(EventPageCoding.encode(batch)))
      }
    return (event, batch.count)
  }
}
