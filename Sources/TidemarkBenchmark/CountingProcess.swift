#if GoogleBenchmark
  private import Foundation

  /// The process that counts what a timed run reports: the same program, started once more.
  enum CountingProcess {
    private static let variable = "TIDEMARK_COUNTS"

    /// The file that this process was started to write, or nil.
    static var output: String? {
      ProcessInfo.processInfo.environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }

    /// Whether figures are counted before a run with these arguments.
    static func isWanted(_ arguments: [String]) -> Bool {
      if ProcessInfo.processInfo.environment[variable] == "off" { return false }
      return !arguments.dropFirst().contains {
        $0.hasPrefix("--benchmark_list_tests") || $0.hasPrefix("--help") || $0 == "--version"
      }
    }

    /// Returns the figures of the runs that the arguments choose, or nil when they can't be had.
    static func figures(_ arguments: [String]) -> CountedFigures? {
      let file = FileManager.default.temporaryDirectory
        .appendingPathComponent("tidemark-counts-\(UUID().uuidString).json")
      defer { try? FileManager.default.removeItem(at: file) }
      do {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = arguments.dropFirst().filter { $0.hasPrefix("--benchmark_filter") }
        process.environment = ProcessInfo.processInfo.environment.merging(
          [variable: file.path, "TIDEMARK": "check"]) { $1 }
        process.standardOutput = FileHandle.standardError
        try process.run()
        process.waitUntilExit()
        let isDone = process.terminationReason == .exit && process.terminationStatus == 0
        guard isDone else {
          complain("the process that counts ended with \(process.terminationStatus)")
          return nil
        }
        return try JSONDecoder().decode(CountedFigures.self, from: Data(contentsOf: file))
      } catch {
        complain("\(error)")
        return nil
      }
    }

    private static func complain(_ reason: String) {
      let text = "warning: Tidemark's counters are not available: \(reason)\n"
      FileHandle.standardError.write(Data(text.utf8))
    }
  }
#endif
