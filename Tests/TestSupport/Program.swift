private import CTestSupport
private import Foundation

/// A program that a test starts.
///
/// Foundation's `Process` serves a child from a thread and from the run loop of whoever waits, and
/// makes both when they are needed first. What a test allocates would depend on which tests used the
/// same thread before.
public final class Program: Sendable {
  /// How a program ended.
  public struct Outcome: Sendable {
    /// The exit status, or 128 and the number of the signal that ended the program.
    public var code: Int32
    /// What it wrote to its standard output.
    public var output: String
    /// What it wrote to its standard error.
    public var errors: String
  }

  /// The folder of the programs that are built with the tests.
  public static let folder =
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    .path

  /// The program's process.
  public let pid: Int32
  private let outputs: String

  /// Starts a program, whose standard input is empty.
  ///
  /// - Parameters:
  ///   - arguments: The path of the program, which is looked up in no `PATH`, and its arguments.
  ///   - folder: Where it runs; without one, where the test does.
  ///   - environment: Its variables; without them, those of the test.
  public init(
    _ arguments: [String], in folder: String? = nil, environment: [String: String]? = nil
  ) throws {
    outputs = NSTemporaryDirectory() + "tidemark-program-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: outputs, withIntermediateDirectories: true)
    let variables = environment ?? ProcessInfo.processInfo.environment
    // The shell goes to the folder and becomes the program.
    let inFolder = folder.map { ["/bin/sh", "-c", #"cd "$0" && exec "$@""#, $0] } ?? []
    pid = Self.withCStrings(inFolder + arguments) { [outputs] arguments in
      Self.withCStrings(variables.map { "\($0.key)=\($0.value)" }.sorted()) { variables in
        test_start(arguments, variables, outputs + "/output", outputs + "/errors")
      }
    }
    guard pid > 0 else { throw CocoaError(.fileNoSuchFile) }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: outputs)
  }

  /// Waits until the program is over.
  public func finish() throws -> Outcome {
    let code = test_wait(pid)
    return Outcome(code: code, output: try read("output"), errors: try read("errors"))
  }

  /// What it has written to its standard output until now.
  public var outputSoFar: String { (try? read("output")) ?? "" }

  /// What it has written to the error stream until now.
  public var errorsSoFar: String { (try? read("errors")) ?? "" }

  /// Runs a program to its end.
  public static func run(
    _ arguments: [String], in folder: String? = nil, environment: [String: String]? = nil
  ) throws -> Outcome {
    try Program(arguments, in: folder, environment: environment).finish()
  }

  private func read(_ name: String) throws -> String {
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(outputs)/\(name)"))
    return String(decoding: data, as: UTF8.self)
  }

  private static func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let pointers = strings.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
  }
}
