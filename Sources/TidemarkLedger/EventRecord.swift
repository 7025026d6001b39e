internal import CTidemarkLedger

/// One transition of a task or a thread, as a ring has it.
package struct EventRecord: Hashable, Sendable {
  package enum Kind: UInt8, Sendable, CaseIterable {
    case created = 1
    case enqueued
    case run
    case suspended
    case hopped
    case completed
    case threadStarted
    case threadEnded
  }

  package enum Wait: UInt64, Sendable {
    case unknown
    case task
    case continuation
    case group
    /// It was enqueued again, on another executor.
    case enqueued
  }

  /// On the monotonic clock, in nanoseconds.
  package var time: UInt64
  /// The kernel's id of the thread on which it happened.
  package var thread: Int
  package var kind: Kind
  /// The runtime's id of the task; 0 for an event of a thread.
  package var task: UInt64
  private var object: UInt64
  private var second: UInt64

  /// Takes an event of the ledger apart, or returns nil when it is none.
  init?(_ event: TidemarkEvent) {
    guard let kind = Kind(rawValue: UInt8(event.other >> UInt64(TIDEMARK_EVENT_KIND_SHIFT))) else {
      return nil
    }
    let value: UInt64 = 1 << UInt64(TIDEMARK_EVENT_VALUE_BITS) - 1
    self.kind = kind
    time = event.time
    task = kind == .threadStarted || kind == .threadEnded ? 0 : event.task
    object = event.object & value
    second = event.other & value
    let bits = UInt64(TIDEMARK_EVENT_VALUE_BITS)
    thread = Int(event.object >> bits | (event.other >> bits & 0xff) << 16)
  }

  /// The executor that the task is enqueued on, runs on, or asks for.
  package var executor: ExecutorRecord? {
    switch kind {
    case .enqueued, .run, .hopped: ExecutorRecord(word: object)
    default: nil
    }
  }

  /// The executor that a task which hops leaves.
  package var origin: ExecutorRecord? { kind == .hopped ? ExecutorRecord(word: second) : nil }

  /// The id of the task that created this one, or by whose doing it was enqueued; nil for none.
  package var other: UInt64? {
    (kind == .created || kind == .enqueued) && second != 0 ? second : nil
  }

  /// Why the task left its thread.
  package var wait: Wait? { kind == .suspended ? Wait(rawValue: object) ?? .unknown : nil }

  /// The place of the call that created the task, or of the runtime's functions in which a task goes on
  /// that waits for a continuation; nil for none.
  package var place: UInt64? {
    switch kind {
    case .created where object != 0: object
    case .suspended where second != 0: second
    default: nil
    }
  }
}
