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
    withBase { base in
      let slots = (base + scopesOffset).assumingMemoryBound(to: TidemarkScopeRecord.self)
      let records = (base + sitesOffset).assumingMemoryBound(to: TidemarkSiteRecord.self)
      var found: [SiteRecord] = []
      for index in 0..<Int(TIDEMARK_SITE_LIMIT) where records[index].hash != 0 {
        let record = records[index]
        guard scopes.contains(record.scope), slots[Int(record.scope)].use == record.use,
          let kind = SiteRecord.Kind(rawValue: record.kind)
        else { continue }
        let stack = withUnsafeBytes(of: record.stack) { bytes in
          bytes.bindMemory(to: UInt64.self).prefix { $0 != 0 }.map(\.self)
        }
        found.append(
          SiteRecord(
            kind: kind, count: Int(record.count), bytes: Int(record.bytes),
            live: Int(truncatingIfNeeded: record.live),
            liveBytes: Int(truncatingIfNeeded: record.liveBytes),
            liveObjects: Int(truncatingIfNeeded: record.liveObjects), stack: stack))
      }
      return found
    }
  }
}
