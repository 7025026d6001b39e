/// One element of an XML document that is being written.
package struct XMLElementText {
  package var name: String
  var attributes: [(String, String)]
  package var children: [XMLElementText]
  var body: String

  package init(
    _ name: String, _ attributes: [(String, String)] = [], children: [XMLElementText] = [],
    body: String = ""
  ) {
    self.name = name
    self.attributes = attributes
    self.children = children
    self.body = body
  }

  /// Returns the element on lines of its own.
  package func text(depth: Int) -> String {
    let indent = String(repeating: "  ", count: depth)
    let pairs = attributes.map { " \($0)=\"\(Self.escaped($1, inAttribute: true))\"" }.joined()
    if children.isEmpty, body.isEmpty { return "\(indent)<\(name)\(pairs)/>\n" }
    if children.isEmpty {
      return "\(indent)<\(name)\(pairs)>\(Self.escaped(body, inAttribute: false))</\(name)>\n"
    }
    let inner = children.map { $0.text(depth: depth + 1) }.joined()
    return "\(indent)<\(name)\(pairs)>\n\(inner)\(indent)</\(name)>\n"
  }

  /// Returns text as XML 1.0 takes it; a character that no escape can carry becomes U+FFFD.
  static func escaped(_ text: String, inAttribute: Bool) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar.value {
      case 0x26: result += "&amp;"
      case 0x3C: result += "&lt;"
      case 0x3E: result += "&gt;"
      case 0x22: result += inAttribute ? "&quot;" : "\""
      // A reader turns these into spaces or drops them unless they are spelled as references.
      case 0x09 where inAttribute, 0x0A where inAttribute, 0x0D:
        result += "&#\(scalar.value);"
      case 0x09, 0x0A, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF:
        result.unicodeScalars.append(scalar)
      default: result += "\u{FFFD}"
      }
    }
  }
}
