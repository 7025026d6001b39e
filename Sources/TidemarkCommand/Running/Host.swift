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

  /// The process's own.
  static var current: Host {
    var folder = "."
    if let path = getcwd(nil, 0) {
      folder = String(cString: path)
      free(path)
    }
    return Host(
      variables: ProcessInfo.processInfo.environment, directory: folder,
      program: Executable.path ?? CommandLine.arguments.first ?? "tidemark")
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

  /// Returns a path as an absolute one.
  func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(directory)/\(path)"
  }
}
