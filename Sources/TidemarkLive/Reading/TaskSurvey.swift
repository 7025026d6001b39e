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

  /// Where the last task goes on that was looked at.
  private var resumes: [UInt64] = []

  /// How much is read at once: the task, and what it keeps of contexts and records right behind.
  private static let window = 1024

  /// Looks at tasks.
  ///
  /// - Parameters:
  ///   - records: Read from the ledger just before; those that have completed by then are left out.
  ///   - whenRead: Is called when the states of all have been read, before the rest is looked at.
  init(
    _ records: [TaskRecord], ledger: Ledger, memory: RemoteMemory, depth: TaskInspection.Depth,
    whenRead: () -> Void = {}
  ) {
    entries.reserveCapacity(records.count)
    var windows = MemoryWindows(memory, size: Self.window)
    for start in stride(from: 0, to: records.count, by: RemoteMemory.batch) {
      let part = records[start..<min(start + RemoteMemory.batch, records.count)]
      windows.read(part.map(\.task))
      let current = part.map(ledger.isCurrent)
      if start + RemoteMemory.batch >= records.count { whenRead() }
      for (index, record) in part.enumerated() {
        look(
          at: record, window: windows.window(index), wasCurrent: current[index], ledger: ledger,
          memory: memory, depth: depth)
      }
    }
    if records.isEmpty { whenRead() }
  }

  /// Takes tasks as the ledger has them, because their memory can't be read.
  init(withoutMemory records: [TaskRecord]) {
    entries = records.map { Entry(record: $0, inspection: nil) }
  }

  /// Takes the tasks of another look as well.
  mutating func add(_ other: TaskSurvey) {
    entries += other.entries
    unreadable += other.unreadable
  }

  /// Takes the tasks of a closer look in place of all.
  mutating func keep(_ other: TaskSurvey) { entries = other.entries }

  /// Gives a task a name that was read before.
  mutating func name(_ index: Int, _ name: String) { entries[index].inspection?.name = name }

  private mutating func look(
    at record: TaskRecord, window: UnsafeRawBufferPointer?, wasCurrent: Bool, ledger: Ledger,
    memory: RemoteMemory, depth: TaskInspection.Depth
  ) {
    // Whether all that was read had been copied at once.
    var isWhole = true
    var inspection = TaskInspection(task: record.task, depth: depth, like: resumes) {
      address, room in
      if let window, address >= record.task,
        address - record.task <= UInt64(window.count),
        Int(address - record.task) + room.count <= window.count
      {
        let start = Int(address - record.task)
        room.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: window[start..<(start + room.count)]))
        return true
      }
      isWhole = false
      return memory.read(address, into: room)
    }
    // What belongs to a task that runs changes while it is read, and what is not of one moment may be of
    // a task that went on.
    if let found = inspection, found.name == nil, found.state == .running || !isWhole {
      let again = TaskInspection(task: record.task, depth: depth) { memory.read($0, into: $1) }
      if again?.mark == found.mark, again?.id == found.id { inspection?.name = again?.name }
    }
    // A record is given up before its task's memory is: while it is still the same, all that was read
    // was the task's. What is in the copy was read before it was looked whether it is.
    guard (isWhole && wasCurrent) || ledger.isCurrent(record), inspection?.state != .completed
    else { return }
    guard let inspection, inspection.belongs(toRecord: record.index) else {
      unreadable += 1
      entries.append(Entry(record: record, inspection: nil))
      return
    }
    if !inspection.resumes.isEmpty { resumes = inspection.resumes }
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
