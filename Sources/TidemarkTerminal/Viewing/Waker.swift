#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#else
  private import Darwin
#endif

/// A pipe by which signals and other threads wake the loop.
final class Waker {
  let writeEnd: Int32
  private let readEnd: Int32

  init() throws(TerminalError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .lost }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    readEnd = ends[0]
    writeEnd = ends[1]
  }

  /// Wakes the loop that reads the other end; a full pipe wakes it, too.
  static func wake(_ descriptor: Int32) {
    var byte: UInt8 = 0
    _ = write(descriptor, &byte, 1)
  }

  /// Waits for a while until something can be read or somebody wakes.
  ///
  /// - Returns: Whether the descriptor can be read, or is at its end.
  func wait(for input: Int32, milliseconds: Int32) -> Bool {
    var waiting = [
      pollfd(fd: input, events: Int16(POLLIN), revents: 0),
      pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&waiting, 2, milliseconds) > 0 else { return false }
    if waiting[1].revents != 0 {
      var bytes = [UInt8](repeating: 0, count: 256)
      while read(readEnd, &bytes, bytes.count) > 0 {}
    }
    return waiting[0].revents != 0
  }
}
