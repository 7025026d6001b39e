internal import CTidemarkLedger

/// What was counted for a scope, summed over all threads.
package struct Counters: Hashable, Sendable {
  private var values: [UInt64]

  package init() { values = [UInt64](repeating: 0, count: Int(TidemarkCounterCount.rawValue)) }

  package var tasksCreated: Int { self[TidemarkCounterTasksCreated] }
  package var tasksCompleted: Int { self[TidemarkCounterTasksCompleted] }
  package var tasksCancelled: Int { self[TidemarkCounterTasksCancelled] }
  package var jobsEnqueued: Int { self[TidemarkCounterJobsEnqueued] }
  package var jobsRun: Int { self[TidemarkCounterJobsRun] }
  package var hops: Int { self[TidemarkCounterHops] }
  package var allocations: Int { self[TidemarkCounterAllocations] }
  package var bytesAllocated: Int { self[TidemarkCounterBytesAllocated] }
  package var objectsAllocated: Int { self[TidemarkCounterObjectsAllocated] }
  package var threadsCreated: Int { self[TidemarkCounterThreadsCreated] }
  /// Blocks of the scope that are in use, and what they hold.
  package var blocksHeld: Int { allocations - self[TidemarkCounterBlocksFreed] }
  package var bytesHeld: Int { self[TidemarkCounterBytesHeld] }
  /// Objects that the program's own code allocated and that are in use.
  package var objectsHeld: Int { self[TidemarkCounterObjectsHeld] }

  /// Returns whether a task was created, enqueued or run, hopped or completed since an earlier look.
  package func hasMoved(since earlier: Counters) -> Bool {
    (tasksCreated, tasksCompleted, jobsEnqueued, jobsRun, hops)
      != (
        earlier.tasksCreated, earlier.tasksCompleted, earlier.jobsEnqueued, earlier.jobsRun,
        earlier.hops
      )
  }

  private subscript(counter: TidemarkCounter) -> Int {
    Int(truncatingIfNeeded: values[Int(counter.rawValue)])
  }

  mutating func add(_ block: borrowing TidemarkBlock) {
    withUnsafeBytes(of: block.values) { bytes in
      let counters = bytes.bindMemory(to: UInt64.self)
      for index in values.indices { values[index] &+= counters[index] }
    }
  }

  package mutating func add(_ other: Counters) {
    for index in values.indices { values[index] &+= other.values[index] }
  }

  /// Returns what was counted since an earlier look at the same scope.
  package func since(_ earlier: Counters) -> Counters {
    var difference = self
    for index in values.indices { difference.values[index] &-= earlier.values[index] }
    return difference
  }
}

extension Ledger {
  /// The scope of everything that no measured work has created.
  package static var unattributed: UInt32 { UInt32(TIDEMARK_SCOPE_UNATTRIBUTED) }

  /// The scope of the harness itself.
  package static var harness: UInt32 { UInt32(TIDEMARK_SCOPE_HARNESS) }

  private var threadsUsed: Int {
    withHeader { min(Int($0.threadsUsed), Int(TIDEMARK_THREAD_LIMIT)) }
  }

  /// Returns what was counted for the work that a scope was opened for, and for all nested in it.
  package func counters(ofFamily family: [UInt32]) -> Counters {
    var sum = Counters()
    for scope in family {
      var base = Counters()
      withBase { memory in
        base.add((memory + basesOffset).assumingMemoryBound(to: TidemarkBlock.self)[Int(scope)])
      }
      sum.add(counters(of: scope).since(base))
    }
    return sum
  }

  /// Returns what was ever counted for a scope's slot.
  ///
  /// The counters of a slot are never reset, so what a piece of work used is the difference of
  /// two looks.
  package func counters(of scope: UInt32) -> Counters {
    var sum = Counters()
    guard scope < UInt32(TIDEMARK_SCOPE_LIMIT) else { return sum }
    withBase { base in
      let index = (base + blockIndexOffset).assumingMemoryBound(to: UInt32.self)
      let blocks = (base + blocksOffset).assumingMemoryBound(to: TidemarkBlock.self)
      var copy = TidemarkBlock()
      for thread in 0..<threadsUsed {
        let block = index[thread * Int(TIDEMARK_SCOPE_LIMIT) + Int(scope)]
        guard block != 0, block < UInt32(TIDEMARK_BLOCK_LIMIT) else { continue }
        Self.copy(blocks + Int(block), to: &copy)
        sum.add(copy)
      }
    }
    return sum
  }

  /// Returns what was ever counted in the process, whatever it belongs to.
  package func totals() -> Counters {
    var sum = Counters()
    let used = withHeader { min(Int($0.blocksUsed), Int(TIDEMARK_BLOCK_LIMIT)) }
    withBase { base in
      let blocks = (base + blocksOffset).assumingMemoryBound(to: TidemarkBlock.self)
      var copy = TidemarkBlock()
      // Block 0 means none.
      for block in 1..<max(used, 1) {
        Self.copy(blocks + block, to: &copy)
        sum.add(copy)
      }
    }
    return sum
  }
}
