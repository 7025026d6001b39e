/// Reads a JSON text (RFC 8259), strictly, and names the line of the first error.
///
/// Foundation's decoder gives no lines, reads `1` and `1.0` alike and takes several times as long
/// as a check of ten thousand baselines may.
package struct JSONParser {
  private static let deepest = 128

  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0
  /// Where each value begins, by the keys that lead to it, when that is asked for.
  private var places: [String: Int]?
  private var path = ""

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Returns the value of a text.
  package static func parse(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONValue {
    var parser = JSONParser(bytes)
    let value = try parser.value()
    parser.skipSpace()
    if parser.index < bytes.count { throw parser.unexpected("text after the end of the value") }
    return value
  }

  /// Returns the line of a value, by the keys that lead to it, such as `overrides[0].metrics`; of
  /// the innermost one around it when it is not there, and nil when the text is no JSON.
  package static func line(of path: String, in bytes: [UInt8]) -> Int? {
    var parser = JSONParser(bytes)
    parser.places = [:]
    guard (try? parser.value()) != nil, let places = parser.places else { return nil }
    var path = path[...]
    while true {
      if let place = places[String(path)] { return parser.line(at: place) }
      if path.isEmpty { return nil }
      path = path[..<(path.lastIndex { $0 == "." || $0 == "[" } ?? path.startIndex)]
    }
  }

  private mutating func value() throws(JSONSyntaxError) -> JSONValue {
    skipSpace()
    guard index < bytes.count else { throw error(.end) }
    if places != nil { places?[path] = index }
    switch bytes[index] {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: throw unexpected("a character that begins no value")
    }
  }

  private mutating func object() throws(JSONSyntaxError) -> JSONValue {
    try enter()
    var members: [JSONObject.Member] = []
    if try !closes(UInt8(ascii: "}")) {
      repeat {
        skipSpace()
        guard index < bytes.count else { throw error(.end) }
        guard bytes[index] == UInt8(ascii: "\"") else { throw unexpected("no key") }
        let key = try string()
        skipSpace()
        guard index < bytes.count else { throw error(.end) }
        guard bytes[index] == UInt8(ascii: ":") else { throw unexpected("no colon after a key") }
        index += 1
        let value = try inside { "\($0)\($0.isEmpty ? "" : ".")\(key)" }
        members.append(JSONObject.Member(key: key, value: value))
      } while try continues(until: UInt8(ascii: "}"))
    }
    depth -= 1
    switch JSONObject.make(members) {
    case .success(let object): return .object(object)
    case .failure(let duplicate): throw unexpected("the key \"\(duplicate.key)\" twice")
    }
  }

  private mutating func array() throws(JSONSyntaxError) -> JSONValue {
    try enter()
    var values: [JSONValue] = []
    if try !closes(UInt8(ascii: "]")) {
      repeat {
        values.append(try inside { "\($0)[\(values.count)]" })
      } while try continues(until: UInt8(ascii: "]"))
    }
    depth -= 1
    return .array(values)
  }

  /// Reads a value one level below; the path is spelled only when places are asked for.
  private mutating func inside(_ inner: (String) -> String) throws(JSONSyntaxError) -> JSONValue {
    guard places != nil else { return try value() }
    let outer = path
    path = inner(outer)
    defer { path = outer }
    return try value()
  }

  private mutating func enter() throws(JSONSyntaxError) {
    index += 1
    depth += 1
    if depth > Self.deepest { throw unexpected("more than \(Self.deepest) levels") }
  }

  private mutating func closes(_ closing: UInt8) throws(JSONSyntaxError) -> Bool {
    skipSpace()
    guard index < bytes.count else { throw error(.end) }
    guard bytes[index] == closing else { return false }
    index += 1
    return true
  }

  private mutating func continues(until closing: UInt8) throws(JSONSyntaxError) -> Bool {
    if try closes(closing) { return false }
    guard bytes[index] == UInt8(ascii: ",") else { throw unexpected("no comma between values") }
    index += 1
    return true
  }

  private mutating func word(
    _ word: StaticString, _ value: JSONValue
  ) throws(JSONSyntaxError) -> JSONValue {
    for offset in 0..<word.utf8CodeUnitCount {
      guard index < bytes.count else { throw error(.end) }
      guard bytes[index] == word.utf8Start[offset] else {
        throw unexpected("a character that begins no value")
      }
      index += 1
    }
    return value
  }

  private mutating func number() throws(JSONSyntaxError) -> JSONValue {
    let start = index
    let isNegative = bytes[index] == UInt8(ascii: "-")
    if isNegative { index += 1 }
    let digits = index
    var magnitude = 0
    var fits = true
    while index < bytes.count, case let digit = bytes[index] &- UInt8(ascii: "0"), digit < 10 {
      let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(Int(digit))
      fits = fits && !overflow && !carry
      magnitude = sum
      index += 1
    }
    if index == digits {
      throw index < bytes.count ? unexpected("a number without digits") : error(.end)
    }
    if bytes[digits] == UInt8(ascii: "0"), index > digits + 1 {
      throw unexpected("a number that begins with 0")
    }
    var isWhole = true
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
      isWhole = false
      index += 1
      try someDigits()
    }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      isWhole = false
      index += 1
      if index < bytes.count, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[index]) {
        index += 1
      }
      try someDigits()
    }
    if isWhole, fits, !(isNegative && magnitude == 0) {
      return .integer(isNegative ? -magnitude : magnitude)
    }
    return .number(String(decoding: bytes[start..<index], as: UTF8.self))
  }

  private mutating func someDigits() throws(JSONSyntaxError) {
    let start = index
    while index < bytes.count, bytes[index] &- UInt8(ascii: "0") < 10 { index += 1 }
    if index == start {
      throw index < bytes.count ? unexpected("a number without digits") : error(.end)
    }
  }

  private mutating func string() throws(JSONSyntaxError) -> String {
    index += 1
    let start = index
    var isASCII = true
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        defer { index += 1 }
        if isASCII { return String(decoding: bytes[start..<index], as: UTF8.self) }
        guard let text = String(validating: bytes[start..<index], as: UTF8.self) else {
          throw error(.encoding)
        }
        return text
      }
      if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
      if byte < 0x20 { throw unexpected("a string that runs over the end of its line") }
      if byte >= 0x80 { isASCII = false }
      index += 1
    }
    throw error(.end)
  }

  private mutating func escapedString(from start: Int) throws(JSONSyntaxError) -> String {
    var units = Array(bytes[start..<index])
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: units, as: UTF8.self) else { throw error(.encoding) }
        return text
      case UInt8(ascii: "\\"): units.append(contentsOf: try String(escape()).utf8)
      case ..<0x20: throw unexpected("a string that runs over the end of its line")
      default: units.append(byte)
      }
    }
    throw error(.end)
  }

  private mutating func escape() throws(JSONSyntaxError) -> Unicode.Scalar {
    guard index < bytes.count else { throw error(.end) }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let unit = try hexadecimal()
      if let scalar = Unicode.Scalar(unit) { return scalar }
      guard unit < 0xDC00, index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
        bytes[index + 1] == UInt8(ascii: "u")
      else { throw unexpected("half a surrogate pair") }
      index += 2
      let low = try hexadecimal()
      guard (0xDC00...0xDFFF).contains(low),
        let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
      else { throw unexpected("half a surrogate pair") }
      return scalar
    default: throw unexpected("an escape that JSON does not have")
    }
  }

  private mutating func hexadecimal() throws(JSONSyntaxError) -> UInt32 {
    guard index + 4 <= bytes.count else { throw error(.end) }
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue else {
        throw unexpected("an escape that JSON does not have")
      }
      value = value << 4 | UInt32(digit)
      index += 1
    }
    return value
  }

  private mutating func skipSpace() {
    while index < bytes.count,
      bytes[index] == UInt8(ascii: " ") || bytes[index] == UInt8(ascii: "\n")
        || bytes[index] == UInt8(ascii: "\r") || bytes[index] == UInt8(ascii: "\t")
    { index += 1 }
  }

  private func unexpected(_ what: String) -> JSONSyntaxError { error(.unexpected(what)) }

  private func error(_ problem: JSONSyntaxError.Problem) -> JSONSyntaxError {
    let isText = String(validating: bytes, as: UTF8.self) != nil
    return JSONSyntaxError(problem: isText ? problem : .encoding, line: line(at: index))
  }

  private func line(at index: Int) -> Int {
    bytes.prefix(index).count { $0 == UInt8(ascii: "\n") } + 1
  }
}
