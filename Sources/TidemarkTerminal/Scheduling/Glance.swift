import TidemarkLive

/// What the threads ran at one moment.
struct Glance: Hashable, Sendable {
  struct Run: Hashable, Sendable {
    var task: UInt64
    var executor: UInt64?
  }

  var time: Int64
  /// By the kernel's id of the thread; a thread that is not in it ran nothing.
  var runs: [Int: Run]
  /// How many tasks waited for each executor that had any.
  var queues: [UInt64: Int]

  init(_ snapshot: Snapshot) {
    time = snapshot.time
    runs = [:]
    queues = [:]
    for executor in snapshot.executors where executor.queued > 0 {
      queues[executor.identity] = executor.queued
    }
    for worker in snapshot.workers {
      guard let task = worker.task else { continue }
      runs[worker.thread] = Run(task: task, executor: worker.executor)
    }
  }
}
