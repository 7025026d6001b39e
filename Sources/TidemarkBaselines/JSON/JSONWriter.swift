/// Writes a JSON value so that equal values give equal bytes and a change gives a small diff.
///
/// Keys are sorted, two spaces indent, every member stands on a line of its own, and a list
/// without lists and objects in it on one line.
package struct JSONWriter {
  private var output: [UInt8] = []

  private init() {}

  /// Returns the text of a value, with a newline at the end.
  package static func bytes(_ value: JSONValue) -> [UInt8] {
    var writer = JSONWriter()
    writer.write(value, indentation: 0)
    writer.write("\n")
    return writer.output
  }

  private mutating func write(_ value: JSONValue, indentation: Int) {
    switch value {
    case .null: write("null")
    case .bool(let value): write(value ? "true" : "false")
    case .integer(let value): write(String(value))
    case .number(let text): write(text)
    case .string(let text): write(quoting: text)
    case .array(let values): write(values, indentation: indentation)
    case .object(let object): write(object, indentation: indentation)
    }
  }

  private mutating func write(_ object: JSONObject, indentation: Int) {
    if object.isEmpty { return write("{}") }
    write("{")
    for (index, member) in object.members.enumerated() {
      if index > 0 { write(",") }
      newline(indentation + 1)
      write(quoting: member.key)
      write(": ")
      write(member.value, indentation: indentation + 1)
    }
    newline(indentation)
    write("}")
  }

  private mutating func write(_ values: [JSONValue], indentation: Int) {
    let isFlat = values.allSatisfy { value in
      switch value {
      case .array, .object: false
      default: true
      }
    }
    write("[")
    for (index, value) in values.enumerated() {
      if index > 0 { write(isFlat ? ", " : ",") }
      if !isFlat { newline(indentation + 1) }
      write(value, indentation: indentation + 1)
    }
    if !isFlat { newline(indentation) }
    write("]")
  }

  private mutating func newline(_ indentation: Int) {
    output.append(UInt8(ascii: "\n"))
    output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * indentation))
  }

  private mutating func write(quoting text: String) {
    write("\"")
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): write("\\\"")
      case UInt8(ascii: "\\"): write("\\\\")
      case UInt8(ascii: "\n"): write("\\n")
      case UInt8(ascii: "\r"): write("\\r")
      case UInt8(ascii: "\t"): write("\\t")
      case ..<0x20: write("\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16))
      default: output.append(byte)
      }
    }
    write("\"")
  }

  private mutating func write(_ text: String) {
    output.append(contentsOf: text.utf8)
  }
}
