import TidemarkLedger

/// Where tasks were created, and where they go on, as functions and lines.
///
/// There are far fewer places than tasks, so each is looked up once.
struct TaskPlaces {
  private var creations: [CreationKey: [Frame]] = [:]
  private var frames: [UInt64: [CodeFrame]] = [:]
  /// That of the last task, as many are created by one call.
  private var last: (key: CreationKey, frames: [Frame])?

  private let threads: ThreadStacks?

  init(
    _ entries: [TaskSurvey.Entry], threads: ThreadStacks?, names: CodeNames,
    query: TaskQuery
  ) {
    self.threads = threads
    var keys: Set<CreationKey> = []
    var last: CreationKey?
    for entry in entries where entry.record.creationKey != last {
      last = entry.record.creationKey
      keys.insert(entry.record.creationKey)
    }
    var places = Set(keys.lazy.flatMap(\.addresses))
    if query.stacks {
      places.formUnion(threads?.places ?? [])
      for entry in entries {
        // They are starts of functions, and names are looked up before the address that is given.
        places.formUnion((entry.inspection?.resumes ?? []).lazy.map { $0 &+ 1 })
      }
    }
    frames = names.frames(of: places, onlyKnown: !query.symbols)
    for key in keys {
      creations[key] = CodeFrame.creation(key.addresses.flatMap { frames[$0] ?? [] })
    }
  }

  /// Returns the call that created a task, innermost first.
  mutating func creation(of record: TaskRecord) -> [Frame] {
    if let last, last.key == record.creationKey { return last.frames }
    let frames = creations[record.creationKey] ?? []
    last = (record.creationKey, frames)
    return frames
  }

  /// Returns where the task is that a thread runs, innermost first; nil when nobody can tell.
  func stack(ofTaskOn thread: Int) -> [Frame]? {
    threads?.places(ofTaskOn: thread).map { CodeFrame.stack($0.flatMap { frames[$0] ?? [] }) }
  }

  /// Returns where a thread is, innermost first; nil when nobody can tell.
  func stack(ofThread thread: Int) -> [Frame]? {
    threads?.places(ofThread: thread).map { CodeFrame.calls($0.flatMap { frames[$0] ?? [] }) }
  }

  /// Returns the functions that a task waits in, innermost first.
  func stack(of inspection: TaskInspection) -> [Frame] {
    CodeFrame.stack(inspection.resumes.flatMap { frames[$0 &+ 1] ?? [] })
  }
}

/// Finds the ids of tasks by their addresses.
struct TaskIdentities {
  /// Made when the first one is asked for: where no task has to do with another one, none is.
  private lazy var ids = Dictionary(
    survey.entries.lazy.compactMap { entry in
      entry.inspection.map { (entry.record.task, $0.id) }
    }, uniquingKeysWith: { $1 })
  private let survey: TaskSurvey
  private let memory: RemoteMemory

  init(_ survey: TaskSurvey, memory: RemoteMemory) {
    self.survey = survey
    self.memory = memory
  }

  /// Returns the id of a task, or nil when there is none at the address.
  mutating func id(of address: UInt64) -> UInt64? {
    if let id = ids[address] { return id == 0 ? nil : id }
    // Tasks for which there was no room are in no record; they have a mark all the same.
    let inspection = TaskInspection(task: address, depth: .shortWait) { memory.read($0, into: $1) }
    let id = inspection.map { $0.hasMark ? $0.id : 0 } ?? 0
    ids[address] = id
    return id == 0 ? nil : id
  }
}
