private import Foundation
private import Synchronization

/// A watched program that obeys a test, with a folder of its own to publish in.
public final class WatchedProgram: Sendable {
  /// The program that obeys.
  public static let path = Program.folder + "/TidemarkWatched"

  /// Where it publishes, and where its orders come from.
  public let folder: String
  private let root: String
  private let orders: FileHandle
  private let program: Program
  private let isOver = Atomic(false)

  /// Starts the program.
  ///
  /// - Parameters:
  ///   - arguments: What it is to do.
  ///   - path: The program, or what starts it, in place of the one that obeys.
  ///   - folder: Where it publishes; without it, in a folder that is there only for it.
  ///   - variables: What else is in its environment.
  ///   - shell: What a shell does before it becomes the program.
  public init(
    _ arguments: String..., path: String = path, folder: String? = nil,
    variables: [String: String] = [:], shell: String = ":"
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
      ["/bin/sh", "-c", #"\#(shell); exec "$@" <"$0""#, pipe, path] + arguments,
      environment: environment.merging(variables) { $1 })
  }

  deinit {
    if !isOver.load(ordering: .relaxed) {
      kill(program.pid, SIGKILL)
      _ = try? program.finish()
    }
    try? FileManager.default.removeItem(atPath: root)
  }

  /// Ends what gives it orders, which ends the program.
  public func close() throws { try orders.close() }

  /// Its process.
  public var pid: Int { Int(program.pid) }

  /// The names of the files in its folder.
  public var files: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  /// What it has written until now.
  public var output: String { program.outputSoFar }

  /// Waits until it has written a line that begins with something, and returns that line.
  ///
  /// - Parameter length: How many characters of its output are of before.
  @discardableResult public func awaitLine(
    _ beginning: String, after length: Int = 0
  ) throws -> String {
    let deadline = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < deadline {
      // The last line may not be complete.
      for line in output.dropFirst(length).split(separator: "\n", omittingEmptySubsequences: false)
        .dropLast()
      where line.hasPrefix(beginning) { return String(line) }
      usleep(2000)
    }
    throw Silence(awaited: beginning, output: output)
  }

  /// Gives an order, and returns the line that it answers with.
  @discardableResult public func order(_ order: String, answer: String) throws -> String {
    let length = output.count
    try give(order)
    return try awaitLine(answer, after: length)
  }

  /// Gives an order.
  public func give(_ order: String) throws { try orders.write(contentsOf: Data("\(order)\n".utf8)) }

  /// Sends it a signal.
  public func signal(_ number: Int32) { kill(program.pid, number) }

  /// Waits for its end.
  public func finish() throws -> Program.Outcome {
    isOver.store(true, ordering: .relaxed)
    return try program.finish()
  }

  private static func makeRoot() throws -> String {
    let root =
      URL(fileURLWithPath: NSTemporaryDirectory()).resolvingSymlinksInPath().path
      + "/tidemark-live-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    return root
  }
}

/// A program did not say what a test waits for.
public struct Silence: Error {
  /// How the line was to begin.
  public var awaited: String
  /// What it said instead.
  public var output: String
}

/// Waits for a condition, up to a time that is long for any machine.
public func wait(until isMet: () throws -> Bool) throws {
  let deadline = ContinuousClock.now + .seconds(30)
  while try !isMet() {
    guard ContinuousClock.now < deadline else { throw Silence(awaited: "a condition", output: "") }
    usleep(2000)
  }
}
