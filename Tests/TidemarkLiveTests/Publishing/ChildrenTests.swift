import Foundation
import TestSupport
import Testing

@testable import TidemarkLedger

/// A process is listed, and its children, whatever they inherit, are not.
@Suite struct ChildrenTests {
  @Test func aForkedChildIsNotListedAndLearnsWhy() throws {
    let watched = try WatchedProgram("idle")
    try watched.awaitLine("ready")
    let error = try watched.order("fork start", answer: "error:")
    #expect(error.contains("forked") && error.contains("exec"))
    #expect(try watched.listed().map(\.pid) == [watched.pid])
    // The ledger and the file are its parent's.
    #expect(try watched.order("fork count 200", answer: "open") == "open 0")
  }

  @Test(arguments: ["fork", "unseen"]) func theEndOfAChildTakesNothingBack(_ how: String) throws {
    let watched = try WatchedProgram("idle")
    try watched.awaitLine("ready")
    try watched.order("\(how) exit", answer: "child")
    #expect(try watched.listed().map(\.pid) == [watched.pid])
  }

  @Test(arguments: ["fork", "unseen"]) func aChildDoesNotStandForItsParent(_ how: String) throws {
    let watched = try WatchedProgram("idle")
    try watched.awaitLine("ready")
    let answer = try watched.order("\(how) stay", answer: "child")
    let child = try #require(Int32(answer.split(separator: " ")[1]))
    defer { kill(child, SIGKILL) }
    #expect(try watched.listed().map(\.pid) == [watched.pid])
    watched.signal(SIGKILL)
    _ = try watched.finish()
    #expect(try watched.listed().isEmpty)
  }

  @Test(
    .enabled(if: !isSanitized, "a sanitizer has threads of its own when a program becomes another"))
  func anotherProgramInTheSameProcessIsNotListed() throws {
    let watched = try WatchedProgram("idle")
    try watched.awaitLine("ready")
    let folder = "/proc/\(watched.pid)/fd"
    func isOurs(_ number: String) -> Bool {
      let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(number)")
      return target?.contains("tidemark-ledger") == true
        || target?.hasSuffix(watched.files.first ?? "/") == true
    }
    let before = try FileManager.default.contentsOfDirectory(atPath: folder).filter(isOurs)
    #expect(before.count == 2)
    try watched.order("become sleep", answer: "becoming")
    let name = "/proc/\(watched.pid)/comm"
    try wait { try String(contentsOfFile: name, encoding: .utf8) == "sleep\n" }
    // The system lets go of the lock a moment after the descriptor is closed.
    try wait { try watched.listed().isEmpty }
    // It has inherited nothing of ours; of other tests it may.
    #expect(try !FileManager.default.contentsOfDirectory(atPath: folder).contains(where: isOurs))
  }

  @Test func aProgramThatBecomesAnotherOneIsListedAgain() throws {
    let watched = try WatchedProgram("idle")
    try watched.awaitLine("ready")
    let first = try #require(try watched.listed().first)
    let before = try MappedLedger(first).ledger.epoch
    try watched.order("become itself", answer: "becoming")
    try wait { watched.output.hasSuffix("becoming\nready\n") }
    let again = try #require(try watched.listed().first)
    #expect(again.pid == first.pid && again.start == first.start)
    #expect(try MappedLedger(again).ledger.epoch > before)
    #expect(watched.files.count == 1)
  }
}
