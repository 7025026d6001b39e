private import Synchronization

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// How soon transitions are asked for again.
///
/// Whoever reads them all looks a thousand times a second, which is nothing where it looks at memory;
/// but each request costs the process that answers it. The fastest thread needs twice as long to fill its
/// ring as the longest pause is.
final class TransitionPace: Sendable {
  private struct State {
    var last: Int64 = 0
    var pause: Int64 = 0
  }

  private let state = Mutex(State())

  /// Waits until it is time to ask.
  func wait() {
    let due = state.withLock { $0.last + $0.pause }
    let left = due - Self.now()
    if left > 0 { usleep(UInt32(left / 1000)) }
    state.withLock { $0.last = Self.now() }
  }

  /// Takes how many transitions there were.
  func note(found: Int) {
    // Of so many at once there are more already.
    let pause: Int64 = found >= 4096 ? 0 : found >= 512 ? 4_000_000 : 8_000_000
    state.withLock { $0.pause = pause }
  }

  private static func now() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
  }
}
