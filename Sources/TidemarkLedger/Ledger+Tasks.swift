internal import CTidemarkLedger

/// One live task as the ledger has it.
package struct TaskRecord: Sendable {
  private let record: TidemarkTaskRecord
  private let position: UInt32

  fileprivate init(_ record: TidemarkTaskRecord, at position: Int) {
    self.record = record
    self.position = UInt32(truncatingIfNeeded: position)
  }

  /// Which record it is; with the generation, this names the task as long as the process lives.
  package var index: Int { Int(position) }
  /// Changes whenever the record changes hands.
  package var generation: UInt32 { record.generation }
  package var scope: UInt32 { record.scope & 0xffff }
  /// Whether a test library created the task for itself.
  package var isLibrary: Bool { record.scope & 0x8000_0000 != 0 }
  /// Returns how many nanoseconds ago the task was created, as many have passed since the ledger's epoch.
  ///
  /// Once more than `ageLimit` have, it is the least that it can be.
  package func age(sinceEpoch passed: UInt64) -> UInt64 {
    Self.age(created: record.created, sinceEpoch: passed)
  }

  /// The age from which on a record does not tell it from a lesser one: it has room for 32 bits.
  package static let ageLimit: UInt64 = 1_000_000 << 32

  /// - Parameter created: the time of the creation in milliseconds after the epoch, without what is more
  ///   than 32 bits.
  package static func age(created: UInt32, sinceEpoch passed: UInt64) -> UInt64 {
    let milliseconds = passed / 1_000_000
    let age = UInt32(truncatingIfNeeded: milliseconds) &- created
    // Created since the look began.
    if milliseconds < created || age > .max - 60_000 { return 0 }
    return UInt64(age) * 1_000_000 + passed % 1_000_000
  }
  /// The address of the task in the observed process.
  package var task: UInt64 { record.task }
  /// Return addresses of the call that created the task, innermost first.
  package var creation: [UInt64] { addresses(record.creation) }
  /// The same, as something to look up by.
  package var creationKey: CreationKey { CreationKey(record.creation) }
}

/// The return addresses of a call, in place: there are as many of them as there are tasks.
package struct CreationKey: Hashable, Sendable {
  private let first, second, third, fourth, fifth: UInt64

  fileprivate init(_ words: Creation) { (first, second, third, fourth, fifth) = words }

  /// The addresses, innermost first.
  package var addresses: [UInt64] {
    TidemarkLedger.addresses((first, second, third, fourth, fifth))
  }
}

extension TaskRecord: Hashable {
  package static func == (left: Self, right: Self) -> Bool {
    left.index == right.index && left.generation == right.generation && left.task == right.task
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(index)
    hasher.combine(generation)
    hasher.combine(task)
  }
}

extension Ledger {
  /// Returns the live tasks of the given scopes.
  package func tasks(of scopes: [UInt32]) -> [TaskRecord] {
    tasks { scopes.contains($0) }
  }

  /// Returns the live tasks whose scope satisfies a condition.
  @inline(__always) package func tasks(where isWanted: (UInt32) -> Bool) -> [TaskRecord] {
    let used = taskRecordsUsed
    var found: [TaskRecord] = []
    // Only what is filled becomes memory.
    found.reserveCapacity(used)
    withBase { base in
      let records = (base + tasksOffset).assumingMemoryBound(to: TidemarkTaskRecord.self)
      var record = TidemarkTaskRecord()
      for index in 1..<max(used, 1) {
        // Taken over by another task while it was copied: the other one is not of this look.
        guard tidemark_copyTask(&record, records + index) != 0, isWanted(record.scope & 0xffff)
        else { continue }
        found.append(TaskRecord(record, at: index))
      }
    }
    return found
  }

  /// Returns the live task of a record, or nil when there is none.
  func task(at index: Int) -> TaskRecord? {
    withBase { base in
      let records = (base + tasksOffset).assumingMemoryBound(to: TidemarkTaskRecord.self)
      var record = TidemarkTaskRecord()
      guard tidemark_copyTask(&record, records + index) != 0 else { return nil }
      return TaskRecord(record, at: index)
    }
  }

  /// Returns whether a record still describes the task that it described when it was read.
  package func isCurrent(_ record: TaskRecord) -> Bool {
    guard 0..<Int(TIDEMARK_TASK_LIMIT) ~= record.index else { return false }
    return withBase { base in
      let records = (base + tasksOffset).assumingMemoryBound(to: TidemarkTaskRecord.self)
      // The generation and the scope, which share a word.
      var head: UInt64 = 0
      Self.copy(UnsafeRawPointer(records + record.index), to: &head)
      return UInt32(truncatingIfNeeded: head) == record.generation
    }
  }
}

/// One thread as the ledger has it.
package struct ThreadRecord: Hashable, Sendable {
  package enum Kind: Sendable {
    case foreign
    case pool
    case user
    case library
  }

  package var id: Int
  package var kind: Kind
  /// The scope that started the thread.
  package var scope: UInt32
  /// Return addresses of the call that started the thread, innermost first.
  package var creation: [UInt64]
  /// The address of the task that the thread runs, or 0.
  package var task: UInt64
  /// The runtime's id of that task, or 0.
  package var taskID: UInt64
  /// Since when the thread runs it, on the monotonic clock, in nanoseconds; nil where nobody saw it
  /// begin.
  package var since: UInt64?
  /// Where it runs it; nil as above.
  package var executor: ExecutorRecord?
}

extension Ledger {
  /// Returns the threads that are alive.
  package func threads() -> [ThreadRecord] {
    let used = withHeader { min(Int($0.threadsUsed), Int(TIDEMARK_THREAD_LIMIT)) }
    var found: [ThreadRecord] = []
    withBase { base in
      let records = (base + threadsOffset).assumingMemoryBound(to: TidemarkThreadRecord.self)
      let timesFrom = timesFrom
      for slot in 0..<used {
        guard let record = thread(records + slot) else { continue }
        let kind: ThreadRecord.Kind
        switch record.kind {
        case TidemarkThreadKindForeign.rawValue: kind = .foreign
        case TidemarkThreadKindPool.rawValue: kind = .pool
        case TidemarkThreadKindUser.rawValue: kind = .user
        case TidemarkThreadKindLibrary.rawValue: kind = .library
        default: continue
        }
        let isSeen = record.task != 0 && record.since != 0 && record.since >= timesFrom
        found.append(
          ThreadRecord(
            id: Int(record.tid), kind: kind, scope: record.scope,
            creation: addresses(record.creation), task: record.task, taskID: record.taskId,
            since: isSeen ? record.since : nil,
            executor: isSeen ? ExecutorRecord(word: record.executor) : nil))
      }
    }
    return found
  }

  /// Copies a thread's record so that what it says of the task belongs together.
  private func thread(_ source: UnsafePointer<TidemarkThreadRecord>) -> TidemarkThreadRecord? {
    var record = TidemarkThreadRecord()
    var again = TidemarkThreadRecord()
    Self.copy(source, to: &record)
    // A thread that goes from task to task faster than it can be read is taken to run none.
    for _ in 0..<16 {
      Self.copy(source, to: &again)
      if record.task == again.task, record.taskId == again.taskId, record.since == again.since,
        record.executor == again.executor, (record.task == 0) == (record.taskId == 0)
      {
        return again
      }
      record = again
    }
    record.task = 0
    record.taskId = 0
    return record
  }
}

private typealias Creation = (UInt64, UInt64, UInt64, UInt64, UInt64)

private func addresses(_ creation: Creation) -> [UInt64] {
  [creation.0, creation.1, creation.2, creation.3, creation.4].prefix { $0 != 0 }.map(\.self)
}
