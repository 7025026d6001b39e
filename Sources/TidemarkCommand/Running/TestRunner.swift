import TidemarkBaselines

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// Builds the tests and runs them, with progress, and ends them when the command is asked to stop.
struct TestRunner {
  let host: Host
  let workspace: Workspace
  let arguments: TestArguments
  let folder: RunFolder
  let progress: ProgressLine
  /// Whether the output of the tests is shown as it comes.
  var isVerbose = false
  /// After how long without a test that begins or ends a run is given up.
  var timeout: Duration?
  /// Where tests with a finding and tests that hang are recorded.
  let kept: KeptRecordings

  /// Builds the tests unless the user did.
  ///
  /// - Returns: Whether they can be run; if not, the compiler's output has been shown.
  func build() throws -> Bool {
    guard arguments.wantsBuild else { return true }
    progress.begin("building")
    let log = "\(folder.path)/build.log"
    let status = try execute(arguments.build, results: nil, output: .file(log), log: log)
    progress.end()
    if status != .exited(0) { showLog(log) }
    return status == .exited(0)
  }

  /// Runs all tests of the user's choice.
  ///
  /// - Parameter isDetailed: Whether the call sites behind the figures are counted, too.
  func run(_ name: String, mode: String, isDetailed: Bool = false) throws -> TestRun {
    var variables = ["TIDEMARK": mode]
    if isDetailed { variables["TIDEMARK_DETAIL"] = "1" }
    var run = try run(name, arguments.test, variables)
    if run.results.measured.isEmpty, run.results.problems.isEmpty,
      let output = try Files.read(run.log).map({ String(decoding: $0, as: UTF8.self) }),
      let reason = SilentRun.reason(output: output, arguments: arguments)
    {
      run.results.problems.append(reason)
    }
    return run
  }

  /// Runs tests again in fresh processes, to see whether a rise is still there.
  ///
  /// - Parameters:
  ///   - filters: The tests; without any, all of them.
  ///   - isSerial: Whether no two tests run at the same time.
  ///   - isDetailed: Whether the call sites behind the figures are counted, too.
  ///   - isRecorded: Whether the transitions of each test are kept in `recordings`.
  func rerun(
    _ name: String, filters: [String] = [], isSerial: Bool = false, isDetailed: Bool,
    isRecorded: Bool = false
  ) throws -> TestRun {
    var variables = ["TIDEMARK": "check"]
    if isDetailed { variables["TIDEMARK_DETAIL"] = "1" }
    if isRecorded {
      try Files.createFolder(recordings)
      variables["TIDEMARK_RECORD"] = recordings
      variables["TIDEMARK_PUBLISH"] = "1"
      variables["TIDEMARK_DIR"] = published
    }
    return try run(name, arguments.rerun(filters: filters, isSerial: isSerial), variables)
  }

  /// Where the tests of a re-run put what they recorded.
  var recordings: String { "\(folder.path)/recordings" }
  /// Where test processes show their ledgers.
  private var published: String { "\(folder.path)/published" }

  /// Returns the names of all tests in the code, as `swift test list` prints them.
  func list() throws -> String? {
    progress.begin("listing the tests")
    let output = "\(folder.path)/list.txt"
    let errors = "\(folder.path)/list.log"
    let status = try execute(
      arguments.list, results: nil, output: .standardOutputFile(output, errors: errors),
      log: errors)
    progress.end()
    guard status == .exited(0) else {
      showLog(errors)
      return nil
    }
    return String(decoding: try Files.read(output) ?? [], as: UTF8.self)
  }

  /// Shows what a failed run printed.
  func showLog(_ path: String) {
    guard !isVerbose, let bytes = try? Files.read(path) else { return }
    Console.error(String(decoding: bytes, as: UTF8.self), terminator: "")
  }

  private func run(
    _ name: String, _ arguments: [String], _ variables: [String: String]
  ) throws -> TestRun {
    let label = name.split(separator: " ").joined(separator: "-")
    let results = "\(folder.path)/\(label)"
    let log = "\(results).log"
    try Files.createFolder(results)
    progress.begin(name)
    let watch = ResultWatch(folder: results)
    let status = try execute(
      arguments, variables: variables.merging(["TIDEMARK_RESULTS": results]) { $1 },
      results: watch, output: .file(log), log: log)
    watch.look()
    progress.show(watch.state)
    progress.end(tests: watch.state.finished)
    return TestRun(results: RunResults(folder: results), status: status, log: log)
  }

  private func execute(
    _ arguments: [String], variables: [String: String] = ["TIDEMARK": "off"],
    results: ResultWatch?, output: Child.Output, log: String
  ) throws -> ChildStatus {
    var environment = host.variables
    for name in ["TIDEMARK_RESULTS", "TIDEMARK_DETAIL", "TIDEMARK_RECORD"] {
      environment[name] = nil
    }
    environment["SWIFT_DETERMINISTIC_HASHING"] = "1"
    // A relative path means another folder to a child that runs at the root of the package.
    if !(environment[BaselineStore.variable] ?? "").isEmpty {
      environment[BaselineStore.variable] = workspace.store.folder
    }
    environment.merge(variables) { $1 }
    let hangs =
      timeout == nil || results == nil
      ? nil : HangWatch(folder: published, root: workspace.root, kept: kept)
    if let hangs { environment.merge(hangs.variables) { $1 } }
    var tail = LogTail(path: log, isShown: isVerbose)
    let child = try Child.spawn(
      arguments, environment: environment, directory: workspace.root, output: output)
    var pause: UInt32 = 2_000
    var lastChange = ContinuousClock.now
    while true {
      if let status = child.poll() {
        tail.follow()
        return status
      }
      tail.follow()
      if let results {
        if results.look() { lastChange = .now }
        progress.show(results.state)
      } else if let line = tail.line {
        progress.show(line)
      }
      if let number = Interrupt.signalNumber {
        child.stop()
        progress.abandon()
        throw Interrupted(signalNumber: number, running: results?.state.running ?? [])
      }
      if let timeout, let hangs, let results {
        let silence = ContinuousClock.now - lastChange
        // What happens until the end of the patience is what a person wants to see.
        if silence > timeout / 2 { hangs.listen() }
        if silence > timeout {
          let running = results.state.running
          let dump = hangs.dump(running: running)
          child.stop()
          progress.abandon()
          throw TestsHang(running: running, timeout: timeout, log: log, dump: dump)
        }
      }
      usleep(pause)
      pause = min(pause * 2, 100_000)
    }
  }
}

/// A run in which no test began or ended for too long.
struct TestsHang: Error, CustomStringConvertible {
  var running: [String]
  var timeout: Duration
  var log: String
  /// What the test processes were like.
  var dump = HangDump()

  /// What hangs, where to look, and what the test processes were like.
  var description: String {
    problem + (dump.lines + dump.files.map { "  \($0)" }).map { "\n\($0)" }.joined()
  }

  /// What hangs and where everything is that is known of it, on a line for a report.
  var summary: String { ([problem] + dump.files).joined(separator: "; ") }

  private var problem: String {
    let tests = running.isEmpty ? "no test" : FigureText.some(running)
    return "the tests hang: nothing happened for \(timeout.components.seconds) s while \(tests) "
      + "was running; the output is in \(log)"
  }
}
