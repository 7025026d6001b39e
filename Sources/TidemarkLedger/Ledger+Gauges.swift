internal import CTidemarkLedger

/// How many tasks there are at a moment.
package struct TaskGauge: Hashable, Sendable {
  package var live = 0
  package var enqueued = 0

  package init() {}
}

extension Ledger {
  /// Returns how many tasks of the whole process are live and enqueued, those of test libraries too.
  ///
  /// A scope has one word for both, moved at each change, so what is read of it was so at one moment.
  /// The difference of tasks created and completed is not: those counters are kept by thread, and a
  /// task may be created on one that has been read already and complete on one that has not.
  package func gauge() -> TaskGauge {
    let used = withHeader { min($0.scopesUsed, UInt32(TIDEMARK_SCOPE_LIMIT)) }
    return withBase { base in
      let records = (base + scopesOffset).assumingMemoryBound(to: TidemarkScopeRecord.self)
      var sum = TaskGauge()
      var record = TidemarkScopeRecord()
      for scope in 0..<Int(used) {
        Self.copy(records + scope, to: &record)
        sum.live += Int(record.libraryLive)
        // What is in the gauge of a nested scope is in that of the one around it, too.
        let parent = Int(record.parent)
        guard parent == 0 || parent >= used || records[parent].use != record.parentUse else {
          continue
        }
        sum.live += Int(UInt32(truncatingIfNeeded: record.gauge))
        sum.enqueued += Int(record.gauge >> 32)
      }
      return sum
    }
  }

  /// Bytes in use in the whole process, to within 16 KiB for each thread; nil where the heap is not
  /// hooked.
  package var bytesInUse: Int? {
    guard capabilities.contains(.heap) else { return nil }
    return withHeader { Int($0.liveBytes) }
  }

  /// Workers of Dispatch and of the cooperative pool that were started.
  package var poolThreadsCreated: Int { withHeader { Int(clamping: $0.poolThreads) } }
}
