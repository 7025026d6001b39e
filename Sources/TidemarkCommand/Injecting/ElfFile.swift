/// What an ELF file of 64 bits and this machine's byte order says of itself.
///
/// The file may be anything, so nothing in it is believed to lie where it says.
struct ElfFile: Hashable {
  /// `e_machine`.
  var machine: UInt16
  /// The path of the loader; nil in a program that is linked statically, and in most libraries.
  var interpreter: String?
  /// The names of the libraries that it needs itself.
  var needed: [String] = []
  /// Where those are looked for, with `$ORIGIN` as it stands there.
  var runPath: [String] = []
  /// Whether it contains code of the Swift compiler.
  var hasSwift = false

  init?(_ bytes: [UInt8]) {
    let reader = ElfReader(bytes: bytes)
    guard bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1]),
      let machine = reader.integer(at: 18, UInt16.self)
    else { return nil }
    self.machine = machine
    var dynamic: Range<Int>?
    var loads: [(address: UInt64, offset: UInt64, size: UInt64)] = []
    for header in reader.headers(at: 32, size: 54, count: 56) {
      guard let kind = reader.integer(at: header, UInt32.self),
        let offset = reader.integer(at: header + 8, UInt64.self),
        let address = reader.integer(at: header + 16, UInt64.self),
        let size = reader.integer(at: header + 32, UInt64.self)
      else { return nil }
      switch kind {
      case 1: loads.append((address, offset, size))
      case 2: dynamic = reader.range(offset: offset, size: size)
      case 3: interpreter = reader.text(at: offset)
      default: break
      }
    }
    readDynamic(reader, dynamic ?? 0..<0) { address in
      loads.first { address >= $0.address && address - $0.address < $0.size }
        .map { $0.offset &+ (address - $0.address) }
    }
    hasSwift = Self.hasSwiftSections(reader)
  }

  private mutating func readDynamic(
    _ reader: ElfReader, _ range: Range<Int>, offsetOf: (UInt64) -> UInt64?
  ) {
    var names: [(tag: UInt64, offset: UInt64)] = []
    var strings: UInt64?
    for entry in stride(from: range.lowerBound, to: range.upperBound, by: 16) {
      guard let tag = reader.integer(at: entry, UInt64.self), tag != 0,
        let value = reader.integer(at: entry + 8, UInt64.self)
      else { break }
      switch tag {
      case 1, 15, 29: names.append((tag, value))
      case 5: strings = offsetOf(value)
      default: break
      }
    }
    guard let strings else { return }
    for name in names {
      guard let text = reader.text(at: strings &+ name.offset) else { continue }
      if name.tag == 1 {
        needed.append(text)
      } else {
        runPath += text.split(separator: ":").map(String.init)
      }
    }
  }

  private static func hasSwiftSections(_ reader: ElfReader) -> Bool {
    let headers = reader.headers(at: 40, size: 58, count: 60)
    guard let index = reader.integer(at: 62, UInt16.self), headers.indices.contains(Int(index)),
      let names = reader.integer(at: headers[Int(index)] + 24, UInt64.self)
    else { return false }
    return headers.contains { header in
      guard let name = reader.integer(at: header, UInt32.self) else { return false }
      return reader.text(at: names &+ UInt64(name))?.hasPrefix("swift5_") ?? false
    }
  }
}

/// Reads numbers and texts from the bytes of a file, as far as they are there.
struct ElfReader {
  var bytes: [UInt8]

  func integer<Integer: FixedWidthInteger>(at offset: Int, _: Integer.Type) -> Integer? {
    let size = MemoryLayout<Integer>.size
    guard offset >= 0, offset <= bytes.count - size else { return nil }
    return bytes[offset..<offset + size].reversed().reduce(0) { $0 << 8 | Integer($1) }
  }

  func range(offset: UInt64, size: UInt64) -> Range<Int>? {
    let (end, overflow) = offset.addingReportingOverflow(size)
    guard !overflow, end <= bytes.count else { return nil }
    return Int(offset)..<Int(end)
  }

  func text(at offset: UInt64) -> String? {
    guard offset < bytes.count else { return nil }
    let text = bytes[Int(offset)...].prefix(4096).prefix { $0 != 0 }
    return String(decoding: text, as: UTF8.self)
  }

  /// Returns where the headers of a table begin, whose place, entry size and count lie at offsets.
  func headers(at table: Int, size: Int, count: Int) -> [Int] {
    guard let start = integer(at: table, UInt64.self), start < bytes.count,
      let size = integer(at: size, UInt16.self), let count = integer(at: count, UInt16.self)
    else { return [] }
    return (0..<Int(count)).map { Int(start) + $0 * Int(size) }
  }
}
