import Foundation
import TestSupport
import Testing

@testable import TidemarkLedger
@testable import TidemarkLive

/// The probe's descriptors are in nobody's way, even when a program closes what it did not open.
@Suite struct DescriptorTests {
  /// Waits until `main` sleeps: Dispatch ends a process that closes its descriptors while it sets a timer.
  private func awaitQuiet(_ watched: WatchedProgram) throws {
    try watched.awaitLine("ready")
    let source = try LocalSource(try #require(try watched.listed().first))
    try wait { try source.snapshot(asking: []).figures.timersPending == 1 }
    usleep(200_000)
  }

  @Test func aProgramThatClosesEverythingLearnsWhyItIsNotListed() throws {
    let watched = try WatchedProgram("idle")
    try awaitQuiet(watched)
    try watched.order("close", answer: "closed")
    #expect(try watched.listed().isEmpty)
    let error = try watched.order("start", answer: "error:")
    #expect(error.contains("has closed the ledger's descriptor"))
  }

  @Test func filesThatGotTheNumbersAreNotClosed() throws {
    let watched = try WatchedProgram("idle")
    try awaitQuiet(watched)
    try watched.order("close", answer: "closed")
    try watched.order("occupy 260", answer: "occupied 258")
    try watched.order("stop", answer: "stopped")
    try watched.order("start", answer: "error:")
    #expect(try watched.order("count 260", answer: "open") == "open 258")
    // Nor in a child, of which the probe learns.
    let all = try watched.order("count 300", answer: "open")
    #expect(try watched.order("fork count", answer: "open") == all)
  }

  @Test func theLedgerIsNeverOneOfTheStreams() throws {
    let watched = try WatchedProgram("idle", shell: "exec 2>&-")
    try watched.awaitLine("ready")
    let process = try #require(try watched.listed().first)
    #expect(process.descriptor >= 200)
    for number in 0...2 {
      let file = try? FileManager.default.destinationOfSymbolicLink(
        atPath: "/proc/\(watched.pid)/fd/\(number)")
      #expect(file?.contains("tidemark-ledger") != true && file?.contains(watched.folder) != true)
    }
  }

  @Test func fewDescriptorsAreEnough() throws {
    let watched = try WatchedProgram("idle", shell: "ulimit -n 30")
    try watched.awaitLine("ready")
    let process = try #require(try watched.listed().first)
    #expect((3..<30).contains(process.descriptor))
    #expect(try MappedLedger(process).ledger.process.pid == watched.pid)
  }

  @Test func aLimitOnFilesEndsInAnErrorAndNotInASignal() throws {
    let watched = try WatchedProgram("idle", shell: "ulimit -f 1000")
    let error = try watched.awaitLine("error:")
    #expect(error.contains("ulimit -f"))
    #expect(try watched.finish().code == 3)
  }
}
