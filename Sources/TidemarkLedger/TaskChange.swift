internal import CTidemarkLedger

/// What tells whether a task had a transition between two looks, while times were asked for all along.
///
/// Each transition changes the times of its task, the first and the last one, too, so that who finds the
/// same change twice knows that there was none. It says nothing of what changes without one, such as a priority or a cancellation.
package struct TaskChange: Hashable, Sendable {
  /// The generation of the record that the times are of, and what they say in the upper half.
  package let word: UInt64

  /// Whether a task had no transition yet, or was suspended in the last one and is not in another by now.
  package func isSuspended(_ task: TaskRecord) -> Bool {
    guard UInt32(truncatingIfNeeded: word) == task.generation else { return true }
    let times = UInt32(truncatingIfNeeded: word >> 32)
    return times & 0x100 == 0 && times & 0xff == TidemarkTaskStateSuspended.rawValue
  }
}

extension Ledger {
  /// Returns the live tasks whose change satisfies a condition, which is called with the index of each
  /// record, of a live task or not.
  package func tasks(whoseChange isWanted: (Int, TaskChange) -> Bool) -> [TaskRecord] {
    var found: [TaskRecord] = []
    withBase { base in
      for index in 1..<max(taskRecordsUsed, 1) {
        guard isWanted(index, change(at: index, base)), let record = task(at: index) else {
          continue
        }
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
    var times: UInt64 = 0
    Self.copy(base + timesOffset + index * MemoryLayout<TidemarkTaskTimes>.stride, to: &times)
    return TaskChange(word: times)
  }
}
