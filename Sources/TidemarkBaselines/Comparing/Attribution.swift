/// Finds the lines that made a figure rise: a pure function of call sites and their reference.
struct Attribution: Sendable {
  /// The most causes of a finding.
  static let limit = 5

  /// What each function did when the baseline was recorded; a metric without one has no reference.
  var reference: [Metric: SiteCounts]
  /// Tells the package's own code from others'.
  var paths: SourcePaths

  /// Returns the lines that grew most or, where none is known to have grown, the largest ones.
  func causes(of finding: Finding, in sites: [CallSite]) -> [Cause] {
    guard finding.direction == .risen, !sites.isEmpty else { return [] }
    let all = Self.sources(of: finding.metric).flatMap { causes(in: $0, sites) }
    let grown = all.filter(\.hasGrown)
    let sorted = (grown.isEmpty ? all : grown).sorted { left, right in
      if left.growth != right.growth, !grown.isEmpty { return left.growth > right.growth }
      if left.count != right.count { return left.count > right.count }
      return left.order < right.order
    }
    return Array(sorted.prefix(Self.limit))
  }

  /// Returns the metrics whose call sites explain a metric.
  static func sources(of metric: Metric) -> [Metric] {
    switch metric {
    case .tasksCreated, .tasksCompleted, .tasksPeakLive: [.tasksCreated]
    case .hops: [.hops]
    case .jobsEnqueued, .jobsRun, .queuePeakDepth: [.tasksCreated, .hops]
    case .threadsCreated, .threadsPeak: [.threadsCreated]
    case .heapAllocations, .objectsAllocated: [.heapAllocations]
    case .heapBytesAllocated, .heapPeakBytes: [.heapBytesAllocated]
    case .heapLeakedBlocks, .heapLeakedBytes, .objectsLeaked: [metric]
    default: []
    }
  }

  private func causes(in metric: Metric, _ sites: [CallSite]) -> [Cause] {
    let tally = SiteTally(of: metric, sites, paths: paths)
    let counts = reference[metric]
    return tally.functions.flatMap { function, lines -> [Cause] in
      let before = counts.map { references($0, function, lines) }
      return lines.enumerated().map { index, line in
        let isNew = before?[index] == 0
        return Cause(
          metric: metric, frames: line.frames, count: line.amount, reference: before?[index],
          alternatives: isNew ? alternatives(to: index, in: lines, before ?? []) : [])
      }
    }
  }

  /// Returns the lines around a new one that were matched with old ones and might be new instead.
  private func alternatives(
    to index: Int, in lines: [SiteTally.Line], _ before: [Int]
  ) -> [SourceFrame] {
    func isLike(_ other: Int) -> Bool { lines[other].amount == lines[index].amount }
    let above = (0..<index).reversed().prefix(while: isLike).reversed()
    let below = ((index + 1)..<lines.count).prefix(while: isLike)
    return (Array(above) + Array(below)).filter { before[$0] > 0 }.compactMap {
      lines[$0].frames.first
    }
  }

  private func references(
    _ counts: SiteCounts, _ function: String, _ lines: [SiteTally.Line]
  ) -> [Int] {
    let old = counts.functions[function]
    if old == nil, counts.rest > 0 {
      // One of those that were summed up: it was no larger than any that was listed.
      let listed = counts.functions.values.map { $0.reduce(0, +) }.min() ?? counts.rest
      return lines.map { _ in min(counts.rest, listed) }
    }
    return SiteTally.references(old ?? [], for: lines.map(\.amount))
  }
}

extension Cause {
  fileprivate var growth: Int { count - (reference ?? 0) }

  /// An order that does not depend on chance, for causes of the same size.
  fileprivate var order: String {
    frames.map { "\($0.symbol) \($0.file ?? "") \($0.line ?? 0)" }.joined(separator: " ")
  }
}
