import TidemarkLedger

/// What the tasks of a process say of themselves, read out of its memory in few calls.
struct TaskSurvey {
  /// A task of the ledger, and what its own memory said, if it could be read.
  struct Entry {
    var record: TaskRecord
    var inspection: TaskInspection?
  }

  private(set) var entries: [Entry] = []
  /// How many tasks had memory that can't be theirs.
  private(set) var unreadable = 0

  /// How much is read at once: the task, and what it keeps of contexts and records right behind.
  private static let window = 1024

  /// Looks at tasks.
  ///
  /// - Parameter records: Read from the ledger just before; those that complete meanwhile are left out.
  init(
    _ records: [TaskRecord], ledger: Ledger, memory: RemoteMemory, depth: TaskInspection.Depth
  ) {
    entries.reserveCapacity(records.count)
    let addresses = records.map(\.task)
    let room = UnsafeMutableRawBufferPointer.allocate(
      byteCount: RemoteMemory.batch * Self.window, alignment: 16)
    defer { room.deallocate() }
    for start in stride(from: 0, to: records.count, by: RemoteMemory.batch) {
      let part = start..<min(start + RemoteMemory.batch, records.count)
      var missing: Set<Int> = []
      memory.read(addresses[part], size: Self.window, into: room) { missing.insert($0) }
      for index in part {
        let piece = (index - start) * Self.window
        let window =
          missing.contains(index - start)
          ? nil : UnsafeRawBufferPointer(rebasing: room[piece..<(piece + Self.window)])
        look(at: records[index], window: window, ledger: ledger, memory: memory, depth: depth)
      }
    }
  }

  /// Takes tasks as the ledger has them, because their memory can't be read.
  init(withoutMemory records: [TaskRecord]) {
    entries = records.map { Entry(record: $0, inspection: nil) }
  }

  private mutating func look(
    at record: TaskRecord, window: UnsafeRawBufferPointer?, ledger: Ledger, memory: RemoteMemory,
    depth: TaskInspection.Depth
  ) {
    let inspection = TaskInspection(task: record.task, depth: depth) { address, room in
      if let window, address >= record.task,
        address - record.task <= UInt64(window.count),
        Int(address - record.task) + room.count <= window.count
      {
        let start = Int(address - record.task)
        room.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: window[start..<(start + room.count)]))
        return true
      }
      return memory.read(address, into: room)
    }
    // A record is given up before its task's memory is: while it is still the same, all that was read
    // was the task's.
    guard ledger.isCurrent(record), inspection?.state != .completed else { return }
    guard let inspection, inspection.belongs(toRecord: record.index) else {
      unreadable += 1
      entries.append(Entry(record: record, inspection: nil))
      return
    }
    entries.append(Entry(record: record, inspection: inspection))
  }
}

extension TaskInspection {
  /// Whether the mark in the task is that of a record; a task that was just made has none yet.
  fileprivate func belongs(toRecord index: Int) -> Bool {
    mark == 0 || (hasMark && mark & 0x3f_ffff == UInt64(index))
  }

  /// Whether the probe has marked the task.
  var hasMark: Bool { mark >> 56 == 0xa5 }
}
