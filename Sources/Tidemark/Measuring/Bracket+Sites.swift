import TidemarkBaselines
import TidemarkLedger

extension Bracket {
  /// The most call sites of a metric that are listed one by one.
  static let siteLimit = 200
  /// The most call stacks of a metric that are looked up; several may be one site.
  private static let stackLimit = 1000

  /// What is told of a kind of call site, and how much of it a place did.
  private static let tallies:
    [(metric: Metric, kind: SiteRecord.Kind, amount: @Sendable (SiteRecord) -> (Int, Int))] = [
      (.tasksCreated, .task, { ($0.count, $0.bytes) }),
      (.hops, .hop, { ($0.count, $0.bytes) }),
      (.threadsCreated, .thread, { ($0.count, $0.bytes) }),
      (.heapAllocations, .allocation, { ($0.count, $0.bytes) }),
      (.heapLeakedBlocks, .allocation, { ($0.live, $0.liveBytes) }),
      (.objectsLeaked, .allocation, { ($0.liveObjects, 0) }),
    ]

  /// Returns the places that created tasks and threads, hopped and allocated, and those that
  /// allocated what is still in use, largest first.
  ///
  /// What is not listed, be it that the list is full or that nothing is known of the place, is
  /// counted in a site without frames.
  func callSites() -> [CallSite] {
    guard let ledger else { return [] }
    let records = Dictionary(grouping: ledger.sites(of: ledger.family(of: scope)), by: \.kind)
    let places = Self.tallies.map { tally -> [(site: CallSite, stack: [UInt64])] in
      let all = (records[tally.kind] ?? []).compactMap { record -> (CallSite, [UInt64])? in
        let (count, bytes) = tally.amount(record)
        guard count > 0 else { return nil }
        let site = CallSite(metric: tally.metric, frames: [], count: count, bytes: bytes)
        return (site, record.stack)
      }
      return all.sorted { $0.0.count > $1.0.count }
    }
    // All addresses at once: the tool that knows the lines is then run once.
    let stacks = places.flatMap { $0.prefix(Self.stackLimit) }.map(\.stack)
    _ = Symbolizer.shared.frames(of: stacks.flatMap(\.self))
    return places.flatMap { places -> [CallSite] in
      var sites = places.map(\.site)
      for index in sites.indices.prefix(Self.stackLimit) {
        sites[index].frames = Symbolizer.shared.stack(places[index].stack)
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
      let ofBytes: Metric? =
        switch metric {
        case .heapAllocations: .heapBytesAllocated
        case .heapLeakedBlocks: .heapLeakedBytes
        default: nil
        }
      let total = ofBytes.flatMap { totals[$0]?.value } ?? 0
      let bytes = total - ofMetric.reduce(0) { $0 + $1.bytes }
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
