private import CTestSupport
import Dispatch
import Glibc
import Tidemark
import TidemarkBaselines
import TidemarkLedger

/// Holds tasks back as long as it is busy itself: they wait in its queue, which needs no memory.
private actor Line {
  private(set) var ran = 0

  /// Creates tasks that all stand in line until this returns.
  func create(_ count: Int) {
    for _ in 0..<count { Task { self.step() } }
  }

  /// Measures what creates tasks and ends before any of them has run.
  func leave(_ count: Int) -> Usage {
    let bracket = Bracket.open()
    create(count)
    bracket.leave()
    return bracket.close()
  }

  private func step() { ran += 1 }
}

/// Work that needs more of a table than there is, and work after it.
enum Tables {
  private static func measure(
    detail: Bool = false, isolation: isolated (any Actor)? = #isolation, _ body: () async -> Void
  ) async -> Usage {
    let bracket = Bracket.open(detail: detail)
    await body()
    bracket.leave()
    for _ in 0..<500 where !bracket.isSettled() { try? await Task.sleep(for: .milliseconds(10)) }
    return bracket.close()
  }

  /// Creates tasks that are all live at the same time, and then a few.
  static func manyTasks(_ count: Int) async {
    let line = Line()
    let many = await measure {
      await line.create(count)
      while await line.ran < count { await Task.yield() }
    }
    Overflow.report("many", many)
    let few = await measure {
      await line.create(1000)
      while await line.ran < count + 1000 { await Task.yield() }
    }
    Overflow.report("few", few)
  }

  /// Leaves tasks behind, as many as there are.
  static func manyLeaks(_ count: Int) async {
    let line = Line()
    Overflow.report("many", await line.leave(count))
    while await line.ran < count { await Task.yield() }
  }

  /// Opens one measurement after the other that leaves a task behind, until there is no room.
  @MainActor static func manyScopes() async {
    var tasks: [Task<Void, Never>] = []
    // What Dispatch's blocks leave is nobody's. These end when the program does.
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        _ = test_startWaitingThread("lookout")
        Task { try await Task.sleep(for: .seconds(3600)) }
        continuation.resume()
      }
    }
    // On the main actor, which is busy here: these tasks wait, and cost one block of counters each.
    func leak() -> Usage {
      let bracket = Bracket.open()
      tasks.append(Task { @MainActor in })
      bracket.leave()
      return bracket.close()
    }
    var last = leak()
    var measured = 1
    while last[.tasksLeaked] == 1, last.losses.isEmpty {
      last = leak()
      measured += 1
    }
    print("measurements: \(measured - 1)")
    Overflow.report("full", last)
    let again = leak()
    Overflow.report("again", again)
    print("listed: \(again.leakedTasks.count) tasks, \(again.leakedThreads.count) threads")
    print("alone: \(again.ranAlone)")
    // Now what was left behind runs, and with its last task each measurement gives its room back.
    for task in tasks { await task.value }
    let after = await measure { await Task {}.value }
    Overflow.report("after", after)
  }

  /// Starts more threads at the same time than have a record.
  static func manyThreads() {
    let bracket = Bracket.open()
    let started = test_runThreadsAtOnce(2200, 64 << 10)
    bracket.leave()
    Overflow.report("many", bracket.close())
    print("started: \(started)")
    let later = Bracket.open()
    _ = test_runThreadsAtOnce(1000, 64 << 10)
    later.leave()
    Overflow.report("few", later.close())
  }

  /// Measures while a thread without a record does something.
  static func heldThreads() {
    guard let threads = test_startThreads(2200, 64 << 10) else {
      print("no threads")
      return
    }
    let idle = Bracket.open()
    test_mallocAndFree(10, 100)
    idle.leave()
    Overflow.report("idle", idle.close())
    let known = Bracket.open()
    test_allocateOnThread(threads, 100, 10)
    known.leave()
    Overflow.report("known", known.close())
    let unknown = Bracket.open()
    test_allocateOnThread(threads, 2199, 10)
    unknown.leave()
    Overflow.report("unknown", unknown.close())
    // Its thread has no record either.
    let lane = Lane()
    let completed = Bracket.open()
    for _ in 0..<10 { lane.runTask() }
    completed.leave()
    for _ in 0..<1000 where liveTasks > 0 { usleep(1000) }
    Overflow.report("completed", completed.close())
    print("live: \(liveTasks)")
    test_endThreads(threads)
    let after = Bracket.open()
    test_runThreadThatExits()
    after.leave()
    Overflow.report("after", after.close())
  }

  /// How many tasks the ledger has live for whatever was measured.
  static var liveTasks: Int {
    guard let ledger = Bracket.processLedger else { return 0 }
    return (2..<8192).reduce(0) { $0 + ledger.scope($1).liveTasks }
  }

  /// Lets many threads work for many measurements, each pair of which has counters of its own.
  @MainActor static func manyBlocks() async {
    // Threads that are known to have counters: one for the first slot, and one not for it.
    let measuring = Lane()
    measuring.runTask {
      let bracket = Bracket.open()
      bracket.leave()
      _ = bracket.close()
    }
    let working = Lane()
    working.runTask()
    var isFirst = true
    var tasks: [Task<Void, Never>] = []
    for _ in 0..<200 {
      let bracket = Bracket.open()
      tasks.append(Task { @MainActor in })
      _ = test_runThreadsAtOnce(400, 64 << 10)
      bracket.leave()
      let usage = bracket.close()
      if isFirst { Overflow.report("first", usage) }
      isFirst = false
      if usage.losses.isEmpty { continue }
      Overflow.report("full", usage)
      break
    }
    // With its last task each measurement gives its room back, so that the next ones use the first slot.
    for task in tasks { await task.value }
    for step in ["next", "last"] {
      measuring.runTask {
        let bracket = Bracket.open()
        working.runTask()
        bracket.leave()
        for _ in 0..<1000 where liveTasks > 0 { usleep(1000) }
        Overflow.report(step, bracket.close())
      }
    }
  }

  /// Allocates on more call stacks than are kept.
  static func manySites() {
    let outer = Bracket.open(detail: true)
    test_allocateOnManyStacks(8, 5)
    let bracket = Bracket.open(detail: true)
    // Each of 8 frames, of which two are the same in all.
    test_allocateOnManyStacks(8, 6)
    bracket.leave()
    let usage = bracket.close()
    outer.leave()
    _ = outer.close()
    Overflow.report("many", usage)
    let sites = usage.callSites.filter { $0.metric == .heapAllocations }
    print("lost sites: \(Bracket.processLedger?.losses.sites ?? 0)")
    print("counted: \(sites.reduce(0) { $0 + $1.count })")
    print("without frames: \(sites.filter { $0.frames.isEmpty }.reduce(0) { $0 + $1.count })")
    let later = Bracket.open(detail: true)
    test_allocateOnManyStacks(1, 6)
    later.leave()
    let few = later.close()
    let after = few.callSites.filter { $0.metric == .heapAllocations }
    print("after: \(after.reduce(0) { $0 + $1.count })")
    print("after without frames: \(after.filter { $0.frames.isEmpty }.count)")
  }
}
