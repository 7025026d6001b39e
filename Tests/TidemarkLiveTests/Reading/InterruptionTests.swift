import Foundation
import TestSupport
import Testing
import TidemarkLedger

@testable import TidemarkLive

/// Whoever looks too late learns that the process kept nothing in between.
@Suite struct InterruptionTests {
  @Test func whoLooksTooLateLearnsOfIt() throws {
    let program = try WatchedProgram("mixed")
    let source = try program.source()
    var cursor = EventCursor()
    var other = EventCursor()
    _ = try source.events(after: &cursor)
    _ = try source.events(after: &other)
    let first = source.transitionWatch.span
    usleep(1_000_000)
    #expect(try source.events(after: &cursor).interruption == nil)
    let end = source.transitionWatch.span.until
    usleep(UInt32(LocalSource.lease / 1000) + 300_000)
    // Somebody else asks again before.
    source.ask(.events)
    usleep(50_000)
    let batch = try source.events(after: &cursor)
    let found = try #require(batch.interruption)
    #expect(found.from == end)
    #expect(found.until > end && found.until <= LocalSource.monotonic())
    #expect(try source.events(after: &cursor).interruption == nil)
    // Nothing was kept in it, but something before and after.
    #expect(batch.parts(at: found).before.events.contains { $0.time < end })
    #expect(!batch.events.contains { $0.time > end + 100_000_000 && $0.time < found.until })
    #expect(!batch.parts(at: found).after.events.isEmpty)
    // Each reader learns of it by what it has seen.
    #expect(try source.events(after: &other).interruption?.from == first.until)
  }

  @Test func whatSomebodyElseAskedForIsNoInterruption() throws {
    let program = try WatchedProgram("mixed")
    let source = try program.source()
    var cursor = EventCursor()
    _ = try source.events(after: &cursor)
    for _ in 0..<2 {
      usleep(UInt32(LocalSource.lease / 1000) - 2_000_000)
      _ = try source.snapshot(asking: .events)
    }
    #expect(try source.events(after: &cursor).interruption == nil)
    // A reader goes on after the one who answers it has begun anew.
    let successor = try LocalSource(source.process)
    #expect(try successor.events(after: &cursor).interruption == nil)
  }
}
