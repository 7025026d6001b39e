/// Makes JSON of what Google Benchmark writes, which is not always JSON.
///
/// Version 1.7.1 writes `NaN` and `Infinity` for counters that are no number, and a counter that is
/// called like one of its own fields gives an object the same key twice.
enum EngineText {
  /// What a key that is there already is called.
  static let repeated = " again"

  /// Returns the text with numbers that are none as null, and keys told apart.
  static func strict(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var keys: [Set<ArraySlice<UInt8>>] = []
    var index = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        let text = string(bytes[index...])
        output += text
        index = text.endIndex
        guard isKey(bytes[index...]), !keys.isEmpty else { continue }
        if !keys[keys.count - 1].insert(text).inserted {
          output.removeLast()
          output += Array("\(repeated)\"".utf8)
        }
      case UInt8(ascii: "N"), UInt8(ascii: "I"):
        if output.last == UInt8(ascii: "-") { output.removeLast() }
        output += Array("null".utf8)
        index += bytes[index...].prefix { isLetter($0) }.count
      case let byte:
        if byte == UInt8(ascii: "{") { keys.append([]) }
        if byte == UInt8(ascii: "}") { _ = keys.popLast() }
        output.append(byte)
        index += 1
      }
    }
    return output
  }

  /// Returns the string at the beginning of some bytes, with its quotes.
  private static func string(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var index = bytes.startIndex + 1
    while index < bytes.endIndex, bytes[index] != UInt8(ascii: "\"") {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return bytes[bytes.startIndex..<min(index + 1, bytes.endIndex)]
  }

  private static func isKey(_ rest: ArraySlice<UInt8>) -> Bool {
    rest.first { ![0x20, 0x0A, 0x0D, 0x09].contains($0) } == UInt8(ascii: ":")
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
