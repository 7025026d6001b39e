import TidemarkBaselines

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// Runs other programs to their end, with progress, and ends them when the command is to stop.
final class Errand {
  /// What a program that was run to its end left.
  struct Result {
    var status: ChildStatus
    /// The file with what it printed for people.
    var log: String
  }

  let progress: ProgressLine
  /// The folder for outputs.
  let folder: String
  /// Whether what programs print is shown as it comes.
  let isVerbose: Bool
  private let variables: [String: String]
  private var count = 0

  init(_ host: Host, folder: String, progress: ProgressLine, isVerbose: Bool) {
    self.folder = folder
    self.progress = progress
    self.isVerbose = isVerbose
    // In a hook of git, these lead every git of any folder to the user's checkout and its index.
    variables = host.variables.filter { name, _ in
      !name.hasPrefix("GIT_") || ["GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSL_CAINFO"].contains(name)
    }
  }

  /// Runs a program whose output is for people.
  ///
  /// - Parameters:
  ///   - removing: The variables that it does not get.
  ///   - detail: What the progress line adds, given the last line of the output.
  func run(
    _ arguments: [String], in directory: String, adding: [String: String] = [:],
    removing: Set<String> = [], timeout: Duration? = nil, detail: ((String) -> String)? = nil
  ) throws -> Result {
    let log = path("log")
    var environment = variables.filter { !removing.contains($0.key) }
    environment.merge(adding) { $1 }
    let child = try Child.spawn(
      arguments, environment: environment, directory: directory, output: .file(log))
    return Result(
      status: try wait(child, log: log, timeout: timeout, detail: detail), log: log)
  }

  /// Runs a program whose standard output is data.
  ///
  /// - Parameter obeysInterrupt: Whether it ends when the command is to stop; what tidies up does not.
  /// - Returns: How it ended, the data, and what it printed for people.
  func ask(
    _ arguments: [String], in directory: String, obeysInterrupt: Bool = true
  ) throws -> (status: ChildStatus, output: [UInt8], errors: String) {
    let output = path("out")
    let log = path("log")
    let child = try Child.spawn(
      arguments, environment: variables, directory: directory,
      output: .standardOutputFile(output, errors: log))
    let status =
      obeysInterrupt ? try wait(child, log: log, timeout: nil, detail: nil) : child.wait()
    return (status, try Files.read(output) ?? [], Self.text(log))
  }

  /// Shows what a failed program printed.
  func show(_ log: String) {
    if !isVerbose { Console.error(Self.text(log), terminator: "") }
  }

  /// Returns a path for a new file.
  func path(_ suffix: String) -> String {
    count += 1
    return "\(folder)/\(count).\(suffix)"
  }

  /// Returns the text of a file.
  static func text(_ path: String) -> String {
    String(decoding: (try? Files.read(path)).flatMap { $0 } ?? [], as: UTF8.self)
  }

  private func wait(
    _ child: Child, log: String, timeout: Duration?, detail: ((String) -> String)?
  ) throws -> ChildStatus {
    var tail = LogTail(path: log, isShown: isVerbose)
    var pause: UInt32 = 1_000
    let begin = ContinuousClock.now
    while true {
      if let status = child.poll() {
        tail.follow()
        return status
      }
      tail.follow()
      if let detail { progress.show(detail(tail.line ?? "")) }
      if let number = Interrupt.signalNumber {
        child.stop()
        progress.abandon()
        throw Interrupted(signalNumber: number, running: [])
      }
      if let timeout, ContinuousClock.now - begin > timeout {
        child.stop()
        progress.abandon()
        throw ProgramHangs(timeout: timeout, log: log)
      }
      usleep(pause)
      pause = min(pause * 2, 100_000)
    }
  }
}

/// A program that did not end in time.
struct ProgramHangs: Error, CustomStringConvertible {
  var timeout: Duration
  var log: String

  var description: String {
    "not done after \(timeout.components.seconds) s; the output is in \(log)"
  }
}
