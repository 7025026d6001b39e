extension Metric: CaseIterable {
  /// Tasks created by the work, its child tasks and detached tasks included.
  public static let tasksCreated = Self(
    "tasks.created", .count, .exact,
    "Tasks created by the work, its child tasks and detached tasks included.",
    source: "the runtime's first release event on a task",
    unavailable: "unavailable when the runtime's layout is not known"
  )

  /// Tasks of the work that ran to their end.
  public static let tasksCompleted = Self(
    "tasks.completed", .count, .exact,
    "Tasks of the work that ran to their end.",
    source: "the runtime's release event with the task's complete bit set",
    unavailable: "unavailable when the runtime's layout is not known"
  )

  /// Tasks of the work that were cancelled by the time they completed or the work ended.
  public static let tasksCancelled = Self(
    "tasks.cancelled", .count, .bounded,
    "Tasks of the work that were cancelled by the time they completed or the work ended.",
    source: "the cancelled bit of the task's status word",
    unavailable: "unavailable when the runtime's layout is not known"
  )

  /// Tasks of the work that had not completed when it was over and had settled.
  public static let tasksLeaked = Self(
    "tasks.leaked", .count, .exact,
    "Tasks of the work that had not completed when it was over and had settled.",
    source: "the task records that are still live",
    unavailable: "unavailable when the runtime's layout is not known"
  )

  /// The most tasks of the work that existed at one time without having completed.
  public static let tasksPeakLive = Self(
    "tasks.peakLive", .count, .bounded,
    "The most tasks of the work that existed at one time without having completed.",
    source: "one gauge for each piece of work, moved on creation and completion",
    unavailable: "unavailable when the runtime's layout is not known"
  )

  /// Times a task of the work was handed to an executor.
  public static let jobsEnqueued = Self(
    "jobs.enqueued", .count, .bounded,
    "Times a task of the work was handed to an executor.",
    source: "the runtime's release event on a task that was not enqueued yet",
    unavailable: "unavailable when the runtime's layout is not known"
  )

  /// Times an executor ran a task of the work.
  public static let jobsRun = Self(
    "jobs.run", .count, .bounded,
    "Times an executor ran a task of the work.",
    source: "the runtime's acquire event on a task",
    unavailable: "unavailable when the runtime's layout is not known"
  )

  /// Times a task of the work moved to another executor.
  public static let hops = Self(
    "hops", .count, .bounded,
    "Times a task of the work moved to another executor.",
    source: "calls of `swift_task_switch` whose target is not the current executor",
    unavailable:
      "unavailable when the runtime's layout is not known"
  )

  /// Tasks of the work that were still waiting for a continuation when it was over and had settled.
  public static let continuationsLeaked = Self(
    "continuations.leaked", .count, .exact,
    "Tasks of the work that were still waiting for a continuation when it was over and had settled.",
    source: "the dependency record of the task's status",
    unavailable: "unavailable when the runtime's layout is not known"
  )

  /// The most tasks of the work that were enqueued at one time and not running.
  public static let queuePeakDepth = Self(
    "queue.peakDepth", .count, .bounded,
    "The most tasks of the work that were enqueued at one time and not running.",
    source: "one gauge for each piece of work, moved on enqueue and run",
    unavailable: "unavailable when the runtime's layout is not known"
  )

  /// Threads started by the code under test, without the pools of Dispatch and of the cooperative executor.
  public static let threadsCreated = Self(
    "threads.created", .count, .exact,
    "Threads started by the code under test, without the pools of Dispatch and of the cooperative executor.",
    source: "interposed `pthread_create`, told apart by the caller",
    unavailable:
      "unavailable under a sanitizer, which owns the creation of threads"
  )

  /// The most threads started by the code under test that were alive at one time.
  public static let threadsPeak = Self(
    "threads.peak", .count, .bounded,
    "The most threads started by the code under test that were alive at one time.",
    source: "interposed `pthread_create` and the end of the thread",
    unavailable:
      "unavailable under a sanitizer, which owns the creation of threads"
  )

  /// Threads started by the code under test that were still alive when it was over and had settled.
  public static let threadsLeaked = Self(
    "threads.leaked", .count, .exact,
    "Threads started by the code under test that were still alive when it was over and had settled.",
    source: "interposed `pthread_create` and the end of the thread",
    unavailable:
      "unavailable under a sanitizer, which owns the creation of threads"
  )

  /// Worker threads of Dispatch and of the cooperative pool started during the work.
  public static let threadsPool = Self(
    "threads.pool", .count, .noisy,
    "Worker threads of Dispatch and of the cooperative pool started during the work.",
    source: "interposed `pthread_create`, told apart by the caller",
    unavailable: "the whole process's; never compared"
  )

  /// Blocks allocated by the work through the malloc family.
  public static let heapAllocations = Self(
    "heap.allocations", .count, .toolchain,
    "Blocks allocated by the work through the malloc family.",
    source:
      "interposed `malloc`, `calloc`, `realloc` and the aligned variants, by the scope of the allocating thread",
    unavailable:
      "unavailable under a sanitizer, which owns the allocator, and where the heap hooks are not linked"
  )

  /// Bytes asked for by the work through the malloc family.
  public static let heapBytesAllocated = Self(
    "heap.bytesAllocated", .bytes, .toolchain,
    "Bytes asked for by the work through the malloc family.",
    source: "the sizes passed to the interposed functions",
    unavailable:
      "unavailable under a sanitizer, which owns the allocator, and where the heap hooks are not linked"
  )

  /// The most bytes in use above what was in use at the start.
  public static let heapPeakBytes = Self(
    "heap.peakBytes", .bytes, .toolchain,
    "The most bytes in use above what was in use at the start.",
    source: "`malloc_usable_size` of the blocks allocated and freed",
    unavailable:
      "the whole process's: compared only when the test ran alone; unavailable under a sanitizer"
  )

  /// Bytes that the work's blocks still held when it was over and had settled.
  public static let heapLeakedBytes = Self(
    "heap.leakedBytes", .bytes, .toolchain,
    "Bytes that the work's blocks still held when it was over and had settled.",
    source:
      "`malloc_usable_size` of the blocks that the work allocated and nobody freed, by address; when it ran alone also of those that nobody can be told to own",
    unavailable:
      "compared only when the test ran alone; unavailable under a sanitizer, which owns the allocator, and where the heap hooks are not linked"
  )

  /// Blocks of the work that nobody had freed when it was over and had settled.
  public static let heapLeakedBlocks = Self(
    "heap.leakedBlocks", .count, .toolchain,
    "Blocks of the work that nobody had freed when it was over and had settled.",
    source:
      "the blocks that the work allocated and nobody freed, by address; when it ran alone also those that nobody can be told to own",
    unavailable:
      "compared only when the test ran alone; unavailable under a sanitizer, which owns the allocator, and where the heap hooks are not linked"
  )

  /// Swift objects allocated by the work's own code, without those of the standard library.
  public static let objectsAllocated = Self(
    "objects.allocated", .count, .toolchain,
    "Swift objects allocated by the work's own code, without those of the standard library.",
    source: "interposed `swift_allocObject`",
    unavailable: "unavailable where the heap hooks are not linked"
  )

  /// Swift objects that the work allocated in the program's own code and that were alive when it was over and had settled.
  public static let objectsLeaked = Self(
    "objects.leaked", .count, .toolchain,
    "Swift objects that the work allocated in the program's own code and that were alive when it was over and had settled.",
    source:
      "the blocks from interposed `swift_allocObject`, called from the test executable, that nobody freed, by address",
    unavailable:
      "compared only when the test ran alone; unavailable under a sanitizer, which owns the allocator, and where the heap hooks are not linked"
  )

  /// File descriptors open at the end that were not open at the start.
  public static let filesLeaked = Self(
    "files.leaked", .count, .exact,
    "File descriptors open at the end that were not open at the start.",
    source: "`/proc/self/fd`",
    unavailable: "the whole process's: compared only when the test ran alone"
  )

  /// The highest resident set of the process during the work.
  public static let memoryResidentPeak = Self(
    "memory.residentPeak", .bytes, .noisy,
    "The highest resident set of the process during the work.",
    source:
      "`VmHWM` of `/proc/self/status`, reset through `/proc/self/clear_refs`",
    unavailable: "the whole process's; never compared unless asked for"
  )

  /// Page faults served without reading from a disk.
  public static let faultsMinor = Self(
    "faults.minor", .count, .noisy,
    "Page faults served without reading from a disk.",
    source: "`getrusage`",
    unavailable: "the whole process's; never compared unless asked for"
  )

  /// Page faults that had to read from a disk.
  public static let faultsMajor = Self(
    "faults.major", .count, .noisy,
    "Page faults that had to read from a disk.",
    source: "`getrusage`",
    unavailable: "the whole process's; never compared unless asked for"
  )

  /// Processor time in user code.
  public static let cpuUser = Self(
    "cpu.user", .nanoseconds, .noisy,
    "Processor time in user code.",
    source: "`getrusage`",
    unavailable: "the whole process's; never compared unless asked for"
  )

  /// Processor time in the kernel.
  public static let cpuSystem = Self(
    "cpu.system", .nanoseconds, .noisy,
    "Processor time in the kernel.",
    source: "`getrusage`",
    unavailable: "the whole process's; never compared unless asked for"
  )

  /// Context switches because a thread waited.
  public static let switchesVoluntary = Self(
    "switches.voluntary", .count, .noisy,
    "Context switches because a thread waited.",
    source: "`getrusage`",
    unavailable: "the whole process's; never compared unless asked for"
  )

  /// Context switches because a thread's time was up.
  public static let switchesInvoluntary = Self(
    "switches.involuntary", .count, .noisy,
    "Context switches because a thread's time was up.",
    source: "`getrusage`",
    unavailable: "the whole process's; never compared unless asked for"
  )

  /// The time from start to end.
  public static let timeWall = Self(
    "time.wall", .nanoseconds, .noisy,
    "The time from start to end.",
    source: "`CLOCK_MONOTONIC`",
    unavailable: "never compared unless asked for"
  )

  /// The time threads of the process were runnable and waited for a processor.
  public static let timeRunQueue = Self(
    "time.runQueue", .nanoseconds, .noisy,
    "The time threads of the process were runnable and waited for a processor.",
    source: "`/proc/self/task/*/schedstat`",
    unavailable: "the whole process's; unavailable where the kernel keeps no scheduler statistics"
  )

  /// Every metric, in the order of reports.
  public static let allCases: [Metric] = [
    .tasksCreated, .tasksCompleted, .tasksCancelled, .tasksLeaked, .tasksPeakLive, .jobsEnqueued,
    .jobsRun, .hops, .continuationsLeaked, .queuePeakDepth, .threadsCreated, .threadsPeak,
    .threadsLeaked, .threadsPool, .heapAllocations, .heapBytesAllocated, .heapPeakBytes,
    .heapLeakedBytes, .heapLeakedBlocks, .objectsAllocated, .objectsLeaked, .filesLeaked,
    .memoryResidentPeak, .faultsMinor, .faultsMajor, .cpuUser, .cpuSystem, .switchesVoluntary,
    .switchesInvoluntary, .timeWall, .timeRunQueue,
  ]
}

extension Metric {
  /// Whether the metric is of what work leaves behind in the heap, which may be a cache.
  package var isLeftBehindInHeap: Bool {
    switch self {
    case .heapLeakedBytes, .heapLeakedBlocks, .objectsLeaked: true
    default: false
    }
  }

  /// Whether the figure of a test that ran alone has more in it than one of the same test beside others:
  /// what only the whole process can tell, or what has no owner.
  package var needsSolitude: Bool {
    switch self {
    case .heapPeakBytes, .filesLeaked, .memoryResidentPeak, .faultsMinor, .faultsMajor, .cpuUser,
      .cpuSystem, .switchesVoluntary, .switchesInvoluntary, .threadsPool, .timeRunQueue:
      true
    default: isLeftBehindInHeap
    }
  }
}

extension Metric: Codable {
  /// Decodes a metric from its name.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let metric = Self(name: name) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "no metric is called \(name); see: tidemark metrics")
    }
    self = metric
  }

  /// Encodes the name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}

extension Metric: CustomStringConvertible {
  /// The name.
  public var description: String { name }
}
