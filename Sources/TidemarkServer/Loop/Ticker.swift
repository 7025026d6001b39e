internal import NIOCore

/// Calls something again and again on the server's thread until it is stopped or let go.
final class Ticker {
  private let loop: any EventLoop
  private let interval: TimeAmount
  private let action: () -> Void
  private var next: Scheduled<Void>?

  /// - Parameters:
  ///   - delay: when it is called first.
  ///   - interval: how long after that it is called again; what was missed is not made up for.
  init(
    _ loop: any EventLoop, after delay: TimeAmount, every interval: TimeAmount,
    _ action: @escaping () -> Void
  ) {
    self.loop = loop
    self.interval = interval
    self.action = action
    schedule(at: .now() + delay)
  }

  deinit { next?.cancel() }

  func stop() {
    next?.cancel()
    next = nil
  }

  private func schedule(at time: NIODeadline) {
    next = loop.assumeIsolated().scheduleTask(deadline: time) { [weak self] in
      guard let self, self.next != nil else { return }
      // The next moment of the same beat that is still to come.
      let late = NIODeadline.now() - time
      let beats = late.nanoseconds / self.interval.nanoseconds + 1
      self.schedule(at: time + .nanoseconds(beats * self.interval.nanoseconds))
      self.action()
    }
  }
}
