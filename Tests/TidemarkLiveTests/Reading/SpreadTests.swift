import Foundation
import TestSupport
import Testing

@testable import TidemarkLive

/// Figures, threads and queues that are read one after the other.
@Suite(.serialized) struct SpreadTests {
  /// Whether the tasks in queues are as many as the figure says.
  private func addsUp(_ snapshot: Snapshot) -> Bool {
    snapshot.figures.tasksEnqueued == snapshot.executors.map(\.queued).reduce(0, +)
  }

  /// Eight tasks create others without a pause between.
  @Test func whatDoesNotAddUpSaysSo() throws {
    let program = try WatchedProgram("bursts", "50")
    let source = try program.source()
    var (looks, moving) = (0, 0)
    try program.wait("tasks move while they are looked at") {
      let begin = LocalSource.monotonic()
      let snapshot = try source.snapshot(asking: .times)
      let time = LocalSource.monotonic() - begin
      looks += 1
      if let within = snapshot.within {
        #expect(within > 0 && within <= time && snapshot.spread != nil)
        moving += 1
      } else {
        #expect(addsUp(snapshot) || snapshot.unavailable["queues"] != nil)
        #expect(snapshot.spread == nil)
      }
      return looks >= 500 && moving > 0
    }
  }

  @Test func whatStandsStillIsOfOneMoment() throws {
    let program = try WatchedProgram("stuck")
    let source = try program.source()
    try program.wait("tasks wait for a thread") {
      try source.snapshot(asking: []).figures.tasksEnqueued ?? 0 > 0
    }
    // Not while one begins to run.
    try program.wait("nothing moves") {
      let before = try source.snapshot(asking: []).figures.jobsRun
      usleep(100_000)
      return try source.snapshot(asking: []).figures.jobsRun == before
    }
    program.signal(SIGSTOP)
    try program.wait("it is stopped") { try source.snapshot(asking: []).process.isStopped }
    for _ in 0..<50 {
      let snapshot = try source.snapshot(asking: [])
      #expect(addsUp(snapshot) && snapshot.figures.tasksEnqueued ?? 0 > 0)
      #expect(snapshot.within == nil && snapshot.spread == nil)
    }
  }

  /// Tasks that work and sleep now and then are between two states seldom.
  @Test func whatMovesSeldomMostlyAddsUp() throws {
    let program = try WatchedProgram("mixed")
    let source = try program.source()
    try program.wait("two looks of three add up") {
      try (0..<100).count { _ in try addsUp(source.snapshot(asking: .times)) } > 66
    }
  }

  @Test func aTimeIsSaidAsABound() {
    var snapshot = Snapshot(
      time: 0, wallTime: 0,
      process: ProcessDescription(
        pid: 1, name: "", path: "", user: "", started: 0, processors: 1))
    for (within, text) in [
      (1, "within 0.1 ms"), (1_100_001, "within 1.2 ms"), (-5, "within 0.1 ms"),
      (Int64.max, "within 9223372036854.8 ms"),
    ] {
      snapshot.within = within
      #expect(snapshot.briefSpread == text)
    }
  }
}
