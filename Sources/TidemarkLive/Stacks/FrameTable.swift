/// The call frame information of one image as it lies in a process's memory.
///
/// The linker writes a table (`.eh_frame_hdr`) that is sorted by the starts of functions.
struct FrameTable {
  private let memory: RemoteMemory
  private let header: UInt64
  private let count: UInt64

  /// Opens the table at an address; nil where it is not made the way linkers make it.
  init?(memory: RemoteMemory, header: UInt64) {
    // Version 1; a relative address of 32 bits; a count of 32 bits; pairs relative to the header.
    guard let bytes = memory.bytes(12, at: header), bytes.starts(with: [1, 0x1b, 0x03, 0x3b]) else {
      return nil
    }
    var cursor = ByteCursor(bytes, from: 8)
    self.memory = memory
    self.header = header
    count = cursor.number(4) ?? 0
  }

  /// Returns the rule that holds at a place.
  func rule(at place: UInt64) -> FrameRule? {
    guard let entry = entry(for: place), let bytes = block(at: entry) else { return nil }
    // The entry begins with its length and how far back its common entry is.
    var cursor = ByteCursor(bytes, from: 4)
    guard let back = cursor.number(4), back != 0,
      let common = common(at: entry &+ 4 &- back), let start = cursor.signedHalf(),
      let size = cursor.number(4)
    else { return nil }
    let functionStart = entry &+ 8 &+ UInt64(bitPattern: start)
    guard place >= functionStart, place - functionStart < size, let extra = cursor.variable(),
      cursor.skip(Int(clamping: extra))
    else { return nil }
    return FrameRule(common, cursor, start: functionStart, place: place)
  }

  /// Searches the table for the function that begins at a place or before it.
  private func entry(for place: UInt64) -> UInt64? {
    var low: UInt64 = 0
    var high = min(count, 1 << 24)
    while low < high {
      let middle = (low + high) / 2
      guard let start = pair(middle)?.start else { return nil }
      if start <= place { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? pair(low - 1)?.entry : nil
  }

  private func pair(_ index: UInt64) -> (start: UInt64, entry: UInt64)? {
    guard let bytes = memory.bytes(8, at: header &+ 12 &+ index * 8) else { return nil }
    var cursor = ByteCursor(bytes)
    guard let start = cursor.signedHalf(), let entry = cursor.signedHalf() else { return nil }
    return (header &+ UInt64(bitPattern: start), header &+ UInt64(bitPattern: entry))
  }

  /// Reads the bytes of an entry, its length included.
  private func block(at address: UInt64) -> [UInt8]? {
    guard let head = memory.bytes(4, at: address) else { return nil }
    var cursor = ByteCursor(head)
    guard let length = cursor.number(4), (8..<65536).contains(length) else { return nil }
    return memory.bytes(Int(length) + 4, at: address)
  }

  /// Reads what functions have in common.
  private func common(at address: UInt64) -> FrameRule.Common? {
    guard let bytes = block(at: address) else { return nil }
    var cursor = ByteCursor(bytes, from: 4)
    guard cursor.number(4) == 0, let version = cursor.byte(), version == 1 || version == 3,
      let extra = cursor.text(), let codeUnit = cursor.variable(),
      let dataUnit = cursor.signedVariable(),
      version == 1 ? cursor.byte() != nil : cursor.variable() != nil
    else { return nil }
    // Only the usual way to write addresses is known: `z` for a length, and `R` for how.
    guard extra.first == UInt8(ascii: "z"), let length = cursor.variable() else { return nil }
    var details = cursor
    guard cursor.skip(Int(clamping: length)) else { return nil }
    for letter in extra.dropFirst() {
      switch letter {
      case UInt8(ascii: "R"): guard details.byte() == 0x1b else { return nil }
      case UInt8(ascii: "L"): guard details.byte() != nil else { return nil }
      case UInt8(ascii: "P"):
        // A relative or indirect address of 32 bits.
        guard let encoding = details.byte(), encoding & 0xf == 0xb, details.skip(4) else {
          return nil
        }
      default: return nil
      }
    }
    return FrameRule.Common(codeUnit: codeUnit, dataUnit: dataUnit, instructions: cursor)
  }
}
