import TidemarkBaselines

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// Shows what is appended to a file.
struct LogTail {
  let path: String
  private var offset = 0

  init(path: String) {
    self.path = path
  }

  /// Copies what is new to the error stream.
  mutating func show() {
    let bytes = Self.bytes(of: path, from: offset)
    offset += bytes.count
    try? Files.writeAll(bytes, to: STDERR_FILENO, path: "the error stream")
  }

  /// Returns the bytes of a file from an offset on; none when it cannot be read.
  static func bytes(of path: String, from offset: Int) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else { return [] }
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { return result }
      result.append(contentsOf: buffer[..<count])
    }
  }
}
