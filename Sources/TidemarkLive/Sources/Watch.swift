private import Synchronization

/// Since when a viewer has been asking a process for something without a pause.
///
/// What began before may go on unseen: a thread that looked whether anybody asks, found nobody, and has yet
/// to finish the transition that it is at. So only what has lasted for a while tells that none was missed.
final class Watch: Sendable {
  private let state = Mutex(State())

  private struct State {
    var begun: Int64 = .max
    var end: Int64 = .min
  }

  /// How long a thread may take for a transition, in nanoseconds; one that the system keeps from running
  /// for longer is found out with the next look that trusts nothing.
  private static let patience: Int64 = 1_000_000_000

  /// Takes that it has been asked for.
  ///
  /// - Parameters:
  ///   - end: until when it is.
  ///   - now: a moment after the process could see that.
  func extend(to end: Int64, at now: Int64) {
    state.withLock { state in
      if now >= state.end { state.begun = now }
      state.end = max(state.end, end)
    }
  }

  /// Since when it has been asked for without a pause, and until when it is.
  var span: (since: Int64, until: Int64) { state.withLock { ($0.begun, $0.end) } }

  /// Takes that the process may have stopped in the middle of something.
  func interrupt(at now: Int64) { state.withLock { $0.begun = now } }

  /// Returns what names the watch that covers a moment, if it has done so for long enough.
  func cover(at now: Int64) -> Int64? {
    state.withLock { state in
      now < state.end && state.begun <= now - Self.patience ? state.begun : nil
    }
  }
}
