#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// How a child process ended.
enum ChildStatus: Hashable {
  case exited(Int32)
  case signalled(Int32)

  /// Takes apart what `waitpid` says.
  init(waitStatus: Int32) {
    let number = waitStatus & 0x7F
    self = number == 0 ? .exited((waitStatus >> 8) & 0xFF) : .signalled(number)
  }

  /// Returns the usual name of a signal.
  static func name(ofSignal number: Int32) -> String {
    let names: [Int32: String] = [
      SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGHUP: "SIGHUP", SIGILL: "SIGILL",
      SIGINT: "SIGINT", SIGKILL: "SIGKILL", SIGPIPE: "SIGPIPE", SIGQUIT: "SIGQUIT",
      SIGSEGV: "SIGSEGV", SIGTERM: "SIGTERM", SIGTRAP: "SIGTRAP", SIGXCPU: "SIGXCPU",
    ]
    return names[number] ?? "signal \(number)"
  }
}
