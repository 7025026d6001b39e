import Synchronization
import Tidemark
import TidemarkBaselines
import TidemarkLedger

/// Measurements inside of others, whose tasks end while slots are closed and used again.
enum Recycling {
  /// How many figures were not what they must be.
  private static let wrong = Atomic<Int>(0)

  private static func expect(_ isRight: Bool) {
    if !isRight { wrong.add(1, ordering: .relaxed) }
  }

  /// Works for a while on all processors, and prints what was left and what was wrong.
  static func work() async {
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask { for _ in 0..<100 { await nest() } }
        group.addTask { for _ in 0..<100 { await cancel() } }
      }
    }
    // A task that has given its value back completes a moment later.
    for _ in 0..<500 where Tables.liveTasks > 0 { try? await Task.sleep(for: .milliseconds(10)) }
    print("live: \(Tables.liveTasks)")
    let scopes = Bracket.processLedger.map { ledger in (2..<8192).map { ledger.scope($0) } } ?? []
    print("queued: \(scopes.reduce(0) { $0 + $1.queuedTasks })")
    print("wrong: \(wrong.load(ordering: .relaxed))")
  }

  /// Leaves tasks behind that end as the work around them is closed and other work is opened.
  private static func nest() async {
    let outer = Bracket.open(detail: false)
    let inner = Bracket.open(detail: false)
    for _ in 0..<8 { Task.detached {} }
    inner.leave()
    outer.leave()
    expect(inner.close()[.tasksCreated] == 8)
    let usage = outer.close()
    expect(usage[.tasksCreated] == 8)
    expect((0...8).contains(usage[.tasksPeakLive] ?? -1))
  }

  /// Cancels tasks while they start to measure.
  private static func cancel() async {
    let outer = Bracket.open(detail: false)
    let tasks = (0..<4).map { _ in
      Task.detached {
        let own = Bracket.open(detail: false)
        let child = Task {}
        own.leave()
        expect(own.close()[.tasksCreated] == 1)
        await child.value
      }
    }
    for task in tasks { task.cancel() }
    for task in tasks { await task.value }
    outer.leave()
    let usage = outer.close()
    expect(usage[.tasksCreated] == 8)
    expect((0...8).contains(usage[.tasksPeakLive] ?? -1))
    expect((0...8).contains(usage[.queuePeakDepth] ?? -1))
  }
}
