import Tidemark
import TidemarkBaselines

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

private actor Counter {
  private(set) var value = 0

  func increment() { value += 1 }
}

private final class Node: Sendable {}

private final class Keeper: Sendable {
  // Used by one task only: set in the measured work, and read once that is over.
  nonisolated(unsafe) var block: UnsafeMutableRawPointer?
  nonisolated(unsafe) var node: Node?
}

/// Work that covers every metric, one measured piece for each theme.
struct Workload {
  func run() async -> [Check] {
    var checks = await tasks()
    checks += await leaks()
    checks += await executors()
    checks += await hops()
    checks += await threads()
    checks += await heap()
    checks += await process()
    return checks
  }

  private func measure(
    isolation: isolated (any Actor)? = #isolation, _ body: () async -> Void
  ) async -> Usage {
    let bracket = Bracket.open()
    await body()
    bracket.leave()
    for _ in 0..<50 where !bracket.isSettled() { try? await Task.sleep(for: .milliseconds(2)) }
    return bracket.close()
  }

  private func tasks() async -> [Check] {
    let usage = await measure {
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<100 { group.addTask { await Task.detached {}.value } }
      }
      async let first: Void = Task.yield()
      async let second: Void = Task.immediate {}.value
      _ = await (first, second)
      let cancelled = Task { try? await Task.sleep(for: .seconds(60)) }
      cancelled.cancel()
      await cancelled.value
    }
    return [
      Check(.tasksCreated, .exactly(204), in: usage),
      Check(.tasksCompleted, .exactly(204), in: usage),
      Check(.tasksCancelled, .exactly(1), in: usage),
      Check(.threadsPool, .atLeast(0), in: usage),
    ]
  }

  private func leaks() async -> [Check] {
    let (stream, feed) = AsyncStream<UnsafeContinuation<Void, Never>>.makeStream()
    let bracket = Bracket.open()
    let task = Task { await withUnsafeContinuation { _ = feed.yield($0) } }
    let waiting = await stream.first { _ in true }
    // The continuation is there before the task waits for it.
    try? await Task.sleep(for: .milliseconds(5))
    let file = open("/dev/null", O_RDONLY)
    bracket.leave()
    let usage = bracket.close()
    close(file)
    waiting?.resume()
    await task.value
    return [
      Check(.tasksLeaked, .exactly(1), in: usage),
      Check(.continuationsLeaked, .exactly(1), in: usage),
      Check(.filesLeaked, .exactly(1), in: usage),
    ]
  }

  @MainActor private func executors() async -> [Check] {
    // Nothing of the main actor's runs before this function waits, so all ten stand in line.
    let queued = await measure {
      let tasks = (0..<10).map { _ in Task { @MainActor in } }
      for task in tasks { await task.value }
    }
    return [
      Check(.tasksPeakLive, .exactly(10), in: queued),
      Check(.queuePeakDepth, .exactly(10), in: queued),
    ]
  }

  private func hops() async -> [Check] {
    let counter = Counter()
    let hops = await measure { for _ in 0..<100 { await counter.increment() } }
    // To the main thread and back: each time the task waits for another thread.
    let jobs = await measure { for _ in 0..<25 { await MainActor.run {} } }
    return [
      Check(.hops, .exactly(200), in: hops),
      Check(.jobsEnqueued, .exactly(50), in: jobs),
      Check(.jobsRun, .exactly(50), in: jobs),
    ]
  }

  private func threads() async -> [Check] {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return [] }
    let bracket = Bracket.open()
    for _ in 0..<5 { if let thread = startThread(-1) { pthread_join(thread, nil) } }
    let leaked = startThread(ends[0])
    bracket.leave()
    let usage = bracket.close()
    close(ends[1])
    if let leaked { pthread_join(leaked, nil) }
    close(ends[0])
    return [
      Check(.threadsCreated, .exactly(6), in: usage),
      Check(.threadsPeak, .exactly(1), in: usage),
      Check(.threadsLeaked, .exactly(1), in: usage),
    ]
  }

  /// Starts a thread that ends at once, or once the other end of a pipe is closed.
  private func startThread(_ descriptor: Int32) -> pthread_t? {
    #if canImport(Glibc)
      var thread = pthread_t()
    #else
      var thread: pthread_t?
    #endif
    let argument = UnsafeMutableRawPointer(bitPattern: Int(descriptor) + 2)
    let result = pthread_create(
      &thread, nil,
      { argument in
        let descriptor = Int32(Int(bitPattern: argument) - 2)
        var byte: UInt8 = 0
        if descriptor >= 0 { _ = read(descriptor, &byte, 1) }
        return nil
      }, argument)
    return result == 0 ? thread : nil
  }

  private func heap() async -> [Check] {
    let keeper = Keeper()
    let blocks = await measure {
      for _ in 0..<1000 { free(keep(malloc(100))) }
    }
    let leak = await measure { keeper.block = malloc(1000) }
    let held = Bracket.heldBytes(keeper.block)
    free(keeper.block)
    let peak = await measure {
      let block = keep(malloc(1 << 20))
      free(block)
    }
    makeObjects(1)
    let objects = await measure {
      makeObjects(100)
      keeper.node = keep(Node())
    }
    _ = keep(keeper.node)
    return [
      Check(.heapAllocations, .exactly(1000), in: blocks),
      Check(.heapBytesAllocated, .exactly(100_000), in: blocks),
      Check(.heapLeakedBlocks, .exactly(1), in: leak),
      Check(.heapLeakedBytes, .exactly(held), in: leak),
      Check(.heapPeakBytes, .atLeast(1 << 20), in: peak),
      Check(.objectsAllocated, .exactly(101), in: objects),
      Check(.objectsLeaked, .exactly(1), in: objects),
    ]
  }

  @inline(never) private func makeObjects(_ count: Int) {
    for _ in 0..<count { _ = keep(Node()) }
  }

  private func process() async -> [Check] {
    let usage = await measure {
      let pages = 1000
      if let memory = mmap(
        nil, pages * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
        memory != MAP_FAILED
      {
        for page in 0..<pages {
          memory.storeBytes(of: 1, toByteOffset: page * 4096, as: UInt8.self)
        }
        munmap(memory, pages * 4096)
      }
      // On a busy machine a sleep may be over before it has begun.
      for _ in 0..<20 { usleep(1000) }
      spin()
    }
    return [
      Check(.memoryResidentPeak, .atLeast(1 << 20), in: usage),
      Check(.faultsMinor, .atLeast(1), in: usage),
      Check(.faultsMajor, .atLeast(0), in: usage),
      Check(.cpuUser, .atLeast(1_000_000), in: usage),
      Check(.cpuSystem, .atLeast(0), in: usage),
      Check(.switchesVoluntary, .atLeast(10), in: usage),
      Check(.switchesInvoluntary, .atLeast(0), in: usage),
      Check(.timeWall, .atLeast(1_000_000), in: usage),
      Check(.timeRunQueue, .atLeast(0), in: usage),
    ]
  }
}

/// Uses the processor until the kernel says that a millisecond has gone by in user code.
private func spin() {
  let clock = ContinuousClock()
  let end = clock.now + .seconds(5)
  let before = userMicroseconds()
  while userMicroseconds() < before + 1000, clock.now < end {}
}

private func userMicroseconds() -> Int {
  var usage = rusage()
  #if canImport(Glibc)
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  #else
    getrusage(RUSAGE_SELF, &usage)
  #endif
  return Int(usage.ru_utime.tv_sec) * 1_000_000 + Int(usage.ru_utime.tv_usec)
}

/// Uses a value in a way that the optimizer cannot see through.
@inline(never) @_optimize(none)
private func keep<Value>(_ value: Value) -> Value { value }
