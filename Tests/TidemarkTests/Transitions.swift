private import CTidemarkProbe
import Foundation
import Testing
import Tidemark
import TidemarkLedger

#if canImport(Glibc)
  import Glibc
#endif

/// Asks this process for times and transitions, and reads what it kept.
struct Watch {
  let ledger: Ledger
  private let start: EventPositions

  init() throws {
    ledger = try #require(Bracket.processLedger)
    Self.ask(for: 600)
    start = ledger.eventPositions()
  }

  static func ask(for seconds: UInt64) {
    let until = now() + seconds * 1_000_000_000
    tidemark_ask(until, until)
  }

  /// The events since the watch began, of one task.
  func events(of task: UInt64) -> [EventRecord] {
    var cursor = start
    return ledger.events(from: &cursor).events.filter { $0.task == task }
  }

  /// The events since the watch began that are a thread's own.
  func events(ofThread thread: Int) -> [EventRecord] {
    var cursor = start
    return ledger.events(from: &cursor).events.filter {
      $0.thread == thread && ($0.kind == .threadStarted || $0.kind == .threadEnded)
    }
  }

  /// What one task did, a word for each transition.
  func story(of task: UInt64) -> [String] { events(of: task).map(describe) }

  static func now() -> UInt64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
  }

  /// The runtime's id of the task that runs, as the ledger has it; 0 where there is none.
  static func currentTask() -> UInt64 {
    let thread = currentThread()
    return Bracket.processLedger?.threads().first { $0.id == thread }?.taskID ?? 0
  }

  /// The kernel's id of the current thread.
  static func currentThread() -> Int {
    let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self")
    return path?.split(separator: "/").last.flatMap { Int($0) } ?? 0
  }
}

/// Says what an event tells, but for when and on which thread.
func describe(_ event: EventRecord) -> String {
  let by = event.other.map { " by \($0)" } ?? ""
  return switch event.kind {
  case .created: "created\(by)"
  case .enqueued: "enqueued \(event.executor.map { "\($0.kind)" } ?? "?")\(by)"
  case .run: "run \(event.executor.map { "\($0.kind)" } ?? "?")"
  case .suspended: "suspended \(event.wait.map { "\($0)" } ?? "?")"
  case .hopped:
    "hopped \(event.origin.map { "\($0.kind)" } ?? "?") \(event.executor.map { "\($0.kind)" } ?? "?")"
  case .completed: "completed"
  case .threadStarted: "thread started"
  case .threadEnded: "thread ended"
  }
}
