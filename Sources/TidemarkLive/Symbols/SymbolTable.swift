#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// The functions that an ELF file of 64 bits names, found without any other program.
struct SymbolTable: Sendable {
  private struct Function {
    var start: UInt64
    var size: UInt64
    var name: Int
  }

  /// In the order of their starts.
  private var functions: [Function] = []
  private var names: [UInt8] = []

  /// Reads the full table of a file, else the one for the loader; empty when there is none.
  init(path: String) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    defer { close(file) }
    guard let table = Self.sections(of: file) else { return }
    let symbols = Self.read(file, table.symbols)
    names = Self.read(file, table.names)
    // Name, kind, visibility, section, value and size: 24 bytes.
    for start in stride(from: 0, through: symbols.count - 24, by: 24) {
      guard symbols[start + 4] & 0xf == 2 else { continue }
      let value = Self.number(symbols, start + 8, 8)
      guard value != 0 else { continue }
      functions.append(
        Function(
          start: value, size: Self.number(symbols, start + 16, 8),
          name: Int(Self.number(symbols, start, 4))))
    }
    // Of several names of one place, the one that says how long the function is comes last: `main` has
    // no size.
    functions.sort { ($0.start, $0.size) < ($1.start, $1.size) }
  }

  /// Returns the mangled name of the function at an address of the file's own.
  func name(at address: UInt64) -> String? {
    var low = 0
    var high = functions.count
    while low < high {
      let middle = (low + high) / 2
      if functions[middle].start <= address { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    let function = functions[low - 1]
    guard address - function.start < max(function.size, 1), function.name < names.count else {
      return nil
    }
    let name = names[function.name...].prefix { $0 != 0 }
    return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
  }

  private static func number(_ bytes: [UInt8], _ offset: Int, _ size: Int) -> UInt64 {
    (0..<size).reversed().reduce(0) { $0 << 8 | UInt64(bytes[offset + $1]) }
  }

  // Section kinds, and more than any real file has of something.
  private static let fullTable: UInt64 = 2
  private static let loaderTable: UInt64 = 11
  private static let largest = 1 << 30

  /// Returns where the symbols and their names are.
  private static func sections(of file: CInt) -> (symbols: Range<Int>, names: Range<Int>)? {
    let header = read(file, 0..<64)
    guard header.count == 64, header.starts(with: [0x7f, 0x45, 0x4c, 0x46, 2, 1]) else {
      return nil
    }
    let start = Int(clamping: number(header, 0x28, 8))
    let size = Int(number(header, 0x3a, 2))
    let count = Int(number(header, 0x3c, 2))
    guard size >= 64, start > 0, start < Int.max - size * count else { return nil }
    let table = read(file, start..<(start + size * count))
    guard table.count == size * count else { return nil }
    func range(_ section: Int) -> Range<Int>? {
      guard section < count else { return nil }
      let offset = Int(clamping: number(table, section * size + 24, 8))
      let length = Int(clamping: number(table, section * size + 32, 8))
      guard length <= largest, offset <= Int.max - length else { return nil }
      return offset..<(offset + length)
    }
    for kind in [fullTable, loaderTable] {
      for section in 0..<count where number(table, section * size + 4, 4) == kind {
        let link = Int(number(table, section * size + 40, 4))
        if let symbols = range(section), let names = range(link) { return (symbols, names) }
      }
    }
    return nil
  }

  private static func read(_ file: CInt, _ range: Range<Int>) -> [UInt8] {
    var done = 0
    return [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      while done < range.count, let base = buffer.baseAddress {
        let length = pread(file, base + done, range.count - done, off_t(range.lowerBound + done))
        guard length > 0 else { break }
        done += length
      }
      count = done
    }
  }
}
