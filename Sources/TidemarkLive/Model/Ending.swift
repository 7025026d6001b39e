/// How it came that a process is not there any more, as far as that can be told.
package struct Ending: Hashable, Sendable {
  package enum Manner: Hashable, Sendable {
    /// With a status.
    case exited(Int32)
    /// By the signal of a number.
    case signalled(Int32)
    /// The process goes on, as the program of a path.
    case replaced(by: String)
    /// Nobody says, and why that is.
    case unknown(String?)
    /// As somebody else says, in words only.
    case told
  }

  package var manner: Manner
  /// In a sentence that names the process.
  package var description: String

  package init(of pid: Int, _ manner: Manner) {
    self.manner = manner
    description =
      switch manner {
      case .exited, .signalled:
        "process \(pid) has ended: \(Self.label(manner) ?? "")"
      case .replaced(let path): "process \(pid) has become another program: \(path)"
      case .unknown(let reason): "process \(pid) has ended" + (reason.map { "; \($0)" } ?? "")
      case .told: "process \(pid) is over"
      }
  }

  /// Takes what somebody else says of it.
  package init(_ description: String) {
    manner = .told
    self.description = description
  }

  /// The manner in a few words, `exit 3` or `SIGKILL`; nil where it is not known.
  package var label: String? { Self.label(manner) }

  private static func label(_ manner: Manner) -> String? {
    switch manner {
    case .exited(let status): "exit \(status)"
    case .signalled(let number): SignalName.of(number)
    case .replaced: "another program"
    case .unknown, .told: nil
    }
  }
}

extension Ending: CustomStringConvertible {}

extension Ending: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self.init(value) }
}

extension Ending.Manner {
  /// Takes apart what the system keeps for the parent.
  init(waitStatus: Int32) {
    let number = waitStatus & 0x7F
    self = number == 0 ? .exited((waitStatus >> 8) & 0xFF) : .signalled(number)
  }
}
