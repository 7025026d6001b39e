private import CTestSupport
import Foundation
import Testing
import Tidemark
import TidemarkBaselines
import TidemarkLedger

/// Threads that the code under test starts.
@Suite(.serialized, .enabled(if: probeCan(.threads))) struct ThreadTests {
  @Test func threadsThatEnd() async {
    let usage = await bracketed {
      for _ in 0..<20 { test_runThreadThatExits() }
    }
    #expect(usage[.threadsCreated] == 20)
    #expect(usage[.threadsPeak] == 1)
    #expect(usage[.threadsLeaked] == 0)
  }

  @Test func thousandThreadsAtOnce() async {
    let usage = await bracketed {
      #expect(test_runThreadsAtOnce(1000, 64 << 10) == 1000)
    }
    #expect(usage[.threadsCreated] == 1000)
    #expect(usage[.threadsPeak] == 1000)
    #expect(usage[.threadsLeaked] == 0)
    #expect(usage.losses.isEmpty)
  }

  @Test func threadsOfStandardC() async {
    let usage = await bracketed {
      // What a thread returns reaches who joins it.
      #expect(test_runStandardThreads(20) == 210)
    }
    #expect(usage[.threadsCreated] == 20)
    #expect(usage[.threadsPeak] == 1)
    #expect(usage[.threadsLeaked] == 0)
  }

  @Test func threadsOfCxx() async {
    let usage = await bracketed { test_runCxxThreads(20) }
    #expect(usage[.threadsCreated] == 20)
    #expect(usage[.threadsPeak] == 1)
    #expect(usage[.threadsLeaked] == 0)
  }

  @Test func threadThatCannotBeStartedIsNone() async throws {
    let outer = Bracket.open()
    let inner = Bracket.open()
    // With no other one, beside one, and after one.
    #expect(test_failToStartThread())
    let thread = try #require(test_startWaitingThread("only"))
    for _ in 0..<3 { #expect(test_failToStartThread()) }
    test_endWaitingThread(thread)
    #expect(test_failToStartThread())
    inner.leave()
    outer.leave()
    for usage in [inner.close(), outer.close()] {
      #expect(usage[.threadsCreated] == 1)
      #expect(usage[.threadsPeak] == 1)
      #expect(usage[.threadsLeaked] == 0)
      #expect(usage.losses.isEmpty)
    }
  }

  @Test func slotsOfEndedThreadsAreUsedAgain() async {
    let usage = await bracketed {
      for _ in 0..<5 { #expect(test_runThreadsAtOnce(600, 64 << 10) == 600) }
    }
    #expect(usage[.threadsCreated] == 3000)
    #expect(usage[.threadsPeak] == 600)
    #expect(usage[.threadsLeaked] == 0)
    #expect(usage.losses.isEmpty)
  }

  @Test func leakedThreadIsNamed() async throws {
    let bracket = Bracket.open()
    let thread = try #require(test_startWaitingThread("lookout"))
    try? await Task.sleep(for: .milliseconds(20))
    bracket.leave()
    let usage = bracket.close()
    test_endWaitingThread(thread)
    #expect(usage[.threadsCreated] == 1)
    #expect(usage[.threadsLeaked] == 1)
    let leak = try #require(usage.leakedThreads.first)
    #expect(leak.name == "lookout")
    #expect(leak.createdAt.contains { $0.symbol.contains("test_startWaitingThread") })
  }

  @Test(.timeLimit(.minutes(1))) func nameOfTheThreadThatStartsAnotherIsNotItsName() async throws {
    let bracket = Bracket.open()
    let isOver = DispatchSemaphore(value: 0)
    let thread = Thread { isOver.wait() }
    thread.start()
    try? await Task.sleep(for: .milliseconds(20))
    bracket.leave()
    let usage = bracket.close()
    isOver.signal()
    #expect(usage[.threadsLeaked] == 1)
    let leak = try #require(usage.leakedThreads.first)
    #expect(leak.name == nil)
  }

  @Test func foundationThread() async {
    let usage = await bracketed {
      await withCheckedContinuation { continuation in
        let thread = Thread { continuation.resume() }
        thread.name = "foundation"
        thread.start()
      }
    }
    #expect(usage[.threadsCreated] == 1)
    #expect(usage[.threadsLeaked] == 0)
  }

  // No other test uses a `Process`, so that the threads are started here, if by anybody.
  @Test func threadsThatFoundationKeepsAreNobodys() async throws {
    let usage = try await bracketed {
      let process = Process()
      process.executableURL = URL(filePath: "/bin/true")
      try await withCheckedThrowingContinuation { continuation in
        process.terminationHandler = { _ in continuation.resume() }
        do { try process.run() } catch { continuation.resume(throwing: error) }
      }
      #expect(process.terminationStatus == 0)
    }
    #expect(usage[.threadsCreated] == 0)
    #expect(usage[.threadsLeaked] == 0)
  }

  @Test func threadThatFoundationDetachesIsTheTests() async {
    let usage = await bracketed {
      await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume() }
      }
    }
    #expect(usage[.threadsCreated] == 1)
  }

  @Test func whatAThreadDoesIsItsStartersDoing() async {
    let usage = await bracketed {
      await withCheckedContinuation { continuation in
        Thread.detachNewThread {
          for _ in 0..<10 { Task.detached {} }
          continuation.resume()
        }
      }
    }
    #expect(usage[.tasksCreated] == 10)
    #expect(usage[.tasksCompleted] == 10)
  }

  @Test(.enabled(if: probeCan(.heap))) func threadDestructorsAreCounted() async {
    test_runThreadWithDestructor(1)
    let first = await bracketed { test_runThreadWithDestructor(100) }
    let second = await bracketed { test_runThreadWithDestructor(200) }
    #expect((second[.heapAllocations] ?? 0) - (first[.heapAllocations] ?? 0) == 100)
  }

  @Test func workersOfThePoolAreNotTheTests() async {
    let usage = await bracketed {
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<64 { group.addTask { usleep(100) } }
      }
      DispatchQueue.concurrentPerform(iterations: 64) { _ in usleep(100) }
    }
    #expect(usage[.threadsCreated] == 0)
    #expect(usage[.threadsLeaked] == 0)
  }
}
