/// Appends numbers to bytes.
struct ByteWriter {
  var bytes: [UInt8] = []

  /// Appends 32 bits, the lowest byte first.
  mutating func word(_ value: UInt32) {
    for shift: UInt32 in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  /// Appends seven bits a byte, the lowest first; all bytes but the last have their highest bit set.
  mutating func number(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Appends a number that may be negative: 0, -1, 1, -2 and so on are 0, 1, 2, 3.
  mutating func signed(_ value: Int64) { number(Self.folded(value)) }

  static func folded(_ value: Int64) -> UInt64 {
    UInt64(bitPattern: (value << 1) ^ (value >> 63))
  }
}
