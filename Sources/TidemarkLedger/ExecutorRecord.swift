internal import CTidemarkLedger

/// What runs jobs, as the ledger has it.
package struct ExecutorRecord: Hashable, Sendable {
  package enum Kind: Int, Sendable, CaseIterable {
    /// The cooperative pool itself.
    case global
    case main
    /// A default actor.
    case actor
    /// A serial executor or a task executor of the program's own.
    case custom
  }

  /// The executor's identity, an address in the observed process; 0 for the global one, and for one of
  /// the program's own that nobody could tell.
  package var identity: UInt64
  package var kind: Kind

  package init(identity: UInt64, kind: Kind) {
    self.identity = identity
    self.kind = kind
  }

  /// Takes a word of the ledger apart.
  init(word: UInt64) {
    identity = word & ~3
    kind = Kind(rawValue: Int(word & 3)) ?? .global
  }
}
