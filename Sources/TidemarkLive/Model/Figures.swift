/// The figures of a process; nil where there is none, with the reason in the snapshot.
package struct Figures: Codable, Hashable, Sendable {
  // From the ledger, at this moment.

  /// Tasks that have been created and have not completed.
  package var tasksLive: Int?
  /// Tasks that a thread runs.
  package var tasksRunning: Int?
  /// Tasks that wait for a thread.
  package var tasksEnqueued: Int?
  /// Tasks that wait for something else: what is live and neither runs nor is enqueued.
  package var tasksSuspended: Int?
  /// Tasks that are in `Task.sleep`.
  package var timersPending: Int?
  /// Threads of the cooperative pool that are alive.
  package var poolThreads: Int?

  // From the ledger, since the process started.

  package var tasksCreated: Int?
  package var tasksCompleted: Int?
  package var tasksCancelled: Int?
  package var jobsEnqueued: Int?
  package var jobsRun: Int?
  package var hops: Int?
  /// Threads that the program's own code started.
  package var threadsCreated: Int?
  /// Workers of Dispatch and of the cooperative pool that were started.
  package var poolThreadsCreated: Int?
  /// Blocks of memory and bytes that were allocated; where the heap is hooked.
  package var allocations: Int?
  package var bytesAllocated: Int?

  // From the system.

  /// Bytes of the heap in use: the ledger's figure where the heap is hooked, else `mallinfo2`.
  package var heapInUse: Int?
  /// Threads of the process, from `/proc/PID/stat`.
  package var threads: Int?
  /// The resident set in bytes, from `/proc/PID/statm`.
  package var resident: Int?
  /// Nanoseconds of processor time in user code and in the kernel, from `/proc/PID/stat`.
  package var cpuUser: Int?
  package var cpuSystem: Int?

  package init() {}
}
