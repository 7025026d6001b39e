#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// A lock between processes, and between the threads of one: `flock` on a file that stays empty.
///
/// The system releases it when the holder ends, however it ends.
package struct FileLock: Sendable {
  /// The path of the file.
  package let path: String

  /// Creates a lock on a path; the file and its folder are made when they are needed.
  package init(path: String) {
    self.path = path
  }

  /// Waits for the lock and runs the body while holding it.
  package func withLock<Result>(_ body: () throws -> Result) throws -> Result {
    try Files.createFolder(Files.parent(of: path))
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    if descriptor < 0 { throw FileError.last("open the lock", path) }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
      if errno != EINTR { throw FileError.last("lock", path) }
    }
    return try body()
  }
}
