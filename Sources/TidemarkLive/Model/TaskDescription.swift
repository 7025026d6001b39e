/// One live task of an observed process.
package struct TaskDescription: Codable, Hashable, Sendable {
  package enum State: String, Codable, Sendable, CaseIterable {
    case created
    case enqueued
    case running
    case suspended
  }

  package enum Wait: String, Codable, Sendable, CaseIterable {
    case task
    case continuation
    case group
    case sleep
  }

  package enum Kind: String, Codable, Sendable, CaseIterable {
    /// A task that no other one waits for by structure: `Task {}` and `Task.detached {}`.
    case unstructured
    case groupChild
    case asyncLet
  }

  /// The runtime's id of the task; 0 when it is not known.
  package var id: UInt64
  /// Where the task lies in the observed process.
  package var address: UInt64
  package var name: String?
  package var kind: Kind?
  /// The id of the task that has this one as its child.
  package var parent: UInt64?
  package var state: State?
  package var waitsFor: Wait?
  /// The task that it waits for.
  package var waitsForTask: UInt64?
  package var isCancelled: Bool
  /// The executor that it waits for or runs on; 0 for the global one.
  package var executor: UInt64?
  package var executorName: String?
  /// The kernel's id of the thread that runs it.
  package var thread: Int?
  /// The priority as the runtime has it: 9 background, 17 utility, 21 default, 25 high.
  package var priority: Int?
  /// Nanoseconds since the task was created, to within the 4 ms of a coarse clock.
  package var age: Int64
  /// The call that created the task, innermost first.
  package var creation: [Frame]
  /// What the task did since times were asked for; nil when nobody asked.
  package var times: Times?
  /// Where a suspended task goes on, innermost first; nil when it was not asked for.
  package var stack: [Frame]?

  /// What a task did while times were asked for.
  package struct Times: Codable, Hashable, Sendable {
    /// For how long times have been taken, in nanoseconds.
    package var observed: Int64
    /// Nanoseconds on a thread, in a queue, and waiting for something else.
    package var running: Int64
    package var queued: Int64
    package var waiting: Int64
    package var runs: Int
    package var hops: Int

    package init(
      observed: Int64, running: Int64, queued: Int64, waiting: Int64, runs: Int, hops: Int
    ) {
      self.observed = observed
      self.running = running
      self.queued = queued
      self.waiting = waiting
      self.runs = runs
      self.hops = hops
    }
  }

  package init(
    id: UInt64, address: UInt64, name: String? = nil, kind: Kind? = nil, parent: UInt64? = nil,
    state: State? = nil, waitsFor: Wait? = nil, waitsForTask: UInt64? = nil,
    isCancelled: Bool = false, executor: UInt64? = nil, executorName: String? = nil,
    thread: Int? = nil, priority: Int? = nil, age: Int64, creation: [Frame] = [],
    times: Times? = nil,
    stack: [Frame]? = nil
  ) {
    self.id = id
    self.address = address
    self.name = name
    self.kind = kind
    self.parent = parent
    self.state = state
    self.waitsFor = waitsFor
    self.waitsForTask = waitsForTask
    self.isCancelled = isCancelled
    self.executor = executor
    self.executorName = executorName
    self.thread = thread
    self.priority = priority
    self.age = age
    self.creation = creation
    self.times = times
    self.stack = stack
  }
}

/// A place in the code of an observed process.
package struct Frame: Codable, Hashable, Sendable {
  /// The function's name; where there is none, the file of code and the address in it, or the address.
  package var function: String
  package var file: String?
  package var line: Int?
  /// The name of the file of code that the address belongs to.
  package var image: String?

  package init(function: String, file: String? = nil, line: Int? = nil, image: String? = nil) {
    self.function = function
    self.file = file
    self.line = line
    self.image = image
  }
}

extension [Frame] {
  /// The one frame by which to name the call that created a task: the innermost one with a line, as what
  /// was compiled into the code that calls it has none.
  package var site: Frame? { first { $0.line != nil } ?? first }

  /// What to call a task without a name: the function that created it, and the line; nil when nobody knows.
  package var taskName: String? {
    guard let site else { return nil }
    let file = site.file.flatMap { $0.split(separator: "/").last }
    guard let file, let line = site.line else { return site.function }
    return "\(site.function) (\(file):\(line))"
  }
}

/// The live tasks of a process at one moment.
package struct TaskList: Codable, Hashable, Sendable {
  package var version = Snapshot.currentVersion
  /// Nanoseconds on the monotonic clock of the observed machine.
  package var time: Int64
  package var tasks: [TaskDescription]
  /// How many live tasks there are; more than are listed when a limit was asked for or some were lost.
  package var total: Int
  /// The threads with their stacks; nil when stacks were not asked for.
  package var threads: [Worker]?
  /// What could not be kept, by the name of the table.
  package var losses: [String: Int]
  /// Why something is absent from the tasks, by its name.
  package var unavailable: [String: String]

  package init(
    time: Int64, tasks: [TaskDescription], total: Int, losses: [String: Int] = [:],
    unavailable: [String: String] = [:]
  ) {
    self.time = time
    self.tasks = tasks
    self.total = total
    self.losses = losses
    self.unavailable = unavailable
  }
}
