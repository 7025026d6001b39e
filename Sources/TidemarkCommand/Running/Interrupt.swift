private import Synchronization

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// The signals that ask the command to stop, remembered until it is safe to obey.
enum Interrupt {
  private static let received = Atomic<Int32>(0)
  private static let total = Atomic<Int>(0)

  /// Starts to remember instead of dying, so that the tests are ended and the files removed first.
  static func install() {
    // The atomics are made here, because a signal handler must not be the first to touch them.
    received.store(0, ordering: .relaxed)
    total.store(0, ordering: .relaxed)
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      sigaddset(&signals, number)
      signal(number) { number in
        Interrupt.received.store(number, ordering: .relaxed)
        Interrupt.total.add(1, ordering: .relaxed)
      }
    }
    // A parent with threads of its own may have started this process with signals blocked.
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// The last signal that came, or nil.
  static var signalNumber: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// How many came: a second one means that the user does not want to wait.
  static var count: Int { total.load(ordering: .relaxed) }
}

/// The end of a command that was asked to stop.
struct Interrupted: Error, Equatable {
  /// The signal.
  var signalNumber: Int32
  /// The tests that were running.
  var running: [String]

  /// The status with which a shell expects a command to end after a signal.
  var exitCode: Int32 { 128 + signalNumber }
}
