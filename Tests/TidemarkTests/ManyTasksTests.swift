import Foundation
import Testing
import Tidemark
import TidemarkBaselines
import TidemarkLedger

/// More tasks than tests usually have.
@Suite(.serialized) struct ManyTasksTests {
  @Test(.enabled(if: probeCan(.threads))) func recordsOfEndedThreadsAreUsedAgain() async throws {
    // Each thread takes a batch of free records and has to give the rest up when it ends.
    let ledger = try #require(Bracket.processLedger)
    let before = ledger.taskRecordsUsed
    for _ in 0..<2500 {
      await withCheckedContinuation { continuation in
        Thread.detachNewThread {
          Task.detached {}
          continuation.resume()
        }
      }
    }
    #expect(ledger.taskRecordsUsed - before < 2500 * 32 / 2)
  }

  @Test func quarterOfAMillionTasksInBurstsFromSeveralTasks() async {
    let usage = await bracketed {
      await withTaskGroup(of: Void.self) { creators in
        for _ in 0..<4 {
          creators.addTask {
            for _ in 0..<25 {
              await withTaskGroup(of: Void.self) { burst in
                for _ in 0..<2500 { burst.addTask {} }
              }
            }
          }
        }
      }
    }
    #expect(usage[.tasksCreated] == 250_004)
    #expect(usage[.tasksCompleted] == 250_004)
    #expect(usage[.tasksLeaked] == 0)
    #expect(usage[.jobsEnqueued] == usage[.jobsRun])
    #expect(usage.losses.isEmpty)
  }

  @Test func manyLiveTasks() async {
    let gate = Gate()
    let bracket = Bracket.open()
    let before = Bracket.residentLedgerBytes
    let tasks = (0..<100_000).map { _ in Task.detached { await gate.wait() } }
    let after = Bracket.residentLedgerBytes
    await gate.open()
    for task in tasks { await task.value }
    bracket.leave()
    let usage = bracket.close()
    #expect(usage[.tasksCreated] == 100_000)
    #expect(usage[.tasksCompleted] == 100_000)
    #expect(usage[.tasksPeakLive] ?? 0 <= 100_000)
    #expect(usage.losses.isEmpty)
    // A record has 64 bytes, and records of tests that run beside are counted with them, as are call
    // sites where they are asked for.
    #expect(Detail.isWanted || after - before <= 128 * 100_000)
  }
}
