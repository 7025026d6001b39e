internal import CTidemarkLedger

/// One live task as the ledger has it.
package struct TaskRecord: Hashable, Sendable {
  package var scope: UInt32
  /// Whether a test library created the task for itself.
  package var isLibrary: Bool
  /// Nanoseconds from the ledger's epoch to the creation.
  package var created: UInt64
  /// The address of the task in the observed process.
  package var task: UInt64
  /// Return addresses of the call that created the task, innermost first.
  package var creation: [UInt64]
}

extension Ledger {
  /// Returns the live tasks of the given scopes.
  package func tasks(of scopes: [UInt32]) -> [TaskRecord] {
    tasks { scopes.contains($0) }
  }

  /// Returns the live tasks whose scope satisfies a condition.
  package func tasks(where isWanted: (UInt32) -> Bool) -> [TaskRecord] {
    let used = withHeader { min(Int($0.tasksUsed), Int(TIDEMARK_TASK_LIMIT)) }
    var found: [TaskRecord] = []
    withBase { base in
      let records = (base + tasksOffset).assumingMemoryBound(to: TidemarkTaskRecord.self)
      var record = TidemarkTaskRecord()
      var again = TidemarkTaskRecord()
      for index in 1..<max(used, 1) {
        Self.copy(records + index, to: &record)
        guard record.generation & 1 == 1, record.task != 0 else { continue }
        let scope = record.scope & 0xffff
        guard isWanted(scope) else { continue }
        // Taken over by another task while it was copied: the other one is not of this look.
        Self.copy(records + index, to: &again)
        guard again.generation == record.generation else { continue }
        found.append(
          TaskRecord(
            scope: scope, isLibrary: record.scope & 0x8000_0000 != 0,
            created: UInt64(record.created) * 1_000_000, task: record.task,
            creation: addresses(record.creation)))
      }
    }
    return found
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
}

extension Ledger {
  /// Returns the threads that are alive.
  package func threads() -> [ThreadRecord] {
    let used = withHeader { min(Int($0.threadsUsed), Int(TIDEMARK_THREAD_LIMIT)) }
    var found: [ThreadRecord] = []
    withBase { base in
      let records = (base + threadsOffset).assumingMemoryBound(to: TidemarkThreadRecord.self)
      for slot in 0..<used {
        var record = TidemarkThreadRecord()
        Self.copy(records + slot, to: &record)
        let kind: ThreadRecord.Kind
        switch record.kind {
        case TidemarkThreadKindForeign.rawValue: kind = .foreign
        case TidemarkThreadKindPool.rawValue: kind = .pool
        case TidemarkThreadKindUser.rawValue: kind = .user
        case TidemarkThreadKindLibrary.rawValue: kind = .library
        default: continue
        }
        found.append(
          ThreadRecord(
            id: Int(record.tid), kind: kind, scope: record.scope,
            creation: addresses(record.creation)))
      }
    }
    return found
  }
}

private typealias Creation = (UInt64, UInt64, UInt64, UInt64, UInt64)

private func addresses(_ creation: Creation) -> [UInt64] {
  [creation.0, creation.1, creation.2, creation.3, creation.4].prefix { $0 != 0 }.map(\.self)
}
