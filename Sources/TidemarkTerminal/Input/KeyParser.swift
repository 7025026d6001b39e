/// Makes keys of the bytes that a terminal sends, however they are cut into pieces.
///
/// Nothing that it doesn't know becomes a key, and nothing makes it stop.
struct KeyParser: Sendable {
  private var pending: [UInt8] = []
  private var pasted: [UInt8]?

  private static let pasteLimit = 4096
  private static let pasteEnd = Array("\u{1B}[201~".utf8)
  private static let longest = 64

  /// Whether a sequence has begun; a lone escape is told from one by the time that passes.
  var isPending: Bool { !pending.isEmpty && pasted == nil }

  /// Takes bytes and returns the keys that they complete.
  mutating func feed(_ bytes: some Sequence<UInt8>) -> [Key] {
    pending += bytes
    var keys: [Key] = []
    while !pending.isEmpty {
      if pasted != nil {
        guard let key = takePaste() else { break }
        keys.append(key)
        continue
      }
      guard let (key, length) = Self.first(of: pending) else { break }
      pending.removeFirst(length)
      if key == .paste("") { pasted = [] } else if let key { keys.append(key) }
    }
    return keys
  }

  /// Says that nothing followed for a while, and returns what the bytes so far mean.
  mutating func flush() -> [Key] {
    guard isPending else { return [] }
    let rest = pending
    pending = []
    return rest == [0x1B] ? [.escape] : []
  }

  private mutating func takePaste() -> Key? {
    guard let end = pending.firstRange(of: Self.pasteEnd) else {
      let kept = max(pending.count - Self.pasteEnd.count, 0)
      keep(pending.prefix(kept))
      pending.removeFirst(kept)
      return nil
    }
    keep(pending[..<end.lowerBound])
    let text = String(decoding: pasted ?? [], as: UTF8.self)
    pending.removeFirst(end.upperBound)
    pasted = nil
    return .paste(text)
  }

  private mutating func keep(_ bytes: ArraySlice<UInt8>) {
    let room = Self.pasteLimit - (pasted?.count ?? 0)
    pasted?.append(contentsOf: bytes.prefix(room))
  }

  /// Returns the first key, nil where it is none, and its length; nil when bytes are missing.
  private static func first(of bytes: [UInt8]) -> (Key?, Int)? {
    switch bytes[0] {
    case 0x1B: return sequence(bytes)
    case 0x0D, 0x0A: return (.enter, 1)
    case 0x09: return (.tab, 1)
    case 0x7F, 0x08: return (.backspace, 1)
    case 0..<0x20:
      return (
        Unicode.Scalar(bytes[0] + 0x60).properties.isLowercase
          ? .control(Character(Unicode.Scalar(bytes[0] + 0x60))) : nil, 1
      )
    case 0x20..<0x7F: return (.character(Character(Unicode.Scalar(bytes[0]))), 1)
    default: return character(bytes)
    }
  }

  private static func character(_ bytes: [UInt8]) -> (Key?, Int)? {
    let length =
      switch bytes[0] {
      case 0xC2..<0xE0: 2
      case 0xE0..<0xF0: 3
      case 0xF0..<0xF5: 4
      default: 1
      }
    for (index, byte) in bytes.dropFirst().prefix(length - 1).enumerated() where byte & 0xC0 != 0x80
    {
      return (nil, index + 1)
    }
    guard bytes.count >= length else { return nil }
    let text = String(decoding: bytes[..<length], as: UTF8.self)
    guard length > 1, let first = text.first, first != "\u{FFFD}" else { return (nil, length) }
    return (.character(first), length)
  }

  private static func sequence(_ bytes: [UInt8]) -> (Key?, Int)? {
    guard bytes.count > 1 else { return nil }
    switch bytes[1] {
    case UInt8(ascii: "["):
      guard let end = bytes.dropFirst(2).firstIndex(where: { !(0x20..<0x40).contains($0) }) else {
        return bytes.count < longest ? nil : (nil, bytes.count)
      }
      // Another escape ends a sequence that was cut off.
      if !(0x40..<0x7F).contains(bytes[end]) { return (nil, end) }
      let parameters = String(decoding: bytes[2..<end], as: UTF8.self)
      return (control(parameters, bytes[end]), end + 1)
    case UInt8(ascii: "O"):
      guard bytes.count > 2 else { return nil }
      return (control("", bytes[2]), 3)
    case 0x1B: return (.escape, 1)
    // Alt and a key.
    default: return (nil, 2)
    }
  }

  private static func control(_ parameters: String, _ final: UInt8) -> Key? {
    let isModified = parameters.contains(";")
    switch final {
    case UInt8(ascii: "A"): return .up
    case UInt8(ascii: "B"): return .down
    case UInt8(ascii: "C"): return isModified ? .farRight : .right
    case UInt8(ascii: "D"): return isModified ? .farLeft : .left
    case UInt8(ascii: "H"): return .home
    case UInt8(ascii: "F"): return .end
    case UInt8(ascii: "Z"): return .backTab
    case UInt8(ascii: "M"): return parameters.isEmpty ? .enter : nil
    case UInt8(ascii: "~"):
      switch parameters.prefix(while: { $0 != ";" }) {
      case "1", "7": return .home
      case "4", "8": return .end
      case "3": return .delete
      case "5": return .pageUp
      case "6": return .pageDown
      case "200": return .paste("")
      default: return nil
      }
    default: return nil
    }
  }
}
