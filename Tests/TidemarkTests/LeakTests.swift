import Synchronization
import Testing
import Tidemark
import TidemarkBaselines

@Suite struct LeakTests {
  private final class Keeper: Sendable {
    let continuation = Mutex<UnsafeContinuation<Void, Never>?>(nil)
  }

  @Test func taskThatWaitsForAContinuationIsNamedWithItsLine() async throws {
    let keeper = Keeper()
    let line = #line + 2
    let usage = await bracketed {
      Task(name: "prefetch") {
        await withUnsafeContinuation { made in keeper.continuation.withLock { $0 = made } }
      }
      try? await Task.sleep(for: .milliseconds(5))
    }
    #expect(usage[.tasksLeaked] == 1)
    #expect(usage[.continuationsLeaked] == 1)
    let leak = try #require(usage.leakedTasks.first)
    #expect(leak.name == "prefetch")
    #expect(leak.state == .suspended)
    #expect(leak.waitsFor == .continuation)
    #expect(leak.age >= 5_000_000)
    let frame = try #require(leak.createdAt.first)
    #expect(frame.file?.hasSuffix("LeakTests.swift") == true)
    #expect(frame.line == line)
    keeper.continuation.withLock { $0 }?.resume()
  }

  @Test func sleepingTasksAreNoLeakedContinuations() async throws {
    let keeper = Keeper()
    let usage = await bracketed {
      Task(name: "for") { try await Task.sleep(for: .seconds(600)) }
      Task(name: "nanoseconds") { try await Task.sleep(nanoseconds: 600_000_000_000) }
      Task(name: "suspending") { try await Task.sleep(for: .seconds(600), clock: .suspending) }
      Task(name: "clock") {
        let clock: any Clock<Duration> = ContinuousClock()
        try await clock.sleep(for: .seconds(600))
      }
      Task(name: "own") { try await Task.sleep(until: .now, clock: WaitingClock(keeper: keeper)) }
      try? await Task.sleep(for: .milliseconds(20))
    }
    #expect(usage[.tasksLeaked] == 5)
    #expect(usage[.continuationsLeaked] == 1)
    for leak in usage.leakedTasks {
      #expect(leak.state == .suspended)
      #expect(leak.waitsFor == (leak.name == "own" ? .continuation : .sleep), "\(leak)")
    }
    keeper.continuation.withLock { $0 }?.resume()
  }

  /// A clock that waits for its owner.
  private struct WaitingClock: Clock {
    let keeper: Keeper

    var now: ContinuousClock.Instant { .now }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
      await withUnsafeContinuation { made in keeper.continuation.withLock { $0 = made } }
    }
  }

  @Test func allowedLeakIsNoLeak() async {
    let gate = Gate()
    let bracket = Bracket.open()
    Task { await gate.wait() }
    bracket.leave()
    let rule = IgnoreRule.createdBy("allowedLeakIsNoLeak", "part of this test")
    #expect(!bracket.isSettled())
    #expect(await Settling().settle { bracket.isSettled(ignoring: [rule]) })
    #expect(!bracket.isSettled())
    let usage = bracket.close(ignoring: [rule])
    #expect(usage[.tasksLeaked] == 0)
    #expect(usage[.tasksCreated] == 1)
    await gate.open()
  }

  @Test func taskThatOutlivesItsScopeIsNeverChargedToALaterOne() async {
    let gate = Gate()
    let first = Bracket.open()
    let straggler = Task {
      await gate.wait()
      for _ in 0..<50 { await Task {}.value }
    }
    first.leave()
    #expect(first.close()[.tasksLeaked] == 1)
    let usage = await bracketed {
      await gate.open()
      await straggler.value
    }
    #expect(usage[.tasksCreated] == 0)
  }
}
