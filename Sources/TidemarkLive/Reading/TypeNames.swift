import Synchronization

/// The names of the types of objects in another process.
///
/// Reads class metadata and context descriptors as Swift lays them out on Linux, where classes have no
/// counterpart in Objective-C. They are constants of the program; whatever does not look like them has
/// no name.
final class TypeNames: Sendable {
  private let memory: RemoteMemory
  /// By the address of the metadata, of which there are few.
  private let known = Mutex<[UInt64: Known]>([:])

  /// What is known of a class.
  private struct Known {
    var name: String?
    var isActor = false
  }

  /// A program that makes classes while it runs has no more of them kept in mind.
  private static let limit = 10_000

  init(memory: RemoteMemory) { self.memory = memory }

  /// Returns the name of an object's class, without its module: `Feed.Store`.
  ///
  /// - Parameter isActor: whether it has to be an actor's; where one was, anything may lie by now.
  func name(ofObject object: UInt64, isActor: Bool = false) -> String? {
    guard object % 8 == 0, let metadata = memory.word(at: object), metadata % 8 == 0 else {
      return nil
    }
    let found = known.withLock { $0[metadata] } ?? type(ofMetadata: metadata)
    known.withLock { known in
      if known.count >= Self.limit { known = [:] }
      known[metadata] = found
    }
    return found.isActor || !isActor ? found.name : nil
  }

  // `ClassMetadata`: the kind, and the offset of the description. `ContextDescriptor`: the offsets of
  // the flags, of the parent and of the name, the latter two relative to where they stand.
  private static let classKind: UInt64 = 0
  private static let description: UInt64 = 0x28
  private static let parent: UInt64 = 4
  private static let name: UInt64 = 8
  /// `TypeContextDescriptorFlags::Class_IsActor`, in the upper half of the flags.
  private static let actorFlag: UInt64 = 1 << (16 + 7)

  /// `ContextDescriptorKind`, in the lowest 5 bits of the flags.
  private enum ContextKind: UInt64 {
    case module = 0
    case anonymous = 2
    case `class` = 16
    case `struct` = 17
    case `enum` = 18
  }

  private func type(ofMetadata metadata: UInt64) -> Known {
    guard let name = name(ofMetadata: metadata),
      let descriptor = memory.word(at: metadata &+ Self.description),
      let flags = half(at: descriptor)
    else { return Known() }
    return Known(name: name, isActor: flags & Self.actorFlag != 0)
  }

  private func name(ofMetadata metadata: UInt64) -> String? {
    guard memory.word(at: metadata) == Self.classKind,
      let first = memory.word(at: metadata &+ Self.description)
    else { return nil }
    var names: [String] = []
    var descriptor = first
    for depth in 0..<8 {
      guard descriptor != 0, descriptor % 4 == 0, let flags = half(at: descriptor) else {
        return nil
      }
      let kind = ContextKind(rawValue: flags & 0x1f)
      if depth == 0, kind != .class { return nil }
      switch kind {
      case .class, .struct, .enum:
        guard let name = text(at: follow(descriptor &+ Self.name)) else { return nil }
        names.insert(name, at: 0)
      case .anonymous: break
      case .module, nil: return names.joined(separator: ".")
      }
      guard let parent = followIndirectly(descriptor &+ Self.parent) else { return nil }
      descriptor = parent
    }
    return names.joined(separator: ".")
  }

  private func half(at address: UInt64) -> UInt64? {
    memory.bytes(4, at: address).map { $0.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
  }

  /// Returns where a relative reference leads.
  private func follow(_ address: UInt64) -> UInt64? {
    half(at: address).map { address &+ UInt64(bitPattern: Int64(Int32(truncatingIfNeeded: $0))) }
  }

  /// The same for one that may lead to a pointer instead, as its lowest bit says.
  private func followIndirectly(_ address: UInt64) -> UInt64? {
    guard let place = follow(address) else { return nil }
    return place & 1 == 1 ? memory.word(at: place & ~1) : place
  }

  private func text(at address: UInt64?) -> String? {
    guard let address else { return nil }
    var bytes: [UInt8] = []
    while bytes.count < 256 {
      guard
        let part = memory.bytes(
          Int(min(32, 4096 - (address &+ UInt64(bytes.count)) % 4096)),
          at: address &+ UInt64(bytes.count))
      else { return nil }
      let name = part.prefix { $0 != 0 }
      bytes += name
      if name.count < part.count { break }
    }
    // What is no identifier is no name, but whatever lay there.
    guard !bytes.isEmpty, bytes.count < 256, bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7f }) else {
      return nil
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
