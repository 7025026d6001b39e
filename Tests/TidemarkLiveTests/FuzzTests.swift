import Foundation
import TestSupport
import Testing

/// A process that means harm to whoever looks at it can't do any.
@Suite struct FuzzTests {
  private static let corpus =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fuzz/Corpus").path

  /// Damages a ledger in all ways of the corpus, and in many drawn by a seed; with `TIDEMARK_LONG=1`
  /// in many more.
  @Test func damagedLedgersAreReadOrRefused() throws {
    let isLong = ProcessInfo.processInfo.environment["TIDEMARK_LONG"] == "1"
    let runs = isLong ? 20_000 : 200
    let program = Program.folder + "/TidemarkFuzz"
    let outcome = try Program.run(
      [program, "--corpus", Self.corpus, "--runs", "\(runs)", "--seed", "1"])
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.corpus).count
    #expect(outcome.code == 0, "\(outcome.errors.prefix(2000))")
    let last = try #require(outcome.output.split(separator: "\n").last)
    // Each file twice: before the ledger is opened, and while it is read.
    #expect(last.hasPrefix("\(runs + 2 * files) runs with seed 1: "))
    #expect(files >= 10)
  }
}
