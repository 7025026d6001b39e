private import CTestSupport
import Glibc
import Synchronization
import Tidemark
import TidemarkLedger

/// Watches that end and begin again.
enum Leases {
  private static let waiting = Mutex<UnsafeContinuation<Void, Never>?>(nil)

  /// Starts a task that waits, again and again, and returns its record.
  private static func start() async -> TaskRecord? {
    let known = Set(Watch.ledger.tasks { _ in true })
    Task.detached {
      while true {
        await withUnsafeContinuation { continuation in waiting.withLock { $0 = continuation } }
      }
    }
    await settle()
    return Watch.ledger.tasks { _ in true }.first { !known.contains($0) }
  }

  /// Lets the task go on until it waits again.
  private static func step() async {
    while true {
      if let continuation = waiting.withLock({ $0.take() }) {
        continuation.resume()
        break
      }
      await Task.yield()
    }
    await settle()
  }

  private static func settle() async {
    while waiting.withLock({ $0 == nil }) { try? await Task.sleep(for: .milliseconds(1)) }
    try? await Task.sleep(for: .milliseconds(5))
  }

  /// The runtime's id of a task of this process, from the task itself.
  private static func id(of record: TaskRecord) -> UInt64 {
    guard let task = UnsafeRawPointer(bitPattern: UInt(record.task)) else { return 0 }
    return UInt64(task.load(fromByteOffset: 0x90, as: UInt32.self)) << 32
      | UInt64(task.load(fromByteOffset: 0x24, as: UInt32.self))
  }

  static func work() async {
    let ledger = Watch.ledger
    guard let record = await start() else { return print("error: no task") }
    let id = id(of: record)
    func report(_ step: String) {
      let times = ledger.times(of: record)
      print("\(step) asked: \(ledger.askedUntil.times > 0)")
      print("\(step) runs: \(times.map { "\($0.runs)" } ?? "none")")
      if let times {
        let sum = times.running + times.queued + times.waiting
        print("\(step) whole: \(sum == times.since - times.begun)")
      }
      let runs = ledger.events(from: &cursor).events.count { $0.task == id && $0.kind == .run }
      print("\(step) events: \(runs)")
      let counted = ledger.histograms().reduce(0) { $0 + $1.counts.reduce(0, +) }
      print("\(step) counted: \(counted > 0)")
    }
    var cursor = ledger.eventPositions()
    await step()
    report("unwatched")
    Watch.ask(times: 1000, events: 0)
    await step()
    await step()
    report("times")
    usleep(1_000_000)
    let end = Watch.now()
    await step()
    report("over")
    Watch.ask(times: 1000, events: 1000)
    report("idle")
    await step()
    report("events")
    let times = ledger.times(of: record)
    print("begun later: \((times?.begun ?? 0) > end)")
    // It waited for longer than that between the watches.
    print("unseen counted: \((times?.waiting ?? .max) >= 1_000_000_000)")
    // One who asks for less does not shorten what another one asked for.
    Watch.ask(times: 600_000, events: 600_000)
    Watch.ask(times: 1, events: 1)
    usleep(2000)
    await step()
    report("both")
  }

  /// Forks while it is watched: the child does not write what its parent is asked for.
  static func fork() async {
    Watch.ask(times: 600_000, events: 600_000)
    await Task.detached {}.value
    var cursor = Watch.ledger.eventPositions()
    let code = test_runInChild {
      Watch.ask(times: 600_000, events: 600_000)
      test_mallocAndFree(10, 100)
      test_runThreadThatExits()
      var cursor = EventPositions()
      let reading = Watch.ledger.events(from: &cursor)
      print("child events: \(reading.events.count + reading.lost)")
      print("child asked: \(Watch.ledger.askedUntil.times)")
      print("child threads: \(Watch.ledger.threads().count)")
    }
    print("exit: \(code)")
    /// Events of threads that are none of this process's by now.
    func others() -> Int {
      let own = Set(Watch.ledger.threads().map(\.id))
      return Watch.ledger.events(from: &cursor).events.count { !own.contains($0.thread) }
    }
    print("parent events: \(others())")
    test_runThreadThatExits()
    print("parent later: \(others())")
  }
}
