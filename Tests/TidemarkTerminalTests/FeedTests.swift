import Foundation
import Synchronization
import TestSupport
import Testing
import TidemarkLedger
import TidemarkLive

@testable import TidemarkTerminal

/// What the screen is told of a process while nobody draws.
@Suite struct FeedTests {
  @Test func nothingIsReadThatNobodyTakesAndTheEndIsTold() throws {
    let watched = try WatchedProgram("bursts")
    try watched.awaitLine("ready")
    let process = try #require(PublishedProcess.all(in: watched.folder).first)
    let source = try LocalSource(process)
    var wish = Feed.Wish(snapshots: 10_000_000)
    wish.events = true
    let count = Atomic(0)
    let feed = Feed(source, wish: wish, limit: 6) { count.add(1, ordering: .relaxed) }
    feed.start()
    defer { feed.stop() }
    try wait { count.load(ordering: .relaxed) >= 6 }
    usleep(2_000_000)
    // One look may have several reports.
    let first = feed.take()
    #expect((6...10).contains(first.count))
    #expect(first.count == count.load(ordering: .relaxed))
    // What was overwritten meanwhile is in the next batch, as a gap.
    var lost = 0
    try wait {
      for case .events(let batch, _) in feed.take() {
        lost += batch.gaps.reduce(0) { $0 + $1.count }
      }
      return lost > 0
    }
    usleep(500_000)
    watched.signal(SIGKILL)
    _ = try watched.finish()
    var ends = 0
    try wait {
      for case .failed(.ended) in feed.take() { ends += 1 }
      return ends > 0
    }
    #expect(ends == 1)
  }
}
