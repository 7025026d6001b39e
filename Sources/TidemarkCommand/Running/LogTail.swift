import TidemarkBaselines

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// Follows what is appended to a file.
struct LogTail {
  let path: String
  /// Whether what is new is copied to the error stream.
  let isShown: Bool
  /// The last whole line that is not blank.
  private(set) var line: String?
  private var offset = 0
  private var rest: [UInt8] = []

  init(path: String, isShown: Bool = false) {
    self.path = path
    self.isShown = isShown
  }

  /// Reads what is new.
  mutating func follow() {
    let bytes = Self.bytes(of: path, from: offset)
    offset += bytes.count
    if isShown { try? Files.writeAll(bytes, to: STDERR_FILENO, path: "the error stream") }
    var lines = (rest + bytes).split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    rest = Array(lines.popLast() ?? [])
    let words = lines.reversed().lazy.map { String(decoding: $0, as: UTF8.self) }
    line = words.first { $0.contains { !$0.isWhitespace } } ?? line
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
