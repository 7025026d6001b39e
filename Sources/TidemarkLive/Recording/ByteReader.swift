/// Takes numbers from bytes that may be anything: nil where there are none.
struct ByteReader {
  private let bytes: ArraySlice<UInt8>
  private var index: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    index = bytes.startIndex
  }

  var isAtEnd: Bool { index == bytes.endIndex }
  var remaining: Int { bytes.endIndex - index }

  mutating func byte() -> UInt8? {
    guard index < bytes.endIndex else { return nil }
    defer { index += 1 }
    return bytes[index]
  }

  mutating func word() -> UInt32? {
    guard remaining >= 4 else { return nil }
    defer { index += 4 }
    return Self.word(of: bytes[index...])
  }

  mutating func number() -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while let byte = byte() {
      let part = UInt64(byte & 0x7F)
      // The tenth byte has room for one bit.
      guard shift < 63 || (shift == 63 && part < 2) else { return nil }
      value |= part << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }

  mutating func signed() -> Int64? { number().map(Self.unfolded) }

  static func unfolded(_ value: UInt64) -> Int64 {
    Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  /// Returns 32 bits, the lowest byte first.
  static func word(of bytes: some Collection<UInt8>, at offset: Int = 0) -> UInt32 {
    bytes.dropFirst(offset).prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}
