import TidemarkBaselines

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// The two streams: results on the standard output, everything about getting them on the other.
enum Console {
  /// Writes to the standard output.
  static func output(_ text: String, terminator: String = "\n") throws {
    try Files.writeAll(
      Array((text + terminator).utf8), to: STDOUT_FILENO, path: "the standard output")
  }

  /// Writes to the error stream.
  static func error(_ text: String, terminator: String = "\n") {
    // There is nowhere left to say that this failed.
    try? Files.writeAll(
      Array((text + terminator).utf8), to: STDERR_FILENO, path: "the error stream")
  }

  /// Writes a remark that does not change the verdict.
  static func warning(_ text: String) { error("tidemark: warning: \(text)") }

  /// Whether the standard output is a terminal.
  static var isOutputTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Whether the error stream is a terminal.
  static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// The columns of the terminal, or nil when there is none.
  static var width: Int? {
    for stream in [STDOUT_FILENO, STDERR_FILENO] {
      var size = winsize()
      if ioctl(stream, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    }
    return nil
  }

  /// How long a line of a list may be: what another program reads is not cut.
  static var lineWidth: Int { isOutputTerminal ? width ?? 80 : 10_000 }
}
