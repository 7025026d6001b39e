import Foundation
import TestSupport

@testable import TidemarkLedger

/// A watched program that obeys a test, with a folder of its own to publish in.
final class WatchedProgram: Sendable {
  static let path =
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    .path + "/TidemarkWatched"

  /// Where it publishes, and where its orders come from.
  let folder: String
  private let root: String
  private let orders: FileHandle
  private let program: Program

  /// Starts the program.
  ///
  /// - Parameters:
  ///   - arguments: What it is to do.
  ///   - folder: Where it publishes; without it, in a folder that is there only for it.
  ///   - variables: What else is in its environment.
  ///   - shell: What a shell does before it becomes the program.
  init(
    _ arguments: String..., folder: String? = nil, variables: [String: String] = [:],
    shell: String = ":"
  ) throws {
    root = try Self.makeRoot()
    self.folder = folder ?? root + "/published"
    let pipe = root + "/orders"
    guard mkfifo(pipe, 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
    // For both directions, so that nobody waits for anybody to open it.
    let descriptor = open(pipe, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { throw CocoaError(.fileReadUnknown) }
    orders = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var environment = ProcessInfo.processInfo.environment
    for name in ["TIDEMARK", "TIDEMARK_PUBLISH", "XDG_RUNTIME_DIR"] { environment[name] = nil }
    environment["TIDEMARK_DIR"] = self.folder
    program = try Program(
      ["/bin/sh", "-c", #"\#(shell); exec "$@" <"$0""#, pipe, Self.path] + arguments,
      environment: environment.merging(variables) { $1 })
  }

  deinit {
    kill(program.pid, SIGKILL)
    _ = try? program.finish()
    try? FileManager.default.removeItem(atPath: root)
  }

  var pid: Int { Int(program.pid) }

  /// The processes that are listed in its folder.
  func listed() throws -> [PublishedProcess] { try PublishedProcess.all(in: folder) }

  /// The names of the files in its folder.
  var files: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  /// What it has written until now.
  var output: String { program.outputSoFar }

  /// Waits until it has written a line that begins with something, and returns that line.
  @discardableResult func awaitLine(_ beginning: String) throws -> String {
    let deadline = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < deadline {
      // The last line may not be complete.
      for line in output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      where line.hasPrefix(beginning) { return String(line) }
      usleep(2000)
    }
    throw Silence(awaited: beginning, output: output)
  }

  /// Gives an order, and returns the line that it answers with.
  @discardableResult func order(_ order: String, answer: String) throws -> String {
    try give(order)
    return try awaitLine(answer)
  }

  func give(_ order: String) throws { try orders.write(contentsOf: Data("\(order)\n".utf8)) }

  func signal(_ number: Int32) { kill(program.pid, number) }

  /// Waits for its end.
  func finish() throws -> Program.Outcome { try program.finish() }

  private static func makeRoot() throws -> String {
    let root =
      URL(fileURLWithPath: NSTemporaryDirectory()).resolvingSymlinksInPath().path
      + "/tidemark-live-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    return root
  }
}

/// A program did not say what a test waits for.
struct Silence: Error {
  var awaited: String
  var output: String
}
