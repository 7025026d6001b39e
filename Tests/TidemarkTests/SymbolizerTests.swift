import Foundation
import TestSupport
import Testing
import TidemarkBaselines
import TidemarkSymbols

@testable import Tidemark

/// A program in the place of the toolchain's, which fails at first and then names a planted line.
private final class Stammerer: Sendable {
  private let folder: URL

  /// - Parameters:
  ///   - failures: How often it fails.
  ///   - failure: The command of the shell by which it does.
  init(failures: Int, by failure: String = "exit 1") throws {
    folder = FileManager.default.temporaryDirectory.appending(
      path: "tidemark-symbolizer-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let script = """
      #!/bin/sh
      echo >> "$0.runs"
      [ $(wc -l < "$0.runs") -gt \(failures) ] || \(failure)
      printf 'planted\\n/planted/Feed.swift:42:7\\n\\n'
      """
    // Copied by another process: what a process has open for writing, a child of it that another test
    // starts has open as well for a moment, and then nobody can run it.
    try Data(script.utf8).write(to: URL(filePath: path + ".sh"))
    _ = try Program.run(["/bin/cp", path + ".sh", path])
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var path: String { folder.appending(path: "tool").path }

  /// What a failing run has written to `$0.note`, without the end of the line.
  var note: String? {
    (try? String(contentsOf: URL(filePath: path + ".note"), encoding: .utf8))?
      .split(separator: "\n", omittingEmptySubsequences: false).dropLast().first.map(String.init)
  }

  /// How often it has been run.
  var runs: Int { (try? Data(contentsOf: URL(filePath: path + ".runs")))?.count ?? 0 }
}

/// What becomes of names when the tool that knows them fails.
@Suite struct SymbolizerTests {
  /// Code of this program.
  private let address: UInt64 = {
    let function: @convention(c) () -> Void = {}
    return UInt64(UInt(bitPattern: unsafeBitCast(function, to: UnsafeRawPointer.self))) + 1
  }()

  private func symbolizer(_ tool: Stammerer, seconds: Int = 60) -> Symbolizer {
    Symbolizer(
      tool: SymbolizerTool(
        path: tool.path, limit: seconds * 1_000_000_000, pipes: SymbolizerTool.ownPipes))
  }

  /// Returns what the symbolizer says of the address, asked in both ways.
  private func lines(_ symbolizer: Symbolizer) -> [Int?] {
    [symbolizer.frames(of: [address])[0].first?.line, symbolizer.stack([address]).first?.line]
  }

  @Test func failureIsTriedAgainAtOnce() throws {
    let tool = try Stammerer(failures: 1)
    #expect(lines(symbolizer(tool)) == [42, 42])
    #expect(tool.runs == 2)
  }

  @Test func failedAnswerIsNotKept() throws {
    let tool = try Stammerer(failures: 4)
    let symbolizer = symbolizer(tool)
    #expect(lines(symbolizer) == [nil, nil])
    #expect(tool.runs == 4)
    #expect(lines(symbolizer) == [42, 42])
    #expect(tool.runs == 5)
  }

  @Test func answerIsKept() throws {
    let tool = try Stammerer(failures: 0)
    let symbolizer = symbolizer(tool)
    for _ in 0..<3 { #expect(lines(symbolizer) == [42, 42]) }
    #expect(tool.runs == 1)
  }

  @Test func toolThatHangsIsEndedAndAskedAnotherTime() throws {
    let tool = try Stammerer(failures: 1, by: "exec sleep 1000")
    let symbolizer = symbolizer(tool, seconds: 2)
    #expect(symbolizer.frames(of: [address])[0].first?.line == nil)
    #expect(tool.runs == 1)
    #expect(lines(symbolizer) == [42, 42])
    #expect(tool.runs == 2)
  }

  @Test func pipeOfTheToolIsInNoListOfFiles() async throws {
    let tool = try Stammerer(
      failures: 1,
      by: #"{ pipe=$(readlink /proc/$$/fd/1); echo "$pipe" > "$0.note"; exec sleep 1000; }"#)
    let symbolizer = symbolizer(tool, seconds: 3)
    let address = address
    await withCheckedContinuation { (hasEnded: CheckedContinuation<Void, Never>) in
      Thread.detachNewThread {
        _ = symbolizer.frames(of: [address])
        hasEnded.resume()
      }
      while tool.note == nil { usleep(1000) }
      let pipe = tool.note
      #expect(pipe?.hasPrefix("pipe:") == true)
      #expect((0..<1024).contains { ProcessFiles.target(of: $0) == pipe })
      let listed = ProcessFiles.descriptors()
      #expect(!listed.contains { ProcessFiles.target(of: $0.number) == pipe })
    }
  }

  @Test func withoutAToolThereAreNoLines() {
    let symbolizer = Symbolizer(tool: SymbolizerTool(path: nil, limit: 0))
    #expect(lines(symbolizer) == [nil, nil])
  }
}
