#if canImport(FoundationEssentials)
  private import FoundationEssentials
#else
  private import Foundation
#endif

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// What the command learns from the process it runs in.
struct Host {
  /// The environment variables.
  var variables: [String: String]
  /// The working folder.
  var directory: String
  /// The file of the command or, where the system does not tell, the name it was called by.
  var program: String
  /// The words that it was called with, its own name first.
  var arguments: [String] = []

  /// The process's own.
  static var current: Host {
    var folder = "."
    if let path = getcwd(nil, 0) {
      folder = String(cString: path)
      free(path)
    }
    return Host(
      variables: ProcessInfo.processInfo.environment, directory: folder,
      program: Executable.path ?? CommandLine.arguments.first ?? "tidemark",
      arguments: CommandLine.arguments)
  }

  /// Whether this is a continuous integration run.
  var isContinuousIntegration: Bool {
    !["", "0", "false"].contains((variables["CI"] ?? "").lowercased())
  }

  /// Whether the user does not want colours, whatever the terminal can do.
  var refusesColor: Bool {
    !(variables["NO_COLOR"] ?? "").isEmpty || variables["TERM"] == "dumb"
  }

  /// How advice spells the command: what was built by `swift run` is in no `PATH`.
  var command: String { program.contains("/.build") ? "swift run tidemark" : "tidemark" }

  /// How a hint that is of use only here and now spells the command: as it was called.
  var invocation: String {
    guard arguments.first?.contains("/") == true else { return arguments.first ?? "tidemark" }
    // `swift run` starts what it has built by the full path, and itself is what the shell started.
    let isOfSwift = variables["_"]?.split(separator: "/").last == "swift"
    return isOfSwift && program.contains("/.build")
      ? "swift run tidemark" : Self.quoted(arguments[0])
  }

  /// Returns a word as a shell takes it for that word.
  static func quoted(_ word: String) -> String {
    let isPlain = word.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "/._-+:@%,=".contains($0))
    }
    return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }

  /// Returns a path as an absolute one.
  func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(directory)/\(path)"
  }
}
