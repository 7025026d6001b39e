#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#else
  private import Darwin
#endif

/// A real terminal, in the state that a program with a screen needs, until it is given back.
final class Terminal {
  /// What has to be known to give a terminal back, also to a signal handler.
  struct Saved {
    var input: Int32
    var output: Int32
    /// What is written to give the screen back; read in a handler, which makes no global anew.
    fileprivate var leaving: StaticString
    fileprivate var mode: termios
  }

  /// The descriptor that keys are read from.
  let input: Int32
  private let output: Int32
  private let saved: UnsafeMutablePointer<Saved>
  private let ownsInput: Bool
  private(set) var isOpen = false

  /// The alternate screen without a cursor, lines that are not wrapped, marks around what is pasted.
  private static let enter = "\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l\u{1B}[?2004h"
  private static let leave: StaticString =
    "\u{1B}[?2026l\u{1B}[?2004l\u{1B}[?7h\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l"

  /// Takes the terminal of the standard streams.
  ///
  /// - Throws: When there is none to read keys from.
  init() throws(TerminalError) {
    output = STDOUT_FILENO
    var mode = termios()
    if isatty(STDIN_FILENO) == 1 {
      input = STDIN_FILENO
      ownsInput = false
    } else {
      // The standard input may be a pipe; the keyboard is still there.
      input = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
      ownsInput = true
    }
    guard input >= 0, tcgetattr(input, &mode) == 0 else { throw .noKeyboard }
    saved = .allocate(capacity: 1)
    saved.initialize(to: Saved(input: input, output: output, leaving: Self.leave, mode: mode))
  }

  deinit {
    leave()
    if ownsInput { close(input) }
    saved.deinitialize(count: 1)
    saved.deallocate()
  }

  /// Takes the screen and the keyboard.
  func begin() throws(TerminalError) {
    var mode = saved.pointee.mode
    cfmakeraw(&mode)
    SignalWatch.restoring(saved)
    isOpen = true
    while tcsetattr(input, TCSADRAIN, &mode) != 0 {
      guard errno == EINTR else { throw .lost }
    }
    try write(Array(Self.enter.utf8))
  }

  /// Gives the screen and the keyboard back as they were.
  func leave() {
    guard isOpen else { return }
    isOpen = false
    Self.giveBack(saved)
    SignalWatch.restoring(nil)
  }

  /// Gives a terminal back; may be called in a signal handler.
  static func giveBack(_ saved: UnsafePointer<Saved>) {
    _ = saved.pointee.leaving.withUTF8Buffer { bytes in
      #if canImport(Glibc)
        Glibc.write(saved.pointee.output, bytes.baseAddress, bytes.count)
      #elseif canImport(Musl)
        Musl.write(saved.pointee.output, bytes.baseAddress, bytes.count)
      #else
        Darwin.write(saved.pointee.output, bytes.baseAddress, bytes.count)
      #endif
    }
    var mode = saved.pointee.mode
    // What was typed for the program is not for the shell.
    tcsetattr(saved.pointee.input, TCSAFLUSH, &mode)
  }

  /// The size as the terminal says it; 80×24 where it doesn't.
  var size: TerminalSize {
    var size = winsize()
    guard ioctl(output, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
      return TerminalSize(columns: 80, rows: 24)
    }
    // A size that no screen has is a mistake, and no reason to fill the memory.
    return TerminalSize(columns: min(Int(size.ws_col), 1000), rows: min(Int(size.ws_row), 500))
  }

  /// Writes all of some bytes.
  ///
  /// - Throws: `lost` when there is nobody to read them any more, `interrupted` when a signal came
  ///   while the terminal took nothing.
  func write(_ bytes: [UInt8]) throws(TerminalError) {
    try Self.write(bytes, to: output)
  }

  static func write(_ bytes: [UInt8], to output: Int32) throws(TerminalError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { bytes in
        #if canImport(Glibc)
          Glibc.write(output, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
          Musl.write(output, bytes.baseAddress, bytes.count)
        #else
          Darwin.write(output, bytes.baseAddress, bytes.count)
        #endif
      }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if count < 0, errno == EINTR {
        throw .interrupted
      } else if count < 0, errno == EAGAIN {
        var waiting = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
        if poll(&waiting, 1, 1000) < 0, errno == EINTR { throw .interrupted }
      } else {
        throw .lost
      }
    }
  }

  /// Returns the bytes that were typed.
  ///
  /// - Throws: `lost` when the terminal is gone.
  func read() throws(TerminalError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 1024)
    #if canImport(Glibc)
      let count = Glibc.read(input, &bytes, bytes.count)
    #elseif canImport(Musl)
      let count = Musl.read(input, &bytes, bytes.count)
    #else
      let count = Darwin.read(input, &bytes, bytes.count)
    #endif
    if count > 0 { return Array(bytes[..<count]) }
    if count < 0, errno == EINTR || errno == EAGAIN { return [] }
    throw .lost
  }
}

/// Why there is no terminal to show anything on.
package enum TerminalError: Error, Hashable, Sendable {
  case noKeyboard
  /// Nobody reads what is written, or nobody is there to type.
  case lost
  /// A signal came; what was written may be half a screen.
  case interrupted
}

extension TerminalError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noKeyboard: "there is no terminal to read keys from"
    case .lost: "the terminal is gone"
    case .interrupted: "a signal came"
    }
  }
}
