/// What a piece of work used: its figures, what it left behind, and what could not be seen.
public struct Usage: Hashable, Sendable {
  /// The figure of every metric that the probe knows of.
  public var figures: [Metric: Figure]
  /// The tasks that were created by the work and had not completed when it was over.
  public var leakedTasks: [LeakedTask]
  /// The threads that were started by the work and were still running when it was over.
  public var leakedThreads: [LeakedThread]
  /// The file descriptors that were open afterwards and not before.
  public var leakedFiles: [LeakedFile]
  /// The places that created tasks and threads, hopped and allocated, present only when they were
  /// asked for.
  public var callSites: [CallSite]
  /// What happened in the process meanwhile and has no known owner.
  public var unattributed: Unattributed
  /// What the probe could not keep: with any of it there is no verdict.
  public var losses: [Loss]
  /// Whether no other measured work ran in the process at the same time.
  public var ranAlone: Bool

  /// Creates a usage.
  public init(
    figures: [Metric: Figure] = [:],
    leakedTasks: [LeakedTask] = [],
    leakedThreads: [LeakedThread] = [],
    leakedFiles: [LeakedFile] = [],
    callSites: [CallSite] = [],
    unattributed: Unattributed = Unattributed(),
    losses: [Loss] = [],
    ranAlone: Bool = true
  ) {
    self.figures = figures
    self.leakedTasks = leakedTasks
    self.leakedThreads = leakedThreads
    self.leakedFiles = leakedFiles
    self.callSites = callSites
    self.unattributed = unattributed
    self.losses = losses
    self.ranAlone = ranAlone
  }

  /// Returns the figure of a metric in its base unit, or nil when it is unavailable.
  public subscript(metric: Metric) -> Int? { figures[metric]?.value }
}

/// A place in the code: a symbol, and in debug builds its file and line.
public struct SourceFrame: Hashable, Sendable, Codable {
  /// The demangled name of the function, or the address when there is no symbol.
  public var symbol: String
  /// The path of the source file as the compiler recorded it, when known.
  public var file: String?
  /// The line in the file, when known.
  public var line: Int?
  /// The file name of the executable or library that contains the code.
  public var image: String?

  /// Creates a frame.
  public init(symbol: String, file: String? = nil, line: Int? = nil, image: String? = nil) {
    self.symbol = symbol
    self.file = file
    self.line = line
    self.image = image
  }
}

/// A task that outlived the work that created it.
public struct LeakedTask: Hashable, Sendable, Codable {
  /// What a task was doing when it was looked at.
  public enum State: String, Hashable, Sendable, Codable {
    case running
    case enqueued
    case suspended
    case created
  }

  /// What a suspended task waits for.
  public enum Wait: String, Hashable, Sendable, Codable {
    case task
    case continuation
    case group
    case executor
    case sleep
    case unknown
  }

  /// The task's id in the runtime, unique in its process.
  public var id: UInt64
  /// The name given to the task, if any.
  public var name: String?
  /// What the task was doing.
  public var state: State
  /// What the task waits for, when it is suspended.
  public var waitsFor: Wait?
  /// How long the task had existed, in nanoseconds.
  public var age: Int
  /// The call stack that created the task, innermost first.
  public var createdAt: [SourceFrame]

  /// Creates a leaked task.
  public init(
    id: UInt64, name: String? = nil, state: State, waitsFor: Wait? = nil, age: Int,
    createdAt: [SourceFrame] = []
  ) {
    self.id = id
    self.name = name
    self.state = state
    self.waitsFor = waitsFor
    self.age = age
    self.createdAt = createdAt
  }
}

/// A thread that outlived the work that started it.
public struct LeakedThread: Hashable, Sendable, Codable {
  /// The kernel's id of the thread.
  public var id: Int
  /// The thread's name, if it has one.
  public var name: String?
  /// The call stack that started the thread, innermost first.
  public var createdAt: [SourceFrame]

  /// Creates a leaked thread.
  public init(id: Int, name: String? = nil, createdAt: [SourceFrame] = []) {
    self.id = id
    self.name = name
    self.createdAt = createdAt
  }
}

/// A file descriptor that stayed open after the work.
public struct LeakedFile: Hashable, Sendable, Codable {
  /// The descriptor's number.
  public var descriptor: Int
  /// What the descriptor refers to, as `/proc/self/fd` names it.
  public var target: String

  /// Creates a leaked file.
  public init(descriptor: Int, target: String) {
    self.descriptor = descriptor
    self.target = target
  }
}

/// What happened in the process and belongs to no measured work.
public struct Unattributed: Hashable, Sendable, Codable {
  /// Tasks created by code outside any measured work.
  public var tasks: Int
  /// Allocations made by code outside any measured work.
  public var allocations: Int
  /// Bytes asked for by code outside any measured work.
  public var bytes: Int

  /// Creates the figures of what has no owner.
  public init(tasks: Int = 0, allocations: Int = 0, bytes: Int = 0) {
    self.tasks = tasks
    self.allocations = allocations
    self.bytes = bytes
  }
}

/// Something that the probe had no room to keep.
public struct Loss: Hashable, Sendable, Codable {
  /// What was lost, for example `task records`.
  public var what: String
  /// How many were lost.
  public var count: Int

  /// Creates a loss.
  public init(what: String, count: Int) {
    self.what = what
    self.count = count
  }
}
