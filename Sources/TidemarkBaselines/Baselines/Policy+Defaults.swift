extension Policy.Rule {
  /// Returns the rule that holds when a policy says nothing.
  ///
  /// * Exact metrics have no tolerance.
  /// * Hops and threads may pass their band by its own width: a band that was seen to vary over a
  ///   few runs has not shown its ends yet. A band of one figure has no slack, so one hop more is
  ///   found.
  /// * The other bounded metrics vary more with the schedule than with the code, and a change of
  ///   the code shows in hops and tasks as well; they are only a guard against doubling.
  /// * Toolchain metrics may rise by less than 5 %, or by a few blocks or bytes where 5 % is less
  ///   than that: a hash table that grows one step earlier is no regression. Blocks left behind and
  ///   the peak are given more room: a test that ran alone answers for the whole process. Objects
  ///   left behind are the test's own, and are given none.
  /// * What is left behind in the heap is compared only when the test ran alone. A cache that is
  ///   filled once belongs to whichever test comes first, and beside others that changes from run
  ///   to run.
  /// * Noisy metrics are not compared. A policy that asks for it gets 50 %, and the figures are
  ///   then recorded under the environment with the pool's width.
  static func standard(for metric: Metric, stability: Stability) -> Policy.Rule {
    switch stability {
    case .exact: Policy.Rule(Tolerance())
    case .bounded: Policy.Rule(bounded[metric] ?? Tolerance(spread: 100))
    case .toolchain:
      Policy.Rule(
        toolchain[metric] ?? Tolerance(relative: 5, spread: 100),
        compare: metric.isLeftBehindInHeap ? .alone : .always)
    case .noisy: Policy.Rule(Tolerance(relative: 50, spread: 50), compare: .never)
    }
  }

  private static let bounded: [Metric: Tolerance] = [
    .jobsEnqueued: doubling, .jobsRun: doubling, .queuePeakDepth: doubling,
    .tasksPeakLive: doubling, .tasksCancelled: doubling,
  ]

  private static let doubling = Tolerance(relative: 100, absolute: 2, spread: 100)

  // Two blocks are 5 % of 40, so a rise of 5 % is found from there on. Peaks and what is left
  // behind are measured in usable sizes, which the allocator rounds up by block; threads keep
  // caches, and the peak is known to within 4 KiB a thread.
  private static let toolchain: [Metric: Tolerance] = [
    .heapAllocations: Tolerance(relative: 5, absolute: 2, spread: 100),
    .objectsAllocated: Tolerance(relative: 5, absolute: 2, spread: 100),
    .heapBytesAllocated: Tolerance(relative: 5, absolute: 1024, spread: 100),
    .heapPeakBytes: Tolerance(relative: 25, absolute: 32768, spread: 100),
    .heapLeakedBytes: Tolerance(relative: 50, absolute: 8192, spread: 100),
    .heapLeakedBlocks: Tolerance(relative: 50, absolute: 16, spread: 100),
    .objectsLeaked: Tolerance(spread: 100),
  ]
}
