#if canImport(FoundationEssentials)
  private import FoundationEssentials
#else
  private import Foundation
#endif

/// How values become JSON, and back: the same text for the same value.
enum JSON {
  /// Returns a value as JSON in one line.
  static func encode(_ value: some Encodable) throws(RequestError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(value))
    } catch {
      throw RequestError(500, "the answer can't be written as JSON: \(error)")
    }
  }

  /// Reads a value.
  static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
    try JSONDecoder().decode(type, from: Data(bytes))
  }
}
