import Foundation
import TestSupport
import Testing
import Tidemark
import TidemarkLedger

/// What takes a process of its own: full rings, watches that end, and all that happens in a process.
@Suite(.enabled(if: probeCan([.scheduler, .context, .switches])))
struct WatchProcessTests {
  private func run(_ work: String) throws -> [String] {
    let folder = URL(filePath: try #require(executablePath())).deletingLastPathComponent()
    var environment = ProcessInfo.processInfo.environment
    environment["TIDEMARK"] = nil
    let outcome = try Program.run(
      [folder.appending(path: "TidemarkOverflow").path, work], environment: environment)
    #expect(outcome.code == 0, "\(outcome.errors)")
    return outcome.output.split(separator: "\n").map(String.init)
  }

  /// A visit of an idle actor is two hops, and in the end the task completes.
  @Test func whatIsOverwrittenIsCounted() throws {
    // It looks where the ring is once it runs. Of a full ring, the oldest event may be about to be overwritten.
    let room = 16_384 - 1
    let expected = [100, 8191, 8192, 30_000].flatMap { visits in
      let written = 2 * visits + 1
      let lost = max(written - room, 0)
      return [
        "\(visits) visits read and lost: \(written)", "\(visits) visits lost: \(lost)",
        "\(visits) visits gaps: \(lost > 0 ? 1 : 0)", "\(visits) visits again: 0",
      ]
    }
    #expect(try run("lapped") == expected)
  }

  @Test(.enabled(if: probeCan(.threads))) func moreThreadsThanRings() throws {
    #expect(
      try run("rings") == [
        "alive started and lost: 200", "alive ended: 0", "alive lost any: true",
        // Whoever ends leaves its ring to one that ends later.
        "over started: 0", "over ended and lost: 200",
        "later started: 100", "later ended: 100", "later lost: 0",
      ])
  }

  @Test(.enabled(if: probeCan(.threads))) func ringsGoFromThreadToThread() throws {
    #expect(try run("passedOn") == ["threads: 1000", "whole: 1000", "lost: 0"])
  }

  /// 144 call sites in each of two functions.
  @Test func morePlacesThanThereIsRoomFor() throws {
    #expect(
      try run("places") == [
        "created: 20736", "lost: 0", "unknown: 0", "whole and cut: 20736",
        "cut and told of: true", "nearly all used: true",
      ])
  }

  @Test func watchesEnd() throws {
    #expect(
      try run("leases") == [
        "unwatched asked: false", "unwatched runs: none", "unwatched events: 0",
        "unwatched counted: false",
        "times asked: true", "times runs: 2", "times whole: true", "times events: 0",
        "times counted: true",
        "over asked: false", "over runs: none", "over events: 0", "over counted: true",
        // Nothing has happened yet.
        "idle asked: true", "idle runs: none", "idle events: 0", "idle counted: true",
        "events asked: true", "events runs: 1", "events whole: true", "events events: 1",
        "events counted: true", "begun later: true", "unseen counted: false",
        "both asked: true", "both runs: 2", "both whole: true", "both events: 1",
        "both counted: true",
      ])
  }

  // A thread sanitizer forbids threads in a forked child.
  @Test(.enabled(if: probeCan(.threads))) func forkedChildWritesNothing() throws {
    #expect(
      try run("watchedFork") == [
        "child events: 0", "child asked: 0", "child threads: 0", "exit: 7", "parent events: 0",
        "parent later: 2",
      ])
  }

  /// Alone, as what others do would overwrite what is looked for.
  @Test(.enabled(if: !isAddressSanitized, "whose completion resumes a task is told by frames"))
  func transitions() throws {
    var environment = ProcessInfo.processInfo.environment
    environment["TIDEMARK"] = nil
    environment["TIDEMARK_ALONE"] = "1"
    let outcome = try Program.run(
      [
        try #require(executablePath()), "--testing-library", "swift-testing", "--no-parallel",
        "--filter", "TidemarkTests.TransitionTests",
      ], environment: environment)
    let output = outcome.output + outcome.errors
    #expect(outcome.code == 0, "\(output)")
    #expect(output.contains(/Test run with 18 tests in 1 suite passed/))
  }

  @Test func storiesOfManyTasks() throws {
    let rounds = (0..<10).flatMap { _ in ["queue histograms: 0", "run histograms: 0"] }
    let output = try run("stories")
    #expect(output.first == "main: 1 1 1")
    #expect(output.dropFirst().prefix(20) == rounds[...])
    #expect(
      output.dropFirst(21).prefix(4) == [
        "created: 15000", "completed: 15000", "wrong: 0", "lost: 0",
      ])
    #expect(output.dropFirst(26) == ["race bad: 0", "race missing: 0"])
  }
}
