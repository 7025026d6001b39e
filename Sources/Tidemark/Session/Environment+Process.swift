private import CTidemarkHarness
private import Foundation
package import TidemarkBaselines

extension Environment {
  /// What the figures of this process depend on.
  ///
  /// - Parameters:
  ///   - library: the library that runs the tests.
  ///   - arguments: the arguments of the process, which say whether tests run side by side.
  ///   - variables: the environment of the process.
  package static func ofProcess(
    library: TestLibrary, arguments: [String] = CommandLine.arguments,
    variables: [String: String] = ProcessInfo.processInfo.environment
  ) -> Environment {
    Environment(
      platform: "\(system)-\(processor)", swift: compiler,
      // A sanitizer makes other code, whose bands are others.
      configuration: configuration + (Bracket.isSanitized ? "-sanitized" : ""),
      mode: mode(library, arguments, variables), poolWidth: poolWidth)
  }

  /// XCTest runs one test at a time in a process; Swift Testing runs all side by side by default.
  private static func mode(
    _ library: TestLibrary, _ arguments: [String], _ variables: [String: String]
  ) -> String {
    if library == .xctest { return runsOneCase(arguments) ? "isolated" : "serial" }
    let width = variables["SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH"]
    return arguments.contains("--no-parallel") || width == "1" ? "serial" : "parallel"
  }

  /// Whether the process runs a single XCTest test, as each does under `swift test --parallel`.
  ///
  /// Such a test pays for everything that a process makes once. SwiftPM names the tests in the only
  /// argument, `Target.Class/method`, with commas between them.
  private static func runsOneCase(_ arguments: [String]) -> Bool {
    guard arguments.count == 2, let tests = arguments.last else { return false }
    return tests.contains("/") && !tests.contains(",")
  }

  /// How many threads the cooperative pool has: as many as the process may use processors.
  ///
  /// Dispatch asks for the affinity, which a container or `taskset` may have narrowed; the number of
  /// processors that are online does not show that.
  private static var poolWidth: Int {
    let usable = Int(tidemark_usableProcessors())
    return usable > 0 ? usable : ProcessInfo.processInfo.activeProcessorCount
  }

  private static var system: String {
    #if os(Linux)
      "linux"
    #elseif os(macOS)
      "macos"
    #elseif os(Windows)
      "windows"
    #else
      "other"
    #endif
  }

  private static var processor: String {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "aarch64"
    #else
      "other"
    #endif
  }

  private static var configuration: String {
    #if DEBUG
      "debug"
    #else
      "release"
    #endif
  }

  // The package is built by the toolchain whose runtime is measured.
  private static var compiler: String {
    #if compiler(>=6.6)
      "6.6"
    #elseif compiler(>=6.5)
      "6.5"
    #elseif compiler(>=6.4)
      "6.4"
    #elseif compiler(>=6.3)
      "6.3"
    #elseif compiler(>=6.2)
      "6.2"
    #else
      "6.1"
    #endif
  }
}

extension TestLibrary {
  /// The library that the arguments of a test process ask for; SwiftPM runs one process for each.
  package static func ofProcess(arguments: [String] = CommandLine.arguments) -> TestLibrary {
    guard let option = arguments.firstIndex(of: "--testing-library"),
      arguments.dropFirst(option + 1).first == "swift-testing"
    else { return .xctest }
    return .swiftTesting
  }
}
