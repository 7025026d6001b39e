import Testing
import Tidemark
import TidemarkBaselines
import TidemarkLedger

/// Workloads whose figures are known by construction.
@Suite struct TaskCountTests {
  @Test func emptyWorkUsesNothing() async {
    let usage = await bracketed {}
    #expect(usage[.tasksCreated] == 0)
    #expect(usage[.tasksLeaked] == 0)
    #expect(usage[.jobsRun] == 0)
    #expect(usage[.hops] == 0)
    #expect(usage[.objectsAllocated] == 0)
    // Unavailable under a sanitizer, and never zero for that.
    #expect(usage[.heapAllocations] == (probeCan(.heap) ? 0 : nil))
    #expect(usage[.heapBytesAllocated] == (probeCan(.heap) ? 0 : nil))
    #expect(usage[.threadsCreated] == (probeCan(.threads) ? 0 : nil))
    #expect(usage.losses.isEmpty)
  }

  @Test func unstructuredTask() async {
    let usage = await bracketed { await Task {}.value }
    #expect(usage[.tasksCreated] == 1)
    #expect(usage[.tasksCompleted] == 1)
    #expect(usage[.tasksPeakLive] == 1)
    #expect(usage[.tasksLeaked] == 0)
  }

  @Test func detachedTaskInsideADetachedTask() async {
    let usage = await bracketed { await Task.detached { await Task.detached {}.value }.value }
    #expect(usage[.tasksCreated] == 2)
    #expect(usage[.tasksCompleted] == 2)
    #expect(usage[.tasksPeakLive] == 2)
  }

  @Test func asyncLet() async {
    let usage = await bracketed {
      async let first = 1
      async let second = 2
      _ = await (first, second)
    }
    #expect(usage[.tasksCreated] == 2)
    #expect(usage[.tasksCompleted] == 2)
  }

  @Test func taskGroup() async {
    let usage = await bracketed {
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<1000 { group.addTask {} }
      }
    }
    #expect(usage[.tasksCreated] == 1000)
    #expect(usage[.tasksCompleted] == 1000)
  }

  @Test func throwingTaskGroup() async throws {
    struct Failure: Error {}
    let usage = await bracketed {
      try? await withThrowingTaskGroup(of: Void.self) { group in
        for index in 0..<10 { group.addTask { if index == 5 { throw Failure() } } }
        try await group.waitForAll()
      }
    }
    #expect(usage[.tasksCreated] == 10)
    #expect(usage[.tasksCompleted] == 10)
  }

  @Test func discardingTaskGroup() async {
    let usage = await bracketed {
      await withDiscardingTaskGroup { group in
        for _ in 0..<100 { group.addTask {} }
      }
    }
    #expect(usage[.tasksCreated] == 100)
    #expect(usage[.tasksCompleted] == 100)
  }

  @Test func immediateTaskThatNeverSuspends() async {
    let usage = await bracketed { await Task.immediate {}.value }
    #expect(usage[.tasksCreated] == 1)
    #expect(usage[.tasksCompleted] == 1)
    #expect(usage[.tasksPeakLive] == 1)
    #expect(usage[.jobsEnqueued] == 0)
    #expect(usage[.jobsRun] == 0)
  }

  @Test func immediateTaskIsLiveWhileItRuns() async {
    let gate = Gate()
    let usage = await bracketed {
      await Task.immediate {
        async let first: Void = gate.wait()
        async let second: Void = gate.wait()
        await gate.open()
        _ = await (first, second)
      }.value
    }
    #expect(usage[.tasksCreated] == 3)
    #expect(usage[.tasksPeakLive] == 3)
  }

  @Test func immediateTaskThatSuspends() async {
    let usage = await bracketed { await Task.immediate { await Task.yield() }.value }
    #expect(usage[.tasksCreated] == 1)
    #expect(usage[.tasksCompleted] == 1)
  }

  @Test func sleepingMakesNoTaskOfTheUsers() async throws {
    let usage = try await bracketed { try await Task.sleep(for: .milliseconds(1)) }
    #expect(usage[.tasksCreated] == 0)
    #expect(usage[.tasksLeaked] == 0)
    // On a busy machine the time may be over before the task comes to wait, and then it goes on.
    #expect(usage[.jobsRun] ?? 2 <= 1)
    #expect(usage[.jobsEnqueued] == usage[.jobsRun])
  }

  @Test func yieldingRunsAtMostOneJob() async {
    let usage = await bracketed { await Task.yield() }
    #expect(usage[.tasksCreated] == 0)
    // A yield waits for a continuation that a job of the runtime's resumes; when that job is the
    // faster one, the task goes on without having been enqueued.
    #expect(usage[.jobsEnqueued] ?? 2 <= 1)
    #expect(usage[.jobsRun] == usage[.jobsEnqueued])
    #expect(usage[.hops] == 0)
  }

  @Test func actorCallsHopThereAndBack() async {
    let counter = Counter()
    let usage = await bracketed {
      for _ in 0..<100 { await visit(counter) }
    }
    #expect(usage[.hops] == 200)
    #expect(usage[.tasksCreated] == 0)
  }

  @Test func mainActorHopsThereAndBack() async {
    let usage = await bracketed {
      for _ in 0..<10 { await MainActor.run {} }
    }
    #expect(usage[.hops] == 20)
    #expect(usage[.jobsRun] == 20)
  }

  @Test func continuationResumedLater() async {
    let usage = await bracketed {
      await withCheckedContinuation { continuation in
        Task.detached { continuation.resume() }
      }
      await withUnsafeContinuation { $0.resume() }
    }
    #expect(usage[.tasksCreated] == 1)
    #expect(usage[.continuationsLeaked] == 0)
  }

  @Test func cancelledTask() async {
    let usage = await bracketed {
      let task = Task { try? await Task.sleep(for: .seconds(60)) }
      task.cancel()
      await task.value
    }
    #expect(usage[.tasksCreated] == 1)
    #expect(usage[.tasksCancelled] == 1)
    #expect(usage[.tasksCompleted] == 1)
  }

  @Test func allTasksOfAGroupLiveAtOnce() async {
    let gate = Gate()
    let usage = await bracketed {
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<64 { group.addTask { await gate.wait() } }
        await gate.open()
      }
    }
    #expect(usage[.tasksPeakLive] == 64)
  }

  /// Several tasks create at once what others complete at once; no peak is above or below what was
  /// there.
  @Test(arguments: 0..<20) func peakOfSeveralCreators(_: Int) async {
    let gate = Gate()
    let usage = await bracketed {
      await withTaskGroup(of: Void.self) { creators in
        for _ in 0..<8 {
          creators.addTask {
            // These come and go, one at a time, so that they raise no peak beyond what follows.
            for _ in 0..<25 { await Task.detached {}.value }
            await withTaskGroup(of: Void.self) { waiting in
              for _ in 0..<32 { waiting.addTask { await gate.wait() } }
              await gate.arrive(of: 8)
            }
          }
        }
      }
    }
    #expect(usage[.tasksCreated] == 8 * (1 + 25 + 32))
    #expect(usage[.tasksCompleted] == 8 * (1 + 25 + 32))
    #expect(usage[.tasksPeakLive] == 8 * (1 + 32))
    #expect(usage[.queuePeakDepth] ?? 0 <= 8 * (1 + 32))
    #expect(usage[.jobsEnqueued] == usage[.jobsRun])
  }

  /// One task after the other: there are never two, however fast they follow.
  @Test func peakOfOneAfterTheOther() async {
    let usage = await bracketed {
      for _ in 0..<2000 {
        async let value = 1
        _ = await value
      }
    }
    #expect(usage[.tasksCreated] == 2000)
    #expect(usage[.tasksPeakLive] == 1)
    #expect(usage[.queuePeakDepth] ?? 2 <= 1)
  }
}
