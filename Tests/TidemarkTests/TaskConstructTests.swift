import Testing
import Tidemark
import TidemarkBaselines

/// Constructs around tasks, with counts known by construction.
@Suite struct TaskConstructTests {
  private struct Failure: Error {}
  private typealias Resumption = CheckedContinuation<Void, any Error>

  @Test func asyncLetsInALoop() async {
    let usage = await bracketed {
      for index in 0..<100 {
        async let first = index
        async let second = index + 1
        _ = await first + second
      }
    }
    #expect(usage[.tasksCreated] == 200)
    #expect(usage[.tasksCompleted] == 200)
    #expect(usage[.tasksLeaked] == 0)
  }

  @Test func asyncLetThatIsNeverAwaited() async {
    let usage = await bracketed {
      for _ in 0..<10 { async let _ = Task.yield() }
    }
    #expect(usage[.tasksCreated] == 10)
    #expect(usage[.tasksCompleted] == 10)
  }

  @Test func cancelledThrowingGroup() async {
    let usage = await bracketed {
      try? await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<20 { group.addTask { try await Task.sleep(for: .seconds(60)) } }
        group.addTask { throw Failure() }
        try await group.next()
        for _ in 0..<20 { try await group.next() }
      }
    }
    #expect(usage[.tasksCreated] == 21)
    #expect(usage[.tasksCompleted] == 21)
    #expect(usage[.tasksCancelled] == 20)
    #expect(usage[.tasksLeaked] == 0)
    #expect(usage[.jobsEnqueued] == usage[.jobsRun])
  }

  @Test func throwingDiscardingGroup() async {
    let usage = await bracketed {
      try? await withThrowingDiscardingTaskGroup { group in
        for _ in 0..<20 { group.addTask { try await Task.sleep(for: .seconds(60)) } }
        group.addTask { throw Failure() }
      }
    }
    #expect(usage[.tasksCreated] == 21)
    #expect(usage[.tasksCompleted] == 21)
    #expect(usage[.tasksLeaked] == 0)
  }

  @Test func namedTasks() async throws {
    let gate = Gate()
    let bracket = Bracket.open()
    Task(name: "one") { await gate.wait() }
    Task.detached(name: "two") { await gate.wait() }
    try? await Task.sleep(for: .milliseconds(5))
    bracket.leave()
    let usage = bracket.close()
    await gate.open()
    #expect(usage[.tasksCreated] == 2)
    #expect(usage.leakedTasks.compactMap(\.name).sorted() == ["one", "two"])
  }

  @Test func escalatedTask() async {
    let usage = await bracketed {
      let gate = Gate()
      let low = Task.detached(priority: .background) { await gate.wait() }
      let high = Task.detached(priority: .high) { await low.value }
      await Task.yield()
      await gate.open()
      await high.value
    }
    #expect(usage[.tasksCreated] == 2)
    #expect(usage[.tasksCompleted] == 2)
    #expect(usage[.jobsEnqueued] == usage[.jobsRun])
  }

  @Test func escalatedByHand() async {
    let usage = await bracketed {
      let tasks = (0..<50).map { _ in Task.detached(priority: .background) { await Task.yield() } }
      for task in tasks { task.escalatePriority(to: .high) }
      for task in tasks { await task.value }
    }
    #expect(usage[.tasksCreated] == 50)
    #expect(usage[.tasksCompleted] == 50)
    #expect(usage[.jobsEnqueued] == usage[.jobsRun])
  }

  @Test func checkedContinuations() async throws {
    let usage = try await bracketed {
      for _ in 0..<50 { await withCheckedContinuation { $0.resume() } }
      for _ in 0..<50 {
        try await withCheckedThrowingContinuation { (continuation: Resumption) in
          Task.detached { continuation.resume() }
        }
      }
      try? await withCheckedThrowingContinuation { (continuation: Resumption) in
        continuation.resume(throwing: Failure())
      }
    }
    #expect(usage[.tasksCreated] == 50)
    #expect(usage[.tasksCompleted] == 50)
    #expect(usage[.continuationsLeaked] == 0)
    #expect(usage[.jobsEnqueued] == usage[.jobsRun])
  }

  @Test func asyncStreamIsReadToItsEnd() async {
    let usage = await bracketed {
      let (stream, continuation) = AsyncStream<Int>.makeStream()
      let reader = Task { await stream.reduce(0, +) }
      for index in 0..<100 { continuation.yield(index) }
      continuation.finish()
      #expect(await reader.value == 4950)
    }
    #expect(usage[.tasksCreated] == 1)
    #expect(usage[.tasksLeaked] == 0)
  }

  @Test func asyncStreamThatNeverEndsIsALeakThatWaits() async throws {
    let (stream, continuation) = AsyncStream<Int>.makeStream()
    let bracket = Bracket.open()
    let reader = Task { for await _ in stream {} }
    try? await Task.sleep(for: .milliseconds(10))
    bracket.leave()
    let usage = bracket.close()
    let leak = try #require(usage.leakedTasks.first)
    #expect(usage[.tasksLeaked] == 1)
    #expect(leak.state == .suspended)
    #expect(leak.waitsFor == .continuation)
    #expect(usage[.continuationsLeaked] == 1)
    continuation.finish()
    await reader.value
  }

  @Test func cancellationHandler() async {
    let usage = await bracketed {
      let (stream, continuation) = AsyncStream<Void>.makeStream()
      let task = Task {
        await withTaskCancellationHandler {
          for await _ in stream {}
        } onCancel: {
          continuation.finish()
        }
      }
      task.cancel()
      await task.value
    }
    #expect(usage[.tasksCreated] == 1)
    #expect(usage[.tasksCancelled] == 1)
    #expect(usage[.tasksLeaked] == 0)
  }

  @Test func cancelledSleep() async {
    let usage = await bracketed {
      let tasks = (0..<50).map { _ in Task { try? await Task.sleep(for: .seconds(60)) } }
      for task in tasks { task.cancel() }
      for task in tasks { await task.value }
    }
    #expect(usage[.tasksCreated] == 50)
    #expect(usage[.tasksCompleted] == 50)
    #expect(usage[.tasksCancelled] == 50)
    #expect(usage[.jobsEnqueued] == usage[.jobsRun])
  }

  @Test(arguments: [1, 2, 8, 9, 40, 200]) func nestedImmediateTasks(depth: Int) async {
    @Sendable func nest(_ depth: Int) {
      if depth > 0 { Task.immediate { nest(depth - 1) } }
    }
    let usage = await bracketed {
      nest(depth)
      await Task {}.value
    }
    #expect(usage[.tasksCreated] == depth + 1)
    #expect(usage[.tasksCompleted] == depth + 1)
    #expect(usage[.tasksPeakLive] == max(depth, 1))
    #expect(usage[.tasksLeaked] == 0)
  }

  @Test func nestedImmediateTasksThatSuspend() async {
    @Sendable func nest(_ depth: Int) async {
      if depth > 0 {
        let task = Task.immediate { await nest(depth - 1) }
        await Task.yield()
        await task.value
      }
    }
    let usage = await bracketed { await nest(20) }
    #expect(usage[.tasksCreated] == 20)
    #expect(usage[.tasksCompleted] == 20)
    #expect(usage[.tasksLeaked] == 0)
    #expect(usage[.jobsEnqueued] == usage[.jobsRun])
    let after = await bracketed { await Task {}.value }
    #expect(after[.tasksCreated] == 1)
  }

  @Test func taskCancelledWhileItIsEnqueued() async {
    let usage = await bracketed {
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<500 {
          group.addTask {
            let task = Task.detached {
              for _ in 0..<4 { await Task.yield() }
            }
            let canceller = Task.detached { task.cancel() }
            await task.value
            await canceller.value
          }
        }
      }
    }
    #expect(usage[.tasksCreated] == 1500)
    #expect(usage[.tasksCompleted] == 1500)
    #expect(usage[.jobsEnqueued] == usage[.jobsRun])
    #expect(usage[.tasksLeaked] == 0)
    #expect(usage.losses.isEmpty)
  }
}
