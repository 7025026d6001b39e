private import Foundation

/// How long to wait for what is left of a test to go away by itself before it counts as leaked.
///
/// The first look costs nothing but the look. After it the pauses double from a microsecond up to a
/// tenth of a second, and the first clean look ends the wait. What counts is the pauses as they were
/// meant: where all threads are busy, what is waited for is late, and so is the end of the wait.
public struct Settling: Hashable, Sendable {
  /// The longest time to wait in all.
  public var limit: Duration

  /// Creates a wait of at most the time given.
  public init(within limit: Duration = .milliseconds(500)) {
    self.limit = limit
  }

  /// Waits until a look is clean, without blocking the thread.
  ///
  /// Returns whether one was. A cancelled task cannot sleep: there the thread is blocked for the length of a pause, which is
  /// short, and yielded in between.
  package func settle(
    isolation: isolated (any Actor)? = #isolation, _ isClean: () -> Bool
  ) async -> Bool {
    if isClean() { return true }
    var backoff = Backoff(limit: limit)
    while let pause = backoff.next() {
      if Task.isCancelled {
        await Task.yield()
        Self.block(pause)
      } else {
        try? await Task.sleep(for: pause)
      }
      if isClean() { return true }
    }
    return false
  }

  /// Waits until a look is clean.
  ///
  /// Returns whether one was. On the main thread the run loop turns meanwhile, so that tasks of the main actor can end. That
  /// does not help a caller that is itself a job of the main actor: nothing else runs there until
  /// it returns, so such work should be measured with the asynchronous `measureUsage`.
  package func settleBlocking(_ isClean: () -> Bool) -> Bool {
    if isClean() { return true }
    var backoff = Backoff(limit: limit)
    while let pause = backoff.next() {
      if Thread.isMainThread {
        let end = Date(timeIntervalSinceNow: pause / .seconds(1))
        if !RunLoop.main.run(mode: .default, before: end) { Self.block(pause) }
      } else {
        Self.block(pause)
      }
      if isClean() { return true }
    }
    return false
  }

  private static func block(_ pause: Duration) {
    Thread.sleep(forTimeInterval: pause / .seconds(1))
  }
}

/// The pauses between looks: each twice the one before, until they add up to the limit.
struct Backoff {
  private var pause: Duration = .microseconds(1)
  private let longest: Duration = .milliseconds(100)
  private var left: Duration

  init(limit: Duration) {
    left = limit
  }

  /// Returns the next pause, or nil when the time is up.
  mutating func next() -> Duration? {
    guard left > .zero else { return nil }
    let next = min(pause, left)
    left -= next
    pause = min(pause * 2, longest)
    return next
  }
}
