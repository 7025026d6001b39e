#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Tasks whose states, numbers and relations are known by construction.
///
/// Lines that tests look for carry a comment `line: NAME`.
enum Scenes {
  /// A parent with children of a group and `async let`s, all of which wait for ever.
  static func family(children: Int) {
    Task.detached(name: "parent") {
      async let left: Void = wait()  // line: async let
      await withTaskGroup(of: Void.self) { group in
        for index in 0..<children {
          group.addTask(name: "child \(index)") { await wait() }  // line: group child
        }
        await group.waitForAll()  // line: waits for the group
      }
      await left
    }
  }

  /// A chain of tasks: the first waits for the second, which waits for an actor's method, which
  /// waits for a continuation.
  static func chain() {
    let second = Task.detached(name: "second") { await Archive().open() }  // line: second
    Task.detached(name: "first") { await outer(second) }
    Task.detached(name: "sleeper") { try? await Task.sleep(for: .seconds(100_000)) }
    Task.detached(name: "low", priority: .background) { await wait() }
  }

  @inline(never)
  private static func outer(_ task: Task<Void, Never>) async {
    await inner(task)  // line: outer
    Trail.noted()
  }

  @inline(never)
  private static func inner(_ task: Task<Void, Never>) async {
    await task.value  // line: inner
    Trail.noted()
  }

  /// A task that keeps its thread in a call, some async functions deep.
  static func block() {
    Task.detached(name: "blocked") { await above() }
  }

  @inline(never)
  private static func above() async {
    await below()  // line: above
    Trail.noted()
  }

  @inline(never)
  private static func below() async {
    await Task.yield()
    halt()  // line: below
    Trail.noted()
  }

  @inline(never)
  private static func halt() {
    while true { sleep(1000) }  // line: halt
  }

  /// An actor that a thread holds, and tasks that wait for it.
  static func holdActor(queue: Int) {
    let archive = Archive()
    Task.detached(name: "holder") { await archive.hold() }
    while !Trail.isHeld { usleep(1000) }
    for _ in 0..<queue {
      Task.detached(name: "visitor") {
        Trail.arrived()
        await archive.visit()
      }
    }
    Trail.awaitArrivals(queue)
  }

  /// The main actor, held by a task, and tasks that wait for it.
  @MainActor
  static func holdMain(queue: Int) {
    for _ in 0..<queue {
      Task.detached(name: "visitor") {
        Trail.arrived()
        await Front.add()
      }
    }
    Trail.awaitArrivals(queue)
    print("ready")
    fflush(nil)
    while true { sleep(1000) }
  }

  /// An executor of the program's own that runs nothing, and tasks that wait for it.
  static func holdCustom(queue: Int) {
    let clerk = Clerk()
    for _ in 0..<queue {
      Task.detached(name: "client") { await clerk.serve() }
    }
    while Desk.shared.jobs < queue { usleep(1000) }
  }

  /// Tasks that wait for ever, whose memory is then written over in four ways.
  static func corrupt(count: Int) {
    for _ in 0..<count {
      Task.detached {
        withUnsafeCurrentTask { Trail.keep($0.map { unsafeBitCast($0, to: UInt.self) } ?? 0) }
        await wait()
      }
    }
    Trail.awaitArrivals(count)
    for (index, task) in Trail.kept.enumerated() {
      guard let words = UnsafeMutablePointer<UInt>(bitPattern: task) else { continue }
      switch index % 4 {
      case 0: words[0x30 / 8] = 0x1234_5678_9abc_def0  // the mark
      case 1: words[0x68 / 8] = 0xffff_ffff_ffff_fff8  // the list of records
      case 2:
        // The list goes in a circle.
        if let record = UnsafeMutablePointer<UInt>(bitPattern: words[0x68 / 8]) {
          record[1] = words[0x68 / 8]
        }
      default:
        // The contexts go in a circle.
        if let context = UnsafeMutablePointer<UInt>(bitPattern: words[0x40 / 8]) {
          context[0] = words[0x40 / 8]
        }
      }
    }
  }

  /// Waits for a continuation that nobody resumes.
  @inline(never)
  static func wait() async {
    await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }  // line: wait
  }
}
