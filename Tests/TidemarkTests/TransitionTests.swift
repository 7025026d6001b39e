import Dispatch
import Foundation
import Synchronization
import Testing
import Tidemark
import TidemarkLedger

private actor Clerk {
  nonisolated let desk = Desk()
  nonisolated var unownedExecutor: UnownedSerialExecutor { desk.asUnownedSerialExecutor() }
  private var served = 0

  func serve() { served += 1 }
}

private actor Keeper {
  private var kept = 0

  func keep() { kept += 1 }

  /// Keeps the actor busy until told to let it go.
  func hold(_ started: DispatchSemaphore, until end: DispatchSemaphore) {
    started.signal()
    blockUntil(end)
  }
}

private func blockUntil(_ semaphore: DispatchSemaphore) { semaphore.wait() }

/// Every transition of tasks whose story is known by construction.
///
/// What other tests do would overwrite the stories, so `WatchProcessTests` runs these in a process of their
/// own.
@Suite(
  .enabled(if: ProcessInfo.processInfo.environment["TIDEMARK_ALONE"] != nil, "run by another test"))
struct TransitionTests {
  private typealias Waiting = UnsafeContinuation<Void, Never>

  @Test func continuationThatATaskResumes() async throws {
    let watch = try Watch()
    let (stream, feed) = AsyncStream<Waiting>.makeStream()
    let creator = Watch.currentTask()
    let task = Task.detached {
      let id = Watch.currentTask()
      await withUnsafeContinuation { _ = feed.yield($0) }
      return id
    }
    let resumer = Task.detached {
      for await waiting in stream {
        // So that it is waited for before it is resumed.
        usleep(20_000)
        waiting.resume()
        return Watch.currentTask()
      }
      return 0
    }
    let resumed = await resumer.value
    let id = await task.value
    #expect(
      watch.story(of: id) == [
        "created by \(creator)", "enqueued global by \(creator)", "run global",
        "suspended continuation", "enqueued global by \(resumed)", "run global", "completed",
      ])
  }

  @Test func continuationThatAThreadWithoutATaskResumes() async throws {
    let watch = try Watch()
    let id = await Task.detached {
      let id = Watch.currentTask()
      let waiting = Mutex<Waiting?>(nil)
      let end = DispatchSemaphore(value: 0)
      DispatchQueue(label: "tidemark.tests.resumer").async {
        blockUntil(end)
        usleep(20_000)
        waiting.withLock { $0 }?.resume()
      }
      await withUnsafeContinuation { continuation in
        waiting.withLock { $0 = continuation }
        end.signal()
      }
      return id
    }.value
    #expect(
      watch.story(of: id).dropFirst(2) == [
        "run global", "suspended continuation", "enqueued global", "run global", "completed",
      ])
  }

  @Test func continuationThatIsResumedBeforeItIsWaitedFor() async throws {
    let watch = try Watch()
    let id = await Task.detached {
      await withUnsafeContinuation { $0.resume() }
      return Watch.currentTask()
    }.value
    #expect(watch.story(of: id).dropFirst(2) == ["run global", "completed"])
  }

  @Test func sleep() async throws {
    let watch = try Watch()
    let id = await Task.detached {
      try? await Task.sleep(for: .milliseconds(2))
      return Watch.currentTask()
    }.value
    #expect(
      watch.story(of: id).dropFirst(2) == [
        "run global", "suspended continuation", "enqueued global", "run global", "completed",
      ])
  }

  /// Whoever yields may be told to go on before it has left its thread, or just as it leaves.
  @Test func yield() async throws {
    let watch = try Watch()
    let id = await Task.detached {
      await Task.yield()
      return Watch.currentTask()
    }.value
    let left = [
      "run global", "suspended continuation", "enqueued global", "run global", "completed",
    ]
    let called = ["run global", "suspended continuation", "run global", "completed"]
    let stayed = ["run global", "completed"]
    #expect([left, called, stayed].contains(Array(watch.story(of: id).dropFirst(2))))
  }

  @Test func mainActorAndBack() async throws {
    let watch = try Watch()
    let id = await Task.detached {
      _ = await MainActor.run { Watch.currentTask() }
      return Watch.currentTask()
    }.value
    #expect(
      watch.story(of: id).dropFirst(2) == [
        "run global", "hopped global main", "suspended enqueued", "enqueued main by \(id)",
        "run main", "hopped main global", "suspended enqueued", "enqueued global by \(id)",
        "run global", "completed",
      ])
  }

  @Test func idleActorIsVisitedOnTheSameThread() async throws {
    let watch = try Watch()
    let id = await Task.detached {
      let keeper = Keeper()
      opaque(await keeper.keep())
      return Watch.currentTask()
    }.value
    let story = watch.events(of: id).dropFirst(2)
    #expect(
      story.map(describe) == [
        "run global", "hopped global actor", "hopped actor global", "completed",
      ])
    #expect(Set(story.map(\.thread)).count == 1)
  }

  @Test func busyActorIsWaitedFor() async throws {
    let watch = try Watch()
    let keeper = Keeper()
    let started = DispatchSemaphore(value: 0)
    let end = DispatchSemaphore(value: 0)
    let holder = Task.detached {
      await keeper.hold(started, until: end)
      return Watch.currentTask()
    }
    await onThread { blockUntil(started) }
    let (ids, id) = AsyncStream<UInt64>.makeStream()
    let visitor = Task.detached {
      id.yield(Watch.currentTask())
      opaque(await keeper.keep())
    }
    let visiting = await ids.first { _ in true } ?? 0
    await onThread {
      while watch.story(of: visiting).last?.hasPrefix("enqueued actor") != true { usleep(100) }
    }
    end.signal()
    await visitor.value
    _ = await holder.value
    let story = watch.events(of: visiting).dropFirst(2)
    #expect(
      story.map(describe) == [
        "run global", "hopped global actor", "suspended enqueued", "enqueued actor by \(visiting)",
        "run actor", "hopped actor global", "completed",
      ])
    let actors = story.compactMap { $0.executor?.kind == .actor ? $0.executor?.identity : nil }
    #expect(Set(actors) == [UInt64(UInt(bitPattern: Unmanaged.passUnretained(keeper).toOpaque()))])
  }

  @Test func executorOfTheProgramsOwn() async throws {
    let watch = try Watch()
    let clerk = Clerk()
    let task = Task.detached {
      opaque(await clerk.serve())
      return Watch.currentTask()
    }
    await onThread { clerk.desk.runNext() }
    let id = await task.value
    let story = watch.events(of: id).dropFirst(2)
    #expect(
      story.map(describe) == [
        "run global", "hopped global custom", "suspended enqueued", "enqueued custom by \(id)",
        "run custom", "hopped custom global", "suspended enqueued", "enqueued global by \(id)",
        "run global", "completed",
      ])
    let identity = UInt64(UInt(bitPattern: Unmanaged.passUnretained(clerk.desk).toOpaque()))
    #expect(
      Set(story.compactMap { $0.executor?.kind == .custom ? $0.executor?.identity : nil })
        == [identity])
  }

  @Test func taskExecutor() async throws {
    let watch = try Watch()
    let desk = Desk()
    let task = Task.detached(executorPreference: desk) { Watch.currentTask() }
    await onThread { desk.runNext(asTaskExecutor: true) }
    let id = await task.value
    let story = watch.events(of: id)
    #expect(story.dropFirst(2).map(describe) == ["run custom", "completed"])
    #expect(story.dropFirst().first.map(describe)?.hasPrefix("enqueued custom") == true)
    let identity = UInt64(UInt(bitPattern: Unmanaged.passUnretained(desk).toOpaque()))
    #expect(story.compactMap(\.executor).map(\.identity) == [identity, identity])
  }

  @Test func groupThatIsWaitedFor() async throws {
    let watch = try Watch()
    let (parent, child) = await Task.detached {
      let parent = Watch.currentTask()
      let child = await withTaskGroup(of: UInt64.self) { group in
        group.addTask {
          while watch.story(of: parent).last != "suspended group" { usleep(100) }
          return Watch.currentTask()
        }
        return await group.next() ?? 0
      }
      return (parent, child)
    }.value
    #expect(
      watch.story(of: parent).dropFirst(2) == [
        "run global", "suspended group", "enqueued global by \(child)", "run global", "completed",
      ])
    #expect(
      watch.story(of: child) == [
        "created by \(parent)", "enqueued global by \(parent)", "run global", "completed",
      ])
  }

  @Test func asyncLetThatIsWaitedFor() async throws {
    let watch = try Watch()
    let (parent, child) = await Task.detached {
      let parent = Watch.currentTask()
      async let child: UInt64 = {
        while watch.story(of: parent).last != "suspended task" { usleep(100) }
        return Watch.currentTask()
      }()
      return (parent, await child)
    }.value
    #expect(
      watch.story(of: parent).dropFirst(2) == [
        "run global", "suspended task", "enqueued global by \(child)", "run global", "completed",
      ])
    #expect(
      watch.story(of: child) == [
        "created by \(parent)", "enqueued global by \(parent)", "run global", "completed",
      ])
  }

  @Test func immediateTask() async throws {
    let watch = try Watch()
    let (outer, inner, after) = await Task.detached {
      let outer = Watch.currentTask()
      let waiting = Mutex<Waiting?>(nil)
      let task = Task.immediate {
        let inner = Watch.currentTask()
        await withUnsafeContinuation { continuation in waiting.withLock { $0 = continuation } }
        return inner
      }
      let after = Watch.currentTask()
      waiting.withLock { $0 }?.resume()
      return (outer, await task.value, after)
    }.value
    #expect(outer == after)
    #expect(
      watch.story(of: inner) == [
        "created by \(outer)", "run global", "suspended continuation",
        "enqueued global by \(outer)", "run global", "completed",
      ])
    let runs = watch.events(of: inner).filter { $0.kind == .run }
    #expect(runs.count == 2)
    #expect(runs.first?.thread == watch.events(of: outer).first { $0.kind == .run }?.thread)
  }

  /// Tasks that interrupt one another, also deeper than there is room to remember all of them.
  @Test(arguments: [1, 3, 63, 100]) func nestedImmediateTasks(depth: Int) async {
    @Sendable func nest(_ depth: Int) -> Int {
      let before = Watch.currentTask()
      var right = 0
      if depth > 0 {
        let inner = Mutex(0)
        Task.immediate { inner.withLock { $0 = nest(depth - 1) } }
        right = inner.withLock(\.self)
      }
      let isRight = before != 0 && Watch.currentTask() == before
      return right + (isRight ? 1 : 0)
    }
    // The innermost ones, from the 65th task of the thread on, are none's own any more.
    #expect(await Task.detached { nest(depth) }.value >= min(depth + 1, 64))
    #expect(await Task.detached { Watch.currentTask() }.value != 0)
  }

  /// Whoever cancels a task, or raises its priority, seems to run and to enqueue it.
  @Test func taskThatIsCancelledWhileItIsEnqueued() async throws {
    let watch = try Watch()
    let desk = Desk()
    let creator = Watch.currentTask()
    let task = Task.detached(executorPreference: desk, priority: .low) { Watch.currentTask() }
    task.cancel()
    task.escalatePriority(to: .high)
    await onThread { task.cancel() }
    await onThread { desk.runNext(asTaskExecutor: true) }
    let id = await task.value
    #expect(
      watch.story(of: id) == [
        "created by \(creator)", "enqueued custom by \(creator)", "run custom", "completed",
      ])
  }

  /// A thread goes on with something else after a task has completed on it.
  @Test func whatFollowsACompletedTaskIsNotItsDoing() async throws {
    let watch = try Watch()
    let desk = Desk()
    let waiting = Mutex<Waiting?>(nil)
    let waiter = Task.detached {
      let id = Watch.currentTask()
      await withUnsafeContinuation { continuation in waiting.withLock { $0 = continuation } }
      return id
    }
    let task = Task.detached(executorPreference: desk) { Watch.currentTask() }
    let awaiter = Task.detached {
      let id = Watch.currentTask()
      return (id, await task.value)
    }
    await onThread {
      usleep(20_000)
      desk.runNext(asTaskExecutor: true)
      waiting.withLock { $0 }?.resume()
    }
    let id = await waiter.value
    let (awaiting, completed) = await awaiter.value
    #expect(
      watch.story(of: awaiting).dropFirst(2).prefix(3) == [
        "run global", "suspended task", "enqueued global by \(completed)",
      ])
    #expect(
      watch.story(of: id).dropFirst(2) == [
        "run global", "suspended continuation", "enqueued global", "run global", "completed",
      ])
  }

  @Test func placeOfTheCreation() async throws {
    let watch = try Watch()
    let record = try await Task.detached {
      let task = Watch.currentTask()
      let thread = watch.ledger.threads().first { $0.taskID == task }
      let record = watch.ledger.tasks { _ in true }.first { $0.task == thread?.task }
      return (task, try #require(record))
    }.value
    let place = try #require(watch.events(of: record.0).first?.place)
    #expect(record.1.creation.count > 1)
    #expect(watch.ledger.stack(ofPlace: place) == record.1.creation)
  }

  @Test(.enabled(if: probeCan(.threads))) func threads() async throws {
    let watch = try Watch()
    let ids = Mutex<[Int]>([])
    await onThread {
      let thread = Thread { ids.withLock { $0.append(Watch.currentThread()) } }
      thread.start()
      while !thread.isFinished { usleep(100) }
    }
    let id = try #require(ids.withLock { $0.first })
    for _ in 0..<5000 where watch.events(ofThread: id).count < 2 {
      try await Task.sleep(for: .milliseconds(1))
    }
    #expect(watch.events(ofThread: id).map(describe) == ["thread started", "thread ended"])
  }
}
