private import CTestSupport
import Glibc
import Synchronization
import Tidemark
import TidemarkLedger

private actor Host {
  private var visits = 0

  @inline(never)
  func visit() { visits += 1 }
}

/// More transitions than rings have room for, and more threads than there are rings.
enum Rings {
  /// Visits an idle actor so often that the ring of the thread is overwritten several times.
  static func lapped() {
    Watch.ask(times: 600_000, events: 600_000)
    let host = Host()
    for visits in [100, 8191, 8192, 30_000] {
      let start = Mutex<EventPositions?>(nil)
      Task.detached {
        start.withLock { $0 = Watch.ledger.eventPositions() }
        for _ in 0..<visits {
          await host.visit()
          Self.leave()
        }
      }
      let (position, reading) = Self.whole(start)
      var cursor = position
      let hop = reading.events.last { $0.kind == .hopped }
      let own = reading.events.count { $0.task == hop?.task }
      print("\(visits) visits read and lost: \(own + reading.lost)")
      print("\(visits) visits lost: \(reading.lost)")
      let gaps = reading.gaps.filter { $0.thread == hop?.thread }
      let first = reading.events.first { $0.thread == hop?.thread }
      print("\(visits) visits gaps: \(gaps.count { $0.before == first?.time })")
      // Other threads of the pool may just be starting.
      let again = Watch.ledger.events(from: &cursor).events.count { $0.thread == hop?.thread }
      print("\(visits) visits again: \(again)")
    }
  }

  /// Reads what a task did that set the start when it began, once it has completed.
  ///
  /// This thread waits itself, so that the other one does nothing but that. The task is gone a moment
  /// before its end is written.
  private static func whole(
    _ start: borrowing Mutex<EventPositions?>
  ) -> (EventPositions, EventReading) {
    while true {
      usleep(1000)
      guard var cursor = start.withLock(\.self) else { continue }
      let reading = Watch.ledger.events(from: &cursor)
      if reading.events.contains(where: { $0.kind == .completed }) { return (cursor, reading) }
    }
  }

  /// What has to run outside of the actor, so that an optimizer leaves no visit out.
  @inline(never) private static func leave() { left.add(1, ordering: .relaxed) }
  private static let left = Atomic<Int>(0)

  /// Holds threads until all of them run, and lets them end.
  static func manyThreads() {
    Watch.ask(times: 600_000, events: 600_000)
    var cursor = Watch.ledger.eventPositions()
    var lost = 0
    /// Returns how many threads started and ended, and of how many events of theirs nothing is known.
    func look() -> (started: Int, ended: Int, lost: Int) {
      let reading = Watch.ledger.events(from: &cursor)
      let now = Watch.ledger.losses.events
      defer { lost = now }
      return (
        reading.events.count { $0.kind == .threadStarted },
        reading.events.count { $0.kind == .threadEnded }, now - lost + reading.lost
      )
    }
    guard let threads = test_startThreads(200, 65536) else { return print("error: no threads") }
    let alive = look()
    print("alive started and lost: \(alive.started + alive.lost)")
    print("alive ended: \(alive.ended)")
    print("alive lost any: \(alive.lost >= 72)")
    test_endThreads(threads)
    let over = look()
    print("over started: \(over.started)")
    print("over ended and lost: \(over.ended + over.lost)")
    for _ in 0..<100 { test_runThreadThatExits() }
    let later = look()
    print("later started: \(later.started)")
    print("later ended: \(later.ended)")
    print("later lost: \(later.lost)")
  }

  /// Runs threads one after the other, so that each ring has many.
  static func oneAfterTheOther() {
    Watch.ask(times: 600_000, events: 600_000)
    var cursor = Watch.ledger.eventPositions()
    for _ in 0..<1000 { test_runThreadThatExits() }
    let reading = Watch.ledger.events(from: &cursor)
    let stories = Dictionary(grouping: reading.events, by: \.thread).mapValues { $0.map(\.kind) }
    print("threads: \(stories.count)")
    print("whole: \(stories.values.filter { $0 == [.threadStarted, .threadEnded] }.count)")
    print("lost: \(reading.lost + Watch.ledger.losses.events)")
  }
}
