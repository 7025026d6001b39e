internal import CTidemarkLedger

/// One measured piece of work as the ledger has it.
package struct ScopeRecord: Hashable, Sendable {
  package var scope: UInt32
  package var parent: UInt32
  package var liveTasks: Int
  package var queuedTasks: Int
  package var peakLive: Int
  package var peakQueued: Int
  package var threadsLive: Int
  package var threadsPeak: Int
  package var overlapped: Bool
}

extension Ledger {
  /// Returns the record of a scope.
  package func scope(_ scope: UInt32) -> ScopeRecord {
    withBase { base in
      let records = (base + scopesOffset).assumingMemoryBound(to: TidemarkScopeRecord.self)
      var record = TidemarkScopeRecord()
      Self.copy(records + Int(min(scope, UInt32(TIDEMARK_SCOPE_LIMIT) - 1)), to: &record)
      return ScopeRecord(
        scope: scope, parent: record.parent,
        liveTasks: Int(UInt32(truncatingIfNeeded: record.gauge)),
        queuedTasks: Int(record.gauge >> 32),
        peakLive: Int(record.peakLive), peakQueued: Int(record.peakQueued),
        threadsLive: Int(record.threadsLive), threadsPeak: Int(record.threadsPeak),
        overlapped: record.overlapped != 0)
    }
  }

  /// Returns a scope and all scopes nested in it, however deep.
  package func family(of scope: UInt32) -> [UInt32] {
    let used = withHeader { min($0.scopesUsed, UInt32(TIDEMARK_SCOPE_LIMIT)) }
    return withBase { base in
      let records = (base + scopesOffset).assumingMemoryBound(to: TidemarkScopeRecord.self)
      var members = [scope]
      guard scope < UInt32(TIDEMARK_SCOPE_LIMIT), records[Int(scope)].hasNested != 0 else {
        return members
      }
      var next = 0
      while next < members.count {
        for candidate in UInt32(TIDEMARK_SCOPE_FIRST)..<max(used, UInt32(TIDEMARK_SCOPE_FIRST))
        where records[Int(candidate)].parent == members[next]
          && records[Int(candidate)].parentUse == records[Int(members[next])].use
          && records[Int(candidate)].state != TidemarkScopeStateFree.rawValue
          && !members.contains(candidate)
        {
          members.append(candidate)
        }
        next += 1
      }
      return members
    }
  }
}
