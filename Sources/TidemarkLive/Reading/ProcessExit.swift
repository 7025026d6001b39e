private import CTidemarkLive

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// Holds on to a process that this one did not start, to learn how it ends.
///
/// What a process ends with is meant for its parent. The system shows it to others of the same user
/// until the parent has taken it, and from Linux 6.15 on to whoever held on to the process by then.
final class ProcessExit: Sendable {
  /// Becomes readable when the process ends; -1 where the system has no such thing.
  let descriptor: CInt
  private let pid: Int

  init(pid: Int) {
    self.pid = pid
    descriptor = tidemark_openProcess(CInt(pid))
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Returns how the process ended.
  ///
  /// - Parameter remains: What the system says of it while its parent has not taken notice; nil when
  ///   there is nothing left of it.
  func manner(_ remains: ProcessStatus?) -> Ending.Manner {
    var status: CInt = 0
    if tidemark_takeExitStatus(descriptor, &status) { return .init(waitStatus: status) }
    if let status = remains?.exitStatus, status != 0 || isShown {
      return .init(waitStatus: status)
    }
    return .unknown("with what, only its parent is told: Linux shows it to others from 6.15 on")
  }

  /// Whether a status of zero is one, and not what stands there for those who may not see it.
  ///
  /// The link to the executable takes the same permission, and is missing only to who has that.
  private var isShown: Bool {
    var buffer = [CChar](repeating: 0, count: 1)
    return readlink("/proc/\(pid)/exe", &buffer, 1) < 0 && errno == ENOENT
  }
}
