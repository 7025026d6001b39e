/// A JSON text as a value that keeps whatever it does not understand.
///
/// Numbers that are not whole stay the text they were, so that a rewrite never changes them.
package enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  /// A number with a fraction or an exponent, or one that does not fit, as it was written.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  /// The members, or nil when the value is not an object.
  package var object: JSONObject? {
    if case .object(let object) = self { object } else { nil }
  }

  /// The text, or nil when the value is not a string.
  package var string: String? {
    if case .string(let string) = self { string } else { nil }
  }

  /// The number, whole or not, or nil when the value is not a number.
  package var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let text): Double(text)
    default: nil
    }
  }

  /// What an error message calls a value of this kind.
  package var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .integer: "a whole number"
    case .number(let text): "the number \(text)"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    }
  }
}
