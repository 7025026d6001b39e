#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An actor that is kept busy.
actor Ledgerkeeper {
  private var count = 0

  @inline(never)
  func add() { count += 1 }

  @inline(never)
  func work(microseconds: UInt32) {
    usleep(microseconds)
    count += 1
  }
}

@MainActor
enum Front {
  static var count = 0
  @inline(never)
  static func add() { count += 1 }
}

/// What a watched program can do.
enum Work {
  /// Makes tasks that wait for a continuation which nobody resumes.
  static func suspend(count: Int) {
    for _ in 0..<count {
      Task.detached(name: "waiter") { await Self.waitForEver() }  // line: waiter
    }
  }

  @inline(never)
  private static func waitForEver() async {
    await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }  // line: ever
  }

  /// Blocks every thread of the pool, and leaves tasks in the queue.
  static func blockThePool() {
    for _ in 0..<64 {
      Task.detached(name: "blocker") { while true { sleep(1000) } }  // line: blocks
    }
  }

  /// Creates and finishes tasks without a pause between.
  static func burst(of count: Int) {
    Task.detached(name: "burster") {
      while true {
        await withTaskGroup(of: Void.self) { group in
          for _ in 0..<count { group.addTask {} }  // line: burst
        }
        try? await Task.sleep(for: .milliseconds(1))
      }
    }
  }

  /// A little of everything: groups, `async let`, actors, the main actor, timers, yields.
  static func mix() {
    let keeper = Ledgerkeeper()
    for index in 0..<4 {
      Task.detached(name: "caller \(index)") {
        while true {
          await keeper.work(microseconds: 200)
          await Front.add()
          await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { await keeper.add() } }
          }
          async let left: Void = keeper.add()
          async let right: Void = Front.add()
          _ = await (left, right)
          await Task.yield()
          try? await Task.sleep(for: .milliseconds(2))
        }
      }
    }
    for index in 0..<16 {
      Task.detached(name: "sleeper \(index)") { try? await Task.sleep(for: .seconds(100_000)) }
    }
    suspend(count: 5)
  }
}
