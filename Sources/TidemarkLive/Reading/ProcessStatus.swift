#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// The line of `/proc/PID/stat`.
struct ProcessStatus: Hashable, Sendable {
  /// The letter for the state: `T` is stopped, `Z` and `X` are dead.
  var state: Character
  /// Nanoseconds of processor time in user code and in the kernel, in whole clock ticks.
  var userTime: Int
  var systemTime: Int
  var threads: Int
  /// When the process started, in clock ticks since the system did.
  var start: UInt64
  /// What the process has ended with, as its parent gets it; zero, too, for who may not see it.
  var exitStatus: Int32?

  var isStopped: Bool { state == "T" || state == "t" }
  /// Whether nothing of it runs any more; its first thread may end before others do.
  var isDead: Bool { (state == "Z" || state == "X") && threads <= 1 }

  init?(_ text: String) {
    // The name in parentheses may contain anything.
    guard let end = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: end)...].split { $0 == " " || $0 == "\n" }
    guard fields.count > 19, let state = fields[0].first, let user = Int(fields[11]),
      let system = Int(fields[12]), let threads = Int(fields[17]), let start = UInt64(fields[19])
    else { return nil }
    let tick = 1_000_000_000 / Self.ticks
    self.state = state
    userTime = user * tick
    systemTime = system * tick
    self.threads = threads
    self.start = start
    exitStatus = fields.count > 49 ? Int32(fields[49]) : nil
  }

  /// Clock ticks in a second.
  static let ticks = max(Int(sysconf(CInt(_SC_CLK_TCK))), 1)
}
