import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An actor whose method waits for ever, or keeps its thread for ever.
actor Archive {
  private var visits = 0

  @inline(never)
  func open() async {
    visits += 1
    await Scenes.wait()  // line: open
    visits += 1
  }

  @inline(never)
  func hold() {
    Trail.hold()
    while true { sleep(1000) }
  }

  @inline(never)
  func visit() { visits += 1 }
}

/// What has happened so far.
enum Trail {
  private static let arrivals = Atomic<Int>(0)
  private static let held = Atomic<Bool>(false)
  private static let notes = Atomic<Int>(0)

  static var isHeld: Bool { held.load(ordering: .acquiring) }
  static func hold() { held.store(true, ordering: .releasing) }
  static func arrived() { arrivals.add(1, ordering: .relaxed) }
  private static let addresses = Mutex<[UInt]>([])
  static var kept: [UInt] { addresses.withLock { $0 } }
  static func keep(_ address: UInt) {
    addresses.withLock { $0.append(address) }
    arrived()
  }

  static func noted() { notes.add(1, ordering: .relaxed) }

  /// Gives tasks the time to get from where they are to the queue that they wait in.
  static func awaitArrivals(_ count: Int) {
    for _ in 0..<1000 where arrivals.load(ordering: .relaxed) < count { usleep(1000) }
    usleep(100_000)
  }
}

/// An actor on an executor of its own.
actor Clerk {
  nonisolated let unownedExecutor = Desk.shared.asUnownedSerialExecutor()
  private var served = 0

  @inline(never)
  func serve() { served += 1 }
}

/// An executor that keeps its jobs and runs none.
final class Desk: SerialExecutor {
  static let shared = Desk()
  private let count = Atomic<Int>(0)

  var jobs: Int { count.load(ordering: .acquiring) }

  func enqueue(_ job: consuming ExecutorJob) {
    _ = UnownedJob(job)
    count.add(1, ordering: .releasing)
  }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    UnownedSerialExecutor(ordinary: self)
  }
}
