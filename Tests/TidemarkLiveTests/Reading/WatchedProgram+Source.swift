import Foundation
import TestSupport
import Testing
import TidemarkLedger

@testable import TidemarkLive

extension WatchedProgram {
  /// The id of the task of the program's `main`, which sleeps: the first that there is.
  static let mainTask: UInt64 = 1

  /// Opens the program as a viewer does, once it is ready.
  func source() throws -> LocalSource {
    try awaitLine("ready")
    return try LocalSource(try #require(listed().first { $0.pid == pid }))
  }

  /// Waits until something is so.
  func wait(_ what: String, _ isSo: () throws -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while try !isSo() {
      guard ContinuousClock.now < deadline else { throw Late(what: what) }
      usleep(2000)
    }
  }

  struct Late: Error { var what: String }
}

/// Returns the number of the line of the program's source with a comment `line: NAME`.
func line(_ name: String, in file: String) throws -> Int {
  let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let lines = try String(contentsOf: tests.appending(path: "Watched/\(file)"), encoding: .utf8)
    .split(separator: "\n", omittingEmptySubsequences: false)
  let found = lines.indices.filter { lines[$0].hasSuffix("// line: \(name)") }
  return try #require(found.count == 1 ? found.first : nil) + 1
}

extension [Frame] {
  /// Whether a line is among the frames.
  func has(_ file: String, _ line: Int) -> Bool {
    contains { frame in
      guard let found = frame.line, frame.file?.hasSuffix("/\(file)") == true else { return false }
      #if DEBUG
        return found == line
      #else
        // Where optimised code goes on, the line can be that of the function or of what follows.
        return abs(found - line) <= 4
      #endif
    }
  }
}
