/// Reads numbers out of bytes, one after the other, and never past their end.
struct ByteCursor {
  private let bytes: [UInt8]
  private(set) var offset: Int
  private let end: Int

  init(_ bytes: [UInt8], from offset: Int = 0, to end: Int? = nil) {
    self.bytes = bytes
    self.offset = min(max(offset, 0), bytes.count)
    self.end = min(end ?? bytes.count, bytes.count)
  }

  var isAtEnd: Bool { offset >= end }

  mutating func byte() -> UInt8? {
    guard offset < end else { return nil }
    defer { offset += 1 }
    return bytes[offset]
  }

  mutating func skip(_ count: Int) -> Bool {
    guard count >= 0, count <= end - offset else { return false }
    offset += count
    return true
  }

  mutating func number(_ size: Int) -> UInt64? {
    guard size <= end - offset else { return nil }
    defer { offset += size }
    return (0..<size).reversed().reduce(0) { $0 << 8 | UInt64(bytes[offset + $1]) }
  }

  /// A number of 32 bits with a sign.
  mutating func signedHalf() -> Int64? {
    number(4).map { Int64(Int32(truncatingIfNeeded: $0)) }
  }

  /// A number of DWARF's variable length, without a sign.
  mutating func variable() -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      guard let byte = byte() else { return nil }
      value |= UInt64(byte & 0x7f) << UInt64(shift)
      if byte & 0x80 == 0 { return value }
    }
    return nil
  }

  /// The same with a sign.
  mutating func signedVariable() -> Int64? {
    var value: Int64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      guard let byte = byte() else { return nil }
      value |= Int64(byte & 0x7f) << Int64(shift)
      guard byte & 0x80 == 0 else { continue }
      return byte & 0x40 != 0 && shift + 7 < 64 ? value | (-1 << Int64(shift + 7)) : value
    }
    return nil
  }

  /// The bytes up to a zero.
  mutating func text() -> [UInt8]? {
    var text: [UInt8] = []
    while let next = byte() {
      if next == 0 { return text }
      text.append(next)
    }
    return nil
  }
}
