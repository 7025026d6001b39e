import TidemarkLive

@testable import TidemarkTerminal

/// A process of which everything is known, at a number of moments half a second apart.
enum Samples {
  static let start: Int64 = 1_000_000_000_000
  static let interval: Int64 = 500_000_000
  static let wall: Int64 = 1_700_000_000_000_000_000

  static func process(started: Int64 = wall - 90_000_000_000) -> ProcessDescription {
    ProcessDescription(
      pid: 4711, name: "server", path: "/usr/bin/server", user: "ada", started: started,
      processors: 4)
  }

  /// The look number `index`: everything goes up and down with known periods.
  static func snapshot(_ index: Int) -> Snapshot {
    var figures = Figures()
    let wave = abs(index % 20 - 10)
    figures.tasksLive = 20 + wave
    figures.tasksRunning = wave % 4
    figures.tasksEnqueued = wave / 2
    figures.tasksSuspended = 20 + wave - wave % 4 - wave / 2
    figures.timersPending = 16
    figures.poolThreads = 4
    figures.threads = 6
    figures.tasksCreated = 100 * index
    figures.tasksCompleted = 100 * index - 20 - wave
    figures.jobsRun = 1000 * index
    figures.hops = 300 * index
    figures.resident = 12_500_000 + 40_000 * wave
    figures.heapInUse = 3_000_000 + 1000 * index
    figures.cpuUser = 150_000_000 * index
    figures.cpuSystem = 60_000_000 * index
    var snapshot = Snapshot(
      time: start + Int64(index) * interval, wallTime: wall + Int64(index) * interval,
      process: process(), figures: figures)
    snapshot.workers = [
      Worker(thread: 4711, name: "server", kind: .main),
      Worker(
        thread: 4713, name: "server", kind: .pool, task: 12, executor: 0x5000,
        since: snapshot.time - 1_200_000),
      Worker(
        thread: 4714, name: "server", kind: .pool, task: 13, executor: 0, since: snapshot.time),
      Worker(thread: 4715, name: "server", kind: .pool),
    ]
    snapshot.executors = [
      ExecutorDescription(identity: 0, kind: .global, name: "global", queued: wave / 2, running: 1),
      ExecutorDescription(identity: 0x4000, kind: .main, name: "main"),
      ExecutorDescription(
        identity: 0x5000, kind: .actor, name: "Ledgerkeeper", queued: 3, running: 1),
    ]
    var buckets = [UInt64](repeating: 0, count: DurationHistogram.bucketCount)
    buckets[3] = UInt64(950 * index)
    buckets[10] = UInt64(50 * index)
    snapshot.histograms = [
      DurationHistogram(subject: .queueLatency, executor: .global, buckets: buckets, sum: 0)
    ]
    snapshot.unavailable = [
      "allocations": "the allocator is not hooked in this process",
      "bytesAllocated": "the allocator is not hooked in this process",
    ]
    return snapshot
  }

  static func past(looks: Range<Int>, without missing: Set<Int> = []) -> Past {
    var past = Past(interval: interval, capacity: 1000)
    for index in looks where !missing.contains(index) { past.add(snapshot(index)) }
    return past
  }

  static let creation = [
    Frame(function: "Server.serve()", file: "/src/Server.swift", line: 52),
    Frame(function: "Main.main()", file: "/src/Main.swift", line: 7),
  ]

  /// A parent, its group's children and others, at the time of a look.
  static func tasks(at index: Int) -> TaskList {
    let time = start + Int64(index) * interval
    let times = TaskDescription.Times(
      observed: 10_000_000_000, running: 2_500_000_000, queued: 12_000_000, waiting: 7_488_000_000,
      runs: 1234, hops: 56)
    var tasks = [
      TaskDescription(
        id: 12, address: 0x1000, name: "caller", kind: .unstructured, state: .running,
        executor: 0x5000, executorName: "Ledgerkeeper", priority: 21, age: 62_000_000_000,
        creation: creation, times: times),
      TaskDescription(
        id: 13, address: 0x1100, name: "worker 1", kind: .groupChild, parent: 12, state: .enqueued,
        executor: 0, executorName: "global", priority: 25, age: 3_000_000, creation: creation),
      TaskDescription(
        id: 14, address: 0x1200, name: "worker 2", kind: .asyncLet, parent: 12, state: .suspended,
        waitsFor: .task, waitsForTask: 13, isCancelled: true, priority: 25, age: 2_000_000),
      TaskDescription(
        id: 15, address: 0x1300, kind: .groupChild, parent: 14, state: .created, age: 1_000_000),
    ]
    for index in 0..<6 {
      tasks.append(
        TaskDescription(
          id: 20 + UInt64(index), address: 0x2000 + UInt64(index) * 256, name: "sleeper \(index)",
          kind: .unstructured, state: .suspended, waitsFor: .sleep, priority: 9,
          age: 61_000_000_000,
          creation: [Frame(function: "Server.rest()", file: "S.swift", line: 9)]
        ))
    }
    return TaskList(time: time, tasks: tasks, total: tasks.count)
  }

  /// Transitions of two threads in the second before a look.
  static func transitions(before index: Int) -> EventBatch {
    let end = start + Int64(index) * interval
    var events: [TransitionEvent] = []
    for round in 0..<10 {
      let time = end - Int64(10 - round) * 100_000_000
      events += [
        TransitionEvent(time: time, thread: 4713, kind: .run, task: 12, executor: 0),
        TransitionEvent(
          time: time + 10_000_000, thread: 4713, kind: .enqueued, task: 13, executor: 0, other: 12),
        TransitionEvent(
          time: time + 20_000_000, thread: 4713, kind: .hopped, task: 12, executor: 0x5000, other: 0
        ),
        TransitionEvent(time: time + 30_000_000, thread: 4714, kind: .run, task: 13, executor: 0),
        TransitionEvent(
          time: time + 80_000_000, thread: 4713, kind: .suspended, task: 12, reason: .group),
        TransitionEvent(time: time + 90_000_000, thread: 4714, kind: .completed, task: 13),
      ]
    }
    return EventBatch(events: events)
  }

  /// All of it, shown live.
  static func model(looks: Range<Int> = 0..<61) -> Model {
    var model = Model(title: "server (4711)", past: past(looks: looks))
    model.connection = .attached
    model.past.add(tasks(at: looks.upperBound - 1))
    model.past.add(transitions(before: looks.upperBound - 1))
    model.advance(by: 0)
    return model
  }
}
