#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// Runs the toolchain's `llvm-symbolizer` over addresses of one image.
package struct SymbolizerTool: Sendable {
  /// Where the program is, or nil when there is none.
  package var path: String?
  /// How long it may take to answer, in nanoseconds.
  package var limit: Int
  /// Who opens and closes the pipe to it.
  package var pipes: Pipes

  /// What is found at an address.
  package struct Answer: Hashable, Sendable {
    package var symbol: String?
    package var file: String?
    package var line: Int?
  }

  /// Opens and closes pipes that no other program inherits.
  package struct Pipes: Sendable {
    package var open: @Sendable (inout [CInt]) -> Bool
    package var close: @Sendable (CInt) -> Void

    package init(
      open: @escaping @Sendable (inout [CInt]) -> Bool, close: @escaping @Sendable (CInt) -> Void
    ) {
      self.open = open
      self.close = close
    }

    /// Pipes of which nobody keeps account.
    package static let plain = Pipes(
      open: { openPipe(&$0) }, close: { closeDescriptor($0) })
  }

  package init(path: String?, limit: Int = 60_000_000_000, pipes: Pipes = .plain) {
    self.path = path
    self.limit = limit
    self.pipes = pipes
  }

  /// Returns where the tool is: in one of the folders of `PATH`, or beside a Swift runtime.
  ///
  /// - Parameter runtime: The path of `libswiftCore.so`.
  package static func path(besideRuntime runtime: String?) -> String? {
    var folders =
      getenv("PATH").map { String(cString: $0).split(separator: ":").map(String.init) } ?? []
    if let runtime {
      // From usr/lib/swift/linux to usr/bin.
      let parts = runtime.split(separator: "/").dropLast(4)
      folders.append("/" + parts.joined(separator: "/") + "/bin")
    }
    return folders.map { $0 + "/llvm-symbolizer" }.first { access($0, X_OK) == 0 }
  }

  /// Returns the frames at each offset, nothing when there is no tool, or nil when it fails.
  ///
  /// It is tried a second time: a process that is short of descriptors now may not be soon. One that
  /// takes too long is ended, and not tried again.
  package func run(image: String, offsets: [UInt64]) -> [[Answer]]? {
    guard let tool = path else { return [] }
    let arguments =
      [tool, "--obj=\(image)", "--functions=linkage", "--no-demangle", "--output-style=LLVM"]
      + offsets.map { "0x" + String($0, radix: 16) }
    let deadline = monotonicNanoseconds() + limit
    for _ in 0..<2 where monotonicNanoseconds() < deadline {
      guard let output = capture(arguments, until: deadline) else { continue }
      let blocks = Self.parse(output)
      return blocks.count == offsets.count ? blocks : []
    }
    return nil
  }

  /// Reads blocks of pairs of lines, function and place, that end with an empty line.
  static func parse(_ output: String) -> [[Answer]] {
    var blocks: [[Answer]] = []
    var block: [Answer] = []
    var function: Substring?
    for line in output.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty {
        if !block.isEmpty { blocks.append(block) }
        block = []
        function = nil
      } else if let symbol = function {
        block.append(answer(symbol: symbol, place: line))
        function = nil
      } else {
        function = line
      }
    }
    if !block.isEmpty { blocks.append(block) }
    return blocks
  }

  private static func answer(symbol: Substring, place: Substring) -> Answer {
    // The place is file:line:column, and the file may contain colons itself.
    let parts = place.split(separator: ":", omittingEmptySubsequences: false)
    var answer = Answer(symbol: symbol == "??" ? nil : String(symbol))
    guard parts.count >= 3, let line = Int(parts[parts.count - 2]), line > 0 else { return answer }
    let file = parts.dropLast(2).joined(separator: ":")
    guard !file.hasPrefix("??"), file != "<compiler-generated>", !file.hasSuffix("/<stdin>") else {
      return answer
    }
    answer.file = file
    answer.line = line
    return answer
  }

  private func capture(_ arguments: [String], until deadline: Int) -> String? {
    var ends: [CInt] = [0, 0]
    guard pipes.open(&ends) else { return nil }
    defer { pipes.close(ends[0]) }
    var actions: posix_spawn_file_actions_t = .init()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var pid: pid_t = 0
    var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    // The tool must not measure itself, nor write its figures where ours go.
    let status = posix_spawn(&pid, arguments[0], &actions, nil, pointers, environ)
    pipes.close(ends[1])
    guard status == 0 else { return nil }
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      guard waitForInput(ends[0], until: deadline) else {
        kill(pid, SIGKILL)
        break
      }
      let count = read(ends[0], &buffer, buffer.count)
      if count > 0 {
        output.append(contentsOf: buffer[..<count])
      } else if count < 0, errno == EINTR {
        continue
      } else {
        break
      }
    }
    var result: CInt = 0
    while waitpid(pid, &result, 0) < 0, errno == EINTR {}
    return result == 0 ? String(decoding: output, as: UTF8.self) : nil
  }
}

private func openPipe(_ ends: inout [CInt]) -> Bool {
  #if canImport(Glibc)
    // A pair of sockets, because the C library does not show Swift its `pipe2`.
    socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0
  #else
    pipe(&ends) == 0
  #endif
}

private func closeDescriptor(_ descriptor: CInt) { _ = close(descriptor) }

/// Returns whether there is something to be read, or the end, before a moment on the monotonic clock.
private func waitForInput(_ descriptor: CInt, until deadline: Int) -> Bool {
  var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
  while true {
    let left = (deadline - monotonicNanoseconds() + 999_999) / 1_000_000
    guard left > 0 else { return false }
    let count = poll(&wanted, 1, CInt(clamping: left))
    if count > 0 || (count < 0 && errno != EINTR) { return true }
  }
}

/// Returns the time on the monotonic clock, in nanoseconds.
private func monotonicNanoseconds() -> Int {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return Int(now.tv_sec) * 1_000_000_000 + Int(now.tv_nsec)
}
