import Testing
import Tidemark
import TidemarkBaselines
import TidemarkLedger

/// Many measured pieces of work at the same time.
@Suite struct ParallelScopeTests {
  /// Runs 100 groups of `size` children, each of which awaits a detached task.
  private func runGroups(of size: Int) async {
    for _ in 0..<100 {
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<size { group.addTask { await Task.detached {}.value } }
      }
    }
  }

  private func measureAll() async -> [Usage] {
    await withTaskGroup(of: (Int, Usage).self) { group in
      for size in 1...19 {
        group.addTask {
          (size, await bracketed(isolation: nil) { await runGroups(of: size) })
        }
      }
      return await group.reduce(into: [Int: Usage]()) { $0[$1.0] = $1.1 }
        .sorted { $0.key < $1.key }.map(\.value)
    }
  }

  @Test func nineteenScopesCountExactly() async {
    var allocations: Set<[Int]> = []
    for _ in 0..<3 {
      let usages = await measureAll()
      for (index, usage) in usages.enumerated() {
        #expect(usage[.tasksCreated] == 200 * (index + 1))
        #expect(usage[.tasksCompleted] == 200 * (index + 1))
        #expect(usage[.tasksLeaked] == 0)
        #expect(usage[.jobsEnqueued] == usage[.jobsRun])
        #expect(usage.losses.isEmpty)
      }
      allocations.insert(usages.map { $0[.heapAllocations] ?? -1 })
    }
    #expect(allocations.count == 1, "\(allocations)")
  }

  @Test func slotsAreUsedAgainWhileLeaksPinSome() async {
    let gate = Gate()
    var pinned = 0
    for round in 0..<600 {
      let bracket = Bracket.open()
      if round % 100 == 0 { Task { await gate.wait() } } else { Task {} }
      bracket.leave()
      if round % 100 == 0 { pinned += 1 }
      let usage = bracket.close()
      #expect(usage[.tasksCreated] == 1)
      #expect(usage.losses.isEmpty)
    }
    #expect(pinned == 6)
    // The leaks wait before they are let go, or the number of their hops depends on chance.
    await gate.waits(for: pinned)
    await gate.open()
  }

  @Test func shortScopesOnManyTasks() async {
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<16 {
        group.addTask {
          for _ in 0..<50 {
            let usage = await bracketed(isolation: nil) {
              await Task {}.value
              async let one: Void = Task.detached {}.value
              await one
            }
            #expect(usage[.tasksCreated] == 3)
            #expect(usage[.tasksCompleted] == 3)
          }
        }
      }
    }
  }
}
