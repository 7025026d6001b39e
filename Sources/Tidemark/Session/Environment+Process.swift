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
      mode: runsInParallel(library, arguments, variables) ? "parallel" : "serial",
      poolWidth: ProcessInfo.processInfo.activeProcessorCount)
  }

  /// XCTest runs one test at a time in a process; Swift Testing runs all side by side by default.
  private static func runsInParallel(
    _ library: TestLibrary, _ arguments: [String], _ variables: [String: String]
  ) -> Bool {
    guard library == .swiftTesting, !arguments.contains("--no-parallel") else { return false }
    return variables["SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH"] != "1"
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
