internal import CTidemarkLedger

/// What tells whether a task had a transition between two looks, while times were asked for all along.
///
/// Each transition changes the times of its task, so that who finds the same change twice knows that there
/// was none. It says nothing of what changes without one, such as a priority or a cancellation.
package struct TaskChange: Hashable, Sendable {
  /// The generation of the task's record in the lower half, and what its times say in the upper one, or 0
  /// where there are none of this task.
  package let word: UInt64

  /// - Parameters:
  ///   - record: the first word of a task's record.
  ///   - times: the first word of its times, read later.
  fileprivate init(record: UInt64, times: UInt64) {
    let generation = record & 0xffff_ffff
    word = generation | (times & 0xffff_ffff == generation ? times & ~0xffff_ffff : 0)
  }

  /// Whether the task had no transition, or was suspended in the last one and is not in another by now.
  package var isSuspended: Bool {
    let times = UInt32(truncatingIfNeeded: word >> 32)
    return times == 0
      || (times & 0x100 == 0 && times & 0xff == TidemarkTaskStateSuspended.rawValue)
  }

  fileprivate var isLive: Bool { word & 1 != 0 }
}

extension Ledger {
  /// Returns the live tasks whose change satisfies a condition, which is called with the index of the
  /// record, too.
  package func tasks(whoseChange isWanted: (Int, TaskChange) -> Bool) -> [TaskRecord] {
    var found: [TaskRecord] = []
    withBase { base in
      for index in 1..<max(min(taskRecordsUsed, Int(TIDEMARK_TASK_LIMIT)), 1) {
        let change = change(at: index, base)
        guard change.isLive, isWanted(index, change), let record = task(at: index) else { continue }
        found.append(record)
      }
    }
    return found
  }

  /// Returns what tells of the next transition of a task.
  package func change(of task: TaskRecord) -> TaskChange {
    withBase { change(at: task.index, $0) }
  }

  private func change(at index: Int, _ base: UnsafeRawPointer) -> TaskChange {
    var record: UInt64 = 0
    var times: UInt64 = 0
    Self.copy(base + tasksOffset + index * MemoryLayout<TidemarkTaskRecord>.stride, to: &record)
    Self.copy(base + timesOffset + index * MemoryLayout<TidemarkTaskTimes>.stride, to: &times)
    return TaskChange(record: record, times: times)
  }
}
