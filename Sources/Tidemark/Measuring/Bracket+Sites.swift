import TidemarkBaselines
import TidemarkLedger

extension Bracket {
  /// The most call sites of a metric that are listed one by one.
  static let siteLimit = 200
  /// The most call stacks of a metric that are looked up; several may be one site.
  private static let stackLimit = 1000

  /// Returns the places that created tasks and threads, hopped and allocated, largest first.
  ///
  /// What is not listed, be it that the list is full or that nothing is known of the place, is
  /// counted in a site without frames.
  func callSites() -> [CallSite] {
    guard let ledger else { return [] }
    let records = Dictionary(grouping: ledger.sites(of: ledger.family(of: scope)), by: \.kind)
      .mapValues { $0.sorted { $0.count > $1.count } }
    // All addresses at once: the tool that knows the lines is then run once.
    let stacks = records.values.flatMap { $0.prefix(Self.stackLimit) }.map(\.stack)
    _ = Symbolizer.shared.frames(of: stacks.flatMap(\.self))
    return SiteRecord.Kind.allCases.flatMap { kind -> [CallSite] in
      let ofKind = records[kind] ?? []
      var sites = ofKind.prefix(Self.stackLimit).map { record in
        CallSite(
          metric: kind.metric, frames: Symbolizer.shared.stack(record.stack), count: record.count,
          bytes: record.bytes)
      }
      sites += ofKind.dropFirst(Self.stackLimit).map { record in
        CallSite(metric: kind.metric, frames: [], count: record.count, bytes: record.bytes)
      }
      return Self.merged(sites, limit: Self.siteLimit)
    }
  }

  /// Counts in a site without frames what the table had no room for.
  ///
  /// - Parameter totals: What was counted in all, by metric.
  func completed(_ sites: [CallSite], to totals: [Metric: Figure]) -> [CallSite] {
    guard let ledger, ledger.losses.sites > start.losses.sites else { return sites }
    return sites + Self.missing(from: sites, totals: totals)
  }

  /// Returns sites without frames for what is in the totals and not in the sites.
  static func missing(from sites: [CallSite], totals: [Metric: Figure]) -> [CallSite] {
    CallSite.metrics.compactMap { metric in
      let ofMetric = sites.filter { $0.metric == metric }
      let count = (totals[metric]?.value ?? 0) - ofMetric.reduce(0) { $0 + $1.count }
      let bytes =
        metric == .heapAllocations
        ? (totals[.heapBytesAllocated]?.value ?? 0) - ofMetric.reduce(0) { $0 + $1.bytes } : 0
      guard count > 0 else { return nil }
      return CallSite(metric: metric, frames: [], count: count, bytes: max(bytes, 0))
    }
  }

  /// Returns sites of one metric with those of the same frames added up, the largest first.
  static func merged(_ sites: [CallSite], limit: Int) -> [CallSite] {
    var sums: [[SourceFrame]: CallSite] = [:]
    for site in sites {
      sums[site.frames, default: CallSite(metric: site.metric, frames: site.frames, count: 0)]
        .add(site)
    }
    var rest = sums.removeValue(forKey: [])
    let sorted = sums.values.sorted { left, right in
      left.count == right.count
        ? left.frames.lexicographicallyPrecedes(right.frames) { $0.order < $1.order }
        : left.count > right.count
    }
    for site in sorted.dropFirst(limit) {
      var sum = rest ?? CallSite(metric: site.metric, frames: [], count: 0)
      sum.add(site)
      rest = sum
    }
    return Array(sorted.prefix(limit)) + (rest.map { [$0] } ?? [])
  }
}

extension SiteRecord.Kind {
  fileprivate var metric: Metric {
    switch self {
    case .task: .tasksCreated
    case .hop: .hops
    case .thread: .threadsCreated
    case .allocation: .heapAllocations
    }
  }
}

extension CallSite {
  fileprivate mutating func add(_ other: CallSite) {
    count += other.count
    bytes += other.bytes
  }
}

extension SourceFrame {
  /// An order that does not depend on chance.
  fileprivate var order: (String, Int, String) { (file ?? "", line ?? 0, symbol) }
}
