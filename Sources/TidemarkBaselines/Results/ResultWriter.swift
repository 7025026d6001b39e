#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// Appends lines to a result file, from any thread; each is on the disk's way before the call ends.
///
/// A line is one `write` to a file opened for appending, so that a process that is killed leaves
/// whole lines and at most one that is cut off.
package final class ResultWriter: Sendable {
  /// The path of the file.
  package let path: String
  private let descriptor: Int32
  private let isCut = Guarded(false)

  /// Opens a file for appending and writes what the process says of itself.
  package init(path: String, run: ResultRun) throws {
    self.path = path
    try Files.createFolder(Files.parent(of: path))
    descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
    if descriptor < 0 { throw FileError.last("write", path) }
    try append(.run(run))
  }

  deinit { close(descriptor) }

  /// Appends a line.
  package func append(_ line: ResultLine) throws {
    let bytes = try line.bytes()
    try isCut.withLock { isCut in
      // After a line that the disk had no room for, a newline keeps the next one whole.
      let bytes = isCut ? [UInt8(ascii: "\n")] + bytes : bytes
      isCut = true
      try Files.writeAll(bytes, to: descriptor, path: path)
      isCut = false
    }
  }
}
