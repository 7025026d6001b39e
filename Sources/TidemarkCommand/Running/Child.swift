private import TidemarkBaselines

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// A process that the command started, in a process group of its own unless it owns the terminal.
struct Child {
  /// Where a child's output goes.
  enum Output {
    /// To a file; the standard input is empty.
    case file(String)
    /// Standard output to a file, the rest to the terminal's error stream.
    case standardOutputFile(String, errors: String)
    /// All of it to the terminal's error stream; the child shares terminal and process group.
    case errors
    /// To wherever the command's own output goes; the child shares terminal and process group.
    case inherited
  }

  private let pid: pid_t

  /// Starts a program that is looked up in `PATH`.
  static func spawn(
    _ arguments: [String], environment: [String: String], directory: String, output: Output
  ) throws -> Child {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    let flags = O_WRONLY | O_CREAT | O_APPEND
    switch output {
    case .file(let path):
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
      posix_spawn_file_actions_addopen(&actions, 1, path, flags, 0o666)
      posix_spawn_file_actions_adddup2(&actions, 1, 2)
    case .standardOutputFile(let path, let errors):
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
      posix_spawn_file_actions_addopen(&actions, 1, path, flags, 0o666)
      posix_spawn_file_actions_addopen(&actions, 2, errors, flags, 0o666)
    case .errors: posix_spawn_file_actions_adddup2(&actions, 2, 1)
    case .inherited: break
    }
    switch output {
    case .inherited, .errors: break
    case .file, .standardOutputFile:
      // Signals of the terminal reach the command alone, which ends the children in order.
      posix_spawnattr_setflags(
        &attributes, Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGMASK))
      var none = sigset_t()
      sigemptyset(&none)
      posix_spawnattr_setsigmask(&attributes, &none)
      posix_spawnattr_setpgroup(&attributes, 0)
    }

    // The call that changes the folder in the child is not in every C library. The command has one
    // thread, so it can go there itself for the moment.
    let here = open(".", O_RDONLY | O_CLOEXEC)
    defer { close(here) }
    if chdir(directory) != 0 { throw FileError(operation: "enter", path: directory, code: errno) }
    defer { fchdir(here) }

    let variables = environment.map { "\($0.key)=\($0.value)" }.sorted()
    let program = arguments.first ?? ""
    var pid: pid_t = 0
    let code = withCStrings(arguments) { arguments in
      withCStrings(variables) { variables in
        posix_spawnp(
          &pid, program, &actions, &attributes, arguments, variables)
      }
    }
    guard code == 0 else { throw ChildError(program: program, code: code) }
    return Child(pid: pid)
  }

  /// Returns how the child ended, or nil while it runs.
  func poll() -> ChildStatus? { wait(WNOHANG) }

  /// Waits for the end of the child.
  func wait() -> ChildStatus { wait(0) ?? .exited(127) }

  /// Ends the child and everything that it started, politely first.
  func stop(grace: Duration = .seconds(5)) {
    var family = ProcessTree.descendants(of: pid)
    kill(-pid, SIGINT)
    let signals = Interrupt.count
    let deadline = ContinuousClock.now + grace
    var isOver = false
    while !isOver, ContinuousClock.now < deadline, Interrupt.count == signals {
      isOver = poll() != nil
      if !isOver { usleep(20_000) }
    }
    if !isOver {
      family += ProcessTree.descendants(of: pid)
      kill(-pid, SIGKILL)
      _ = wait()
    }
    for process in family where process.isAlive { kill(process.pid, SIGKILL) }
  }

  private func wait(_ options: Int32) -> ChildStatus? {
    var status: Int32 = 0
    while true {
      let result = waitpid(pid, &status, options)
      if result == pid { return ChildStatus(waitStatus: status) }
      if result == 0 { return nil }
      if errno != EINTR { return .exited(127) }
      if options == 0, Interrupt.count > 1 { return nil }
    }
  }

  private static func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let pointers = strings.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
  }
}

/// A program that could not be started.
struct ChildError: Error, CustomStringConvertible {
  var program: String
  var code: Int32

  /// What failed and what to do next.
  var description: String {
    "cannot start \(program): \(String(cString: strerror(code))); "
      + "check that it is installed and in PATH"
  }
}
