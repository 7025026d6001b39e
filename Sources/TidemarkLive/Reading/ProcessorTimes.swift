import Synchronization

/// Processor time in user code and in the kernel, as finely as the system has it, and never less
/// than before.
///
/// The kernel splits the time in whole clock ticks, 10 ms for most, which is too coarse for an interval
/// of a fraction of a second; the sum it has in nanoseconds.
final class ProcessorTimes: Sendable {
  struct Split: Sendable {
    var user = 0
    var system = 0
  }

  private let last = Mutex(Split())

  /// Returns the split.
  ///
  /// - Parameters:
  ///   - status: the times in ticks.
  ///   - total: the sum of both from the process's clock.
  func split(_ status: ProcessStatus, total: Int?) -> Split {
    last.withLock { last in
      let ticks = status.userTime + status.systemTime
      let rest = max((total ?? ticks) - ticks, 0)
      last.system = max(last.system, status.systemTime)
      last.user = max(last.user, status.userTime + rest)
      return last
    }
  }
}
