private import Synchronization

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#else
  private import Darwin
#endif

/// The signals that concern a program with a screen: remembered, and told to the loop by a pipe.
enum SignalWatch {
  private static let pending = Atomic<UInt64>(0)
  private static let pipe = Atomic<Int32>(-1)
  private static let restorer = Atomic<UInt>(0)

  /// What the loop obeys when it can.
  private static let watched = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT]
  /// What ends the process at once; the terminal is given back first.
  private static let fatal = [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS]

  /// Begins to remember.
  ///
  /// - Parameter descriptor: Where a byte is written for each signal.
  static func install(waking descriptor: Int32) {
    // The atomics are made here, because a signal handler must not be the first to touch them.
    pending.store(0, ordering: .relaxed)
    pipe.store(descriptor, ordering: .relaxed)
    _ = restorer.load(ordering: .relaxed)
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in watched {
      sigaddset(&signals, number)
      install(number)
    }
    for number in fatal { installFatal(number) }
    signal(SIGPIPE, SIG_IGN)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// Gives the signals back.
  static func remove() {
    for number in watched + fatal + [SIGPIPE] { signal(number, SIG_DFL) }
    pipe.store(-1, ordering: .relaxed)
  }

  /// Returns the signals that came since the last call.
  static func take() -> Set<Int32> {
    let bits = pending.exchange(0, ordering: .acquiringAndReleasing)
    return Set((1..<64).filter { bits & (1 << UInt64($0)) != 0 })
  }

  /// Stops the process as the shell expects it, and returns when it goes on.
  static func stop() {
    signal(SIGTSTP, SIG_DFL)
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGTSTP)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    kill(0, SIGTSTP)
    install(SIGTSTP)
  }

  /// Says how the terminal is given back in a handler; nil when that is not needed.
  static func restoring(_ state: UnsafePointer<Terminal.Saved>?) {
    restorer.store(UInt(bitPattern: state), ordering: .releasing)
  }

  private static func install(_ number: Int32) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { number in
      let before = errno
      SignalWatch.pending.bitwiseOr(1 << UInt64(number), ordering: .relaxed)
      let descriptor = SignalWatch.pipe.load(ordering: .relaxed)
      var byte: UInt8 = 0
      if descriptor >= 0 { _ = write(descriptor, &byte, 1) }
      errno = before
    }
    sigaction(number, &action, nil)
  }

  private static func installFatal(_ number: Int32) {
    var action = sigaction()
    action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND)) | SA_NODEFER
    action.__sigaction_handler.sa_handler = { number in
      let address = SignalWatch.restorer.load(ordering: .acquiring)
      if let saved = UnsafePointer<Terminal.Saved>(bitPattern: address) {
        Terminal.giveBack(saved)
      }
      raise(number)
    }
    sigaction(number, &action, nil)
  }
}
