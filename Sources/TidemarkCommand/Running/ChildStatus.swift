import TidemarkLive

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
  static func name(ofSignal number: Int32) -> String { SignalName.of(number) }
}
