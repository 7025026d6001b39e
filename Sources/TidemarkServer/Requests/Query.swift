/// The path and the parameters of a request's address.
package struct Query: Hashable, Sendable {
  package var path: String
  private var parameters: [String: String] = [:]

  /// Takes an address apart: `/path?name=value&name=value`, or the same after `http://host`.
  package init(_ address: String) throws(RequestError) {
    var rest = address[...]
    if let scheme = ["http://", "https://"].first(where: { address.lowercased().hasPrefix($0) }) {
      rest = rest.dropFirst(scheme.count)
      rest = rest.firstIndex(of: "/").map { rest[$0...] } ?? "/"
    }
    guard rest.first == "/" else { throw .badRequest("the address has to start with a slash") }
    if let fragment = rest.firstIndex(of: "#") { rest = rest[..<fragment] }
    let halves = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = try Self.decode(halves[0], plusIsSpace: false)
    guard halves.count == 2 else { return }
    for pair in halves[1].split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = try Self.decode(parts[0], plusIsSpace: true)
      let value = parts.count == 2 ? try Self.decode(parts[1], plusIsSpace: true) : ""
      guard parameters.updateValue(value, forKey: name) == nil else {
        throw .badRequest("the parameter '\(name)' is there twice")
      }
    }
  }

  package subscript(name: String) -> String? { parameters[name] }

  /// Throws when there is a parameter of another name, which would be a mistake that nobody notices.
  func allow(_ names: String...) throws(RequestError) {
    let unknown = parameters.keys.filter { $0 != "token" && !names.contains($0) }.sorted()
    guard let first = unknown.first else { return }
    let known = names.isEmpty ? "there are none" : "there are: \(names.joined(separator: ", "))"
    throw .badRequest("there is no parameter '\(first)' for \(path); \(known)")
  }

  /// Returns whether a parameter is `1`, `true`, or there without a value.
  func flag(_ name: String, default standard: Bool) throws(RequestError) -> Bool {
    switch self[name] {
    case nil: return standard
    case "", "1", "true": return true
    case "0", "false": return false
    default: throw .badRequest("the parameter '\(name)' is 0 or 1")
    }
  }

  /// Returns a parameter that is a number in a range.
  func number(
    _ name: String, default standard: Int, in range: ClosedRange<Int>
  ) throws(RequestError) -> Int {
    guard let text = self[name] else { return standard }
    guard let number = Int(text), range.contains(number) else {
      throw .badRequest(
        "the parameter '\(name)' is a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// Replaces `%xx`, and in parameters `+`.
  private static func decode(
    _ text: Substring, plusIsSpace: Bool
  ) throws(RequestError) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(hexValue),
          let low = rest.popFirst().flatMap(hexValue)
        else { throw .badRequest("a '%' in the address needs two hexadecimal digits after it") }
        bytes.append(high << 4 | low)
      case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
      default: bytes.append(byte)
      }
    }
    guard let decoded = String(validating: bytes, as: UTF8.self) else {
      throw .badRequest("the address is not UTF-8")
    }
    return decoded
  }

  private static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
