import TestSupport
import Testing

@testable import TidemarkLive

/// Figures, threads and queues that are read one after the other.
@Suite(.serialized) struct SpreadTests {
  /// Whether the tasks in queues are as many as the figure says.
  private func addsUp(_ snapshot: Snapshot) -> Bool {
    snapshot.figures.tasksEnqueued == snapshot.executors.map(\.queued).reduce(0, +)
  }

  /// Eight tasks create others without a pause between, so that nearly no look catches them at rest.
  @Test func whatDoesNotAddUpSaysSo() throws {
    let program = try WatchedProgram("bursts", "50")
    let source = try program.source()
    let looks = try (0..<500).map { _ in try source.snapshot(asking: .times) }
    let contradictions = looks.filter { !addsUp($0) }
    #expect(!contradictions.isEmpty)
    #expect(contradictions.allSatisfy { $0.within ?? 0 > 0 && $0.spread != nil })
    // No more than a look takes, but for what the system kept from running.
    let times = contradictions.compactMap(\.within).sorted()
    let middle = try #require(times.dropFirst(times.count / 2).first)
    #expect(middle < 5_000_000, "\(times)")
  }

  @Test func whatStandsStillIsOfOneMoment() throws {
    let program = try WatchedProgram("stuck")
    let source = try program.source()
    // Threads of the pool come one after the other.
    var calm = 0
    var counted: Int?
    try program.wait("all are blocked or wait") {
      let figures = try source.snapshot(asking: []).figures
      calm = figures.tasksSuspended == 0 && figures.jobsRun == counted ? calm + 1 : 0
      counted = figures.jobsRun
      return calm == 200
    }
    for _ in 0..<50 {
      let snapshot = try source.snapshot(asking: [])
      #expect(addsUp(snapshot) && snapshot.figures.tasksEnqueued ?? 0 > 0)
      #expect(snapshot.within == nil && snapshot.spread == nil)
    }
  }

  /// Tasks that work and sleep now and then are between two states seldom, and soon in one again.
  @Test func whatMovesSeldomIsReadAgain() throws {
    let program = try WatchedProgram("mixed")
    let source = try program.source()
    let looks = try (0..<300).map { _ in try source.snapshot(asking: .times) }
    #expect(looks.count { addsUp($0) } > 200, "\(looks.count { addsUp($0) }) of 300")
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
