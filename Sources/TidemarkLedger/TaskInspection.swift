/// What a task's own memory says of it at the moment of a look.
///
/// Reads `AsyncTask` as the concurrency runtime of Swift 6.3 lays it out (layout version 1). The
/// task may go away at any time, so its memory is read through a function that may fail; what is
/// found there may be anything, so nothing of it is relied upon.
package struct TaskInspection: Hashable, Sendable {
  package enum State: Sendable {
    case created
    case enqueued
    case running
    case suspended
    case completed
  }

  package enum Wait: Sendable {
    case task
    case continuation
    case group
    case executor
  }

  package enum Kind: Sendable {
    case unstructured
    case groupChild
    case asyncLet
  }

  package var id: UInt64
  package var state: State
  package var wait: Wait?
  package var kind: Kind
  package var isCancelled: Bool
  package var name: String?
  /// The priority with which the task runs, which may have been raised since it was created.
  package var priority: Int
  /// The address of the task that has this one as its child.
  package var parent: UInt64?
  /// The address of the task that it waits for.
  package var waitsForTask: UInt64?
  /// Where an enqueued task waits for its turn.
  package var executor: ExecutorReference?
  /// The mark that the probe keeps in the task.
  package var mark: UInt64
  /// Where a suspended task goes on, and the async functions that wait for that one, innermost first.
  package var resumes: [UInt64] = []

  /// Which executor, as the runtime refers to it.
  package struct ExecutorReference: Hashable, Sendable {
    /// The address of an object; 0 for the global executor.
    package var identity: UInt64
    /// 0 for a default actor, else the way to call the executor.
    package var implementation: UInt64

    package init(identity: UInt64, implementation: UInt64) {
      self.identity = identity
      self.implementation = implementation
    }
  }

  /// How far to follow the async functions of a task.
  package struct Depth: Hashable, Sendable {
    package var frames: Int
    /// Whether for all tasks that don't run, instead of those that wait for a continuation alone.
    package var isForAll: Bool

    /// As far as it takes to tell what a task waits for.
    package static let wait = Self(frames: 16, isForAll: false)
    /// The same at little cost, for many tasks.
    package static let shortWait = Self(frames: 4, isForAll: false)
    /// All of them, with a bound in case they go in a circle.
    package static let stack = Self(frames: 256, isForAll: true)
  }

  /// Reads as many bytes at an address as there is room for; returns whether they are readable.
  package typealias Reader = (_ address: UInt64, _ room: UnsafeMutableRawBufferPointer) -> Bool

  /// How much of a task is read.
  package static let size = 0xe8

  // Offsets in `AsyncTask` and in the fragment of a child task that follows it, in words.
  private static let jobFlags = 0x20 / 8
  private static let reserved = 0x30 / 8
  private static let resumeFunction = 0x38 / 8
  private static let resumeContext = 0x40 / 8
  private static let status = 0x60 / 8
  private static let innermostRecord = 0x68 / 8
  private static let idHigh = 0x90 / 8
  private static let parentOfChild = 0xd0 / 8

  // Bits of `JobFlags`.
  private static let isChild: UInt64 = 1 << 24
  private static let isGroupChild: UInt64 = 1 << 26
  private static let isAsyncLet: UInt64 = 1 << 28

  // Bits of `ActiveTaskStatus`, whose lowest byte is the priority.
  private static let cancelled: UInt64 = 0x100
  private static let running: UInt64 = 0x800
  private static let enqueued: UInt64 = 0x1000
  private static let complete: UInt64 = 0x2000
  private static let dependent: UInt64 = 0x4000

  /// Looks at a task, or returns nil when its memory is gone.
  ///
  /// - Parameter known: Where another task goes on; taken for this one where it is the same.
  package init?(task: UInt64, depth: Depth = .wait, like known: [UInt64] = [], read: Reader) {
    let inspection = TaskMemory.withWords(Self.size / 8, at: task, read: read) { words in
      Self(words, depth: depth, like: known, read: read)
    }
    guard let inspection else { return nil }
    self = inspection
  }

  private init(
    _ words: UnsafeBufferPointer<UInt64>, depth: Depth, like known: [UInt64], read: Reader
  ) {
    let status = words[Self.status]
    let flags = words[Self.jobFlags]
    id = words[Self.idHigh] << 32 | flags >> 32
    mark = words[Self.reserved]
    priority = Int(status & 0xff)
    isCancelled = status & Self.cancelled != 0
    kind =
      if flags & Self.isGroupChild != 0 {
        .groupChild
      } else if flags & Self.isAsyncLet != 0 {
        .asyncLet
      } else {
        .unstructured
      }
    if flags & Self.isChild != 0, words[Self.parentOfChild] != 0 {
      parent = words[Self.parentOfChild]
    }
    state =
      if status & Self.complete != 0 {
        .completed
      } else if status & Self.running != 0 {
        .running
      } else if status & Self.enqueued != 0 {
        .enqueued
      } else if status & Self.dependent != 0 {
        .suspended
      } else {
        .created
      }
    takeRecords(from: words[Self.innermostRecord], read: read)
    if depth.isForAll
      ? state != .running && state != .completed : state == .suspended && wait == .continuation
    {
      resumes = TaskMemory.resumes(
        from: words[Self.resumeFunction], context: words[Self.resumeContext],
        limit: depth.frames, like: known, read: read)
    }
  }

  /// Returns where the callers of a running async function go on, innermost first.
  ///
  /// - Parameter context: the context of the function.
  package static func callers(of context: UInt64, depth: Depth = .stack, read: Reader) -> [UInt64] {
    TaskMemory.callers(of: context, limit: depth.frames, read: read)
  }

  // `TaskStatusRecordKind`, and the offsets in records in words: the kind, the next record, and
  // what the record is about.
  private static let dependencyRecord: UInt64 = 0
  private static let executorRecord: UInt64 = 5
  private static let nameRecord: UInt64 = 6

  /// Reads the list of the task's status records.
  private mutating func takeRecords(from first: UInt64, read: Reader) {
    var record = first
    var preferred: ExecutorReference?
    // A bound, because the list may change while it is followed.
    for _ in 0..<64 where record != 0 {
      let next = TaskMemory.withWords(5, at: record, read: read) { words in
        switch words[0] & 0xff {
        case Self.dependencyRecord:
          takeDependency(words)
        case Self.executorRecord where preferred == nil:
          preferred = ExecutorReference(identity: words[2], implementation: words[3])
        case Self.nameRecord:
          name = TaskMemory.text(at: words[2], read: read)
        default:
          break
        }
        return words[1]
      }
      guard let next else { break }
      record = next
    }
    // Where a function does not care which executor it is on, it goes to the one that is preferred.
    if let preferred, state == .enqueued, executor?.identity ?? 0 == 0 { executor = preferred }
  }

  /// Reads the record of what the task depends on: `TaskDependencyStatusRecord`.
  private mutating func takeDependency(_ words: UnsafeBufferPointer<UInt64>) {
    let kind = words[4] & 0xffff_ffff
    switch (state, kind) {
    case (.suspended, 1):
      wait = .task
      waitsForTask = words[2]
    case (.suspended, 2): wait = .continuation
    case (.suspended, 3): wait = .group
    case (.suspended, 4): wait = .executor
    case (.enqueued, 4):
      executor = ExecutorReference(identity: words[2], implementation: words[3])
    default: break
    }
  }
}
