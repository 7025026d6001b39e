#if GoogleBenchmark
  private import Foundation
  private import Tidemark

  /// The process that counts what a timed run reports: the same program, started once more.
  enum CountingProcess {
    private static let variable = "TIDEMARK_COUNTS"

    private static let calls = Guarded(0)

    /// Returns the number of a call of `run`, from 1; the same in both processes.
    static func call() -> Int {
      calls.withLock {
        $0 += 1
        return $0
      }
    }

    /// The call of `run` that this process was started to count, and the file for its figures; or nil.
    static var order: (call: Int, file: String)? {
      guard let text = ProcessInfo.processInfo.environment[variable],
        let separator = text.firstIndex(of: ":"), let call = Int(text[..<separator])
      else { return nil }
      return (call, String(text[text.index(after: separator)...]))
    }

    /// Whether nothing is to be counted.
    static var isOff: Bool { ProcessInfo.processInfo.environment[variable] == "off" }

    /// Whether this process is one of tests.
    static var isTestBundle: Bool {
      URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().pathExtension == "xctest"
    }

    /// Returns the figures of the runs that the arguments choose; of none when they can't be had.
    static func figures(call: Int) -> CountedFigures {
      let file = FileManager.default.temporaryDirectory
        .appendingPathComponent("tidemark-counts-\(UUID().uuidString).json")
      defer { try? FileManager.default.removeItem(at: file) }
      do {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        // All of them: some may be the program's own.
        process.arguments = Array(CommandLine.arguments.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(
          [variable: "\(call):\(file.path)", "TIDEMARK": "check"]) { $1 }
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let isDone = process.terminationReason == .exit && process.terminationStatus == 0
        guard isDone else {
          complain("the process that counts ended with \(process.terminationStatus)")
          return .ofNothing
        }
        return try JSONDecoder().decode(CountedFigures.self, from: Data(contentsOf: file))
      } catch {
        complain("\(error)")
        return .ofNothing
      }
    }

    private static func complain(_ reason: String) {
      let text =
        "warning: Tidemark's counters are not available, and nothing is fitted: \(reason)\n"
      FileHandle.standardError.write(Data(text.utf8))
    }
  }
#endif
