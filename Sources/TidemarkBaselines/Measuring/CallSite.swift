/// A place in the code that created tasks or threads, hopped or allocated, and how often, or how much
/// of what it allocated is still in use.
public struct CallSite: Hashable, Sendable {
  /// What was counted: `tasks.created`, `hops`, `threads.created`, `heap.allocations`,
  /// `heap.leakedBlocks` or `objects.leaked`.
  public var metric: Metric
  /// The call stack, innermost first; empty for all places that are not listed one by one.
  public var frames: [SourceFrame]
  /// How often the place did it.
  public var count: Int
  /// For allocations, the sum of the sizes asked for, for blocks in use, what they hold, in bytes;
  /// otherwise 0.
  public var bytes: Int

  /// Creates a call site.
  public init(metric: Metric, frames: [SourceFrame], count: Int, bytes: Int = 0) {
    self.metric = metric
    self.frames = frames
    self.count = count
    self.bytes = bytes
  }
}

extension CallSite {
  /// The metrics that call sites are counted for.
  package static let metrics: [Metric] = [
    .tasksCreated, .hops, .threadsCreated, .heapAllocations, .heapLeakedBlocks, .objectsLeaked,
  ]
}

extension Usage {
  /// Returns the call sites of the worse of two usages, metric by metric, as with figures.
  package func worstSites(_ other: Usage) -> [CallSite] {
    CallSite.metrics.flatMap { metric -> [CallSite] in
      let sites = [callSites, other.callSites].map { $0.filter { $0.metric == metric } }
      let totals = sites.map { $0.reduce(0) { $0 + $1.count } }
      return totals[1] > totals[0] ? sites[1] : sites[0]
    }
  }
}
