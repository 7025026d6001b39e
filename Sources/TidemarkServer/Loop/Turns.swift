internal import NIOCore

/// Work that has to wait until others have had their turn.
///
/// The event loop runs whatever is handed to it before it looks for new connections and requests, so
/// whoever makes much work would keep the others waiting.
final class Turns {
  /// For how long the work goes on before the loop looks for what has arrived meanwhile.
  private static let length = TimeAmount.milliseconds(5)
  private static let pause = TimeAmount.microseconds(100)

  private let loop: any EventLoop
  private var waiting = CircularBuffer<() -> Void>()
  private var isScheduled = false

  init(_ loop: any EventLoop) { self.loop = loop }

  /// Does something after all that is waiting already.
  func add(_ work: @escaping () -> Void) {
    waiting.append(work)
    schedule()
  }

  private func schedule() {
    guard !isScheduled, !waiting.isEmpty else { return }
    isScheduled = true
    _ = loop.assumeIsolated().scheduleTask(in: Self.pause) { [weak self] in self?.run() }
  }

  private func run() {
    let end = NIODeadline.now() + Self.length
    while NIODeadline.now() < end, let work = waiting.popFirst() { work() }
    isScheduled = false
    schedule()
  }
}
