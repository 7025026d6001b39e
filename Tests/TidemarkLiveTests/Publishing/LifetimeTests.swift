import Foundation
import TestSupport
import Testing

@testable import TidemarkLedger

/// What is published is there for as long as the process shows itself, however it ends.
@Suite struct LifetimeTests {
  @Test(arguments: ["exit 5", "returns"]) func whatIsPublishedIsTakenBackAtTheEnd(
    _ end: String
  ) throws {
    let watched = try WatchedProgram(end == "returns" ? "returns" : "idle")
    try watched.awaitLine("ready")
    if end != "returns" {
      #expect(try watched.listed().map(\.pid) == [watched.pid])
      try watched.give(end)
    }
    #expect(try watched.finish().code == (end == "returns" ? 0 : 5))
    #expect(watched.files.isEmpty)
  }

  @Test(arguments: ["_exit 6", "kill"] + (isSanitized ? [] : ["crash"]))
  func whatIsLeftBehindIsRemovedByTheNextLook(
    _ end: String
  ) throws {
    let watched = try WatchedProgram("idle")
    try watched.awaitLine("ready")
    if end == "kill" { watched.signal(SIGKILL) } else { try watched.give(end) }
    _ = try watched.finish()
    #expect(watched.files.count == 1)
    #expect(try watched.listed().isEmpty)
    #expect(watched.files.isEmpty)
  }

  @Test func startAndStopMayBeCalledAgain() throws {
    let watched = try WatchedProgram("idle")
    try watched.awaitLine("ready")
    try watched.order("start", answer: "started")
    #expect(watched.files.count == 1)
    let first = try #require(try watched.listed().first)
    let mapped = try MappedLedger(first)
    try watched.order("stop", answer: "stopped")
    #expect(watched.files.isEmpty)
    // Who looks at it already goes on.
    #expect(mapped.ledger.process.pid == watched.pid)
    try watched.give("stop")
    try watched.give("start")
    try watched.order("count 300", answer: "open")
    #expect(try watched.listed() == [first])
  }

  @Test func whatSomebodyRemovedIsMadeAnew() throws {
    let watched = try WatchedProgram("idle")
    try watched.awaitLine("ready")
    try FileManager.default.removeItem(atPath: watched.folder)
    #expect(try watched.listed().isEmpty)
    try watched.order("start", answer: "started")
    #expect(try watched.listed().map(\.pid) == [watched.pid])
    // One descriptor for the ledger and one for the file, and no more after many starts.
    for _ in 0..<10 { try watched.give("start") }
    #expect(try watched.order("count 300 200", answer: "open") == "open 2")
  }

  @Test func aStoppedProcessIsListed() throws {
    let watched = try WatchedProgram("idle")
    try watched.awaitLine("ready")
    watched.signal(SIGSTOP)
    #expect(try watched.listed().map(\.pid) == [watched.pid])
    let mapped = try MappedLedger(try #require(try watched.listed().first))
    #expect(mapped.ledger.process.pid == watched.pid)
    watched.signal(SIGCONT)
    try watched.give("exit 0")
    #expect(try watched.finish().code == 0)
  }

  @Test(.enabled(if: !isSanitized, "a sanitizer handles signals")) func noSignalIsHandled() throws {
    // The runtime has handlers of its own when it is to print what a crash was about.
    let watched = try WatchedProgram("idle", variables: ["SWIFT_BACKTRACE": "enable=no"])
    try watched.awaitLine("ready")
    let status = try String(contentsOfFile: "/proc/\(watched.pid)/status", encoding: .utf8)
    for field in ["SigCgt", "SigIgn"] {
      let line = try #require(status.split(separator: "\n").first { $0.hasPrefix(field) })
      let mask = try #require(UInt64(line.suffix(16), radix: 16))
      // Above 31 are the C library's own, for its threads.
      #expect(mask & 0x7FFF_FFFF == 0, "\(line)")
    }
  }
}
