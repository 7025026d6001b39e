/// Something that runs jobs.
package struct ExecutorDescription: Codable, Hashable, Sendable {
  package enum Kind: String, Codable, Sendable, CaseIterable {
    /// The cooperative pool itself.
    case global
    case main
    /// A default actor.
    case actor
    /// An executor of the program's own.
    case custom
  }

  /// The executor's identity, an address in the observed process; 0 for the global one.
  package var identity: UInt64
  package var kind: Kind
  /// `global`, `main`, or the name of the actor's or the executor's type.
  package var name: String
  /// How many tasks wait for it.
  package var queued: Int
  /// How many threads run something on it; nil where some thread may that is not known to.
  package var running: Int?

  package init(identity: UInt64, kind: Kind, name: String, queued: Int = 0, running: Int? = 0) {
    self.identity = identity
    self.kind = kind
    self.name = name
    self.queued = queued
    self.running = running
  }

  /// What follows the name of a type that was found only later at an address where another one may have
  /// lain.
  package static let doubt = "?"

  /// The name without a doubt.
  package var plainName: String {
    name.hasSuffix(Self.doubt) ? String(name.dropLast(Self.doubt.count)) : name
  }

  /// Whether the name is more than the address.
  package var isNamed: Bool { !name.hasPrefix("0x") }

  /// The name of one of which only the address is known.
  package static func name(ofUnknown identity: UInt64) -> String {
    "0x" + String(identity, radix: 16)
  }
}
