internal import CTidemarkLedger

/// One call stack of a scope, and how often it did something.
package struct SiteRecord: Hashable, Sendable {
  package enum Kind: UInt32, Sendable, CaseIterable {
    case task = 0
    case hop
    case thread
    case allocation
  }

  package var kind: Kind
  package var count: Int
  package var bytes: Int
  /// For allocations, the blocks that are in use, what they hold, and how many of them are objects.
  package var live: Int
  package var liveBytes: Int
  package var liveObjects: Int
  /// Return addresses, innermost first.
  package var stack: [UInt64]
}

extension Ledger {
  /// Returns the call sites of the given scopes, as far as they were asked for.
  package func sites(of scopes: [UInt32]) -> [SiteRecord] {
    scopes.flatMap { scope in
      withBase { base in
        let slots = (base + scopesOffset).assumingMemoryBound(to: TidemarkScopeRecord.self)
        let records = (base + sitesOffset).assumingMemoryBound(to: TidemarkSiteRecord.self)
        let lists = (base + siteListsOffset).assumingMemoryBound(to: UInt32.self)
        var found: [SiteRecord] = []
        var next = lists[Int(scope)]
        // A list that was damaged may be a ring.
        for _ in 0..<Int(TIDEMARK_SITE_LIMIT) {
          guard next != 0, next <= TIDEMARK_SITE_LIMIT else { break }
          let record = records[Int(next) - 1]
          next = record.next
          guard record.scope == scope, record.use == slots[Int(scope)].use,
            let site = SiteRecord(record)
          else { continue }
          found.append(site)
        }
        return found
      }
    }
  }
}

extension SiteRecord {
  fileprivate init?(_ record: TidemarkSiteRecord) {
    guard let kind = Kind(rawValue: record.kind) else { return nil }
    let stack = withUnsafeBytes(of: record.stack) { bytes in
      bytes.bindMemory(to: UInt64.self).prefix { $0 != 0 }.map(\.self)
    }
    self.init(
      kind: kind, count: Int(clamping: record.count), bytes: Int(clamping: record.bytes),
      live: Int(truncatingIfNeeded: record.live),
      liveBytes: Int(truncatingIfNeeded: record.liveBytes),
      liveObjects: Int(truncatingIfNeeded: record.liveObjects), stack: stack)
  }
}
