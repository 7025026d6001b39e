/// One workflow command of GitHub Actions.
package struct Annotation {
  /// How loud the annotation is.
  package enum Level: String {
    case error
    case warning
  }

  var level: Level
  var title: String
  var message: String
  var file: String?
  var line: Int?

  package init(
    _ level: Level, _ title: String, _ message: String, file: String? = nil, line: Int? = nil
  ) {
    self.level = level
    self.title = title
    self.message = message
    self.file = file
    self.line = line
  }

  /// The command as GitHub reads it from the log.
  package var text: String {
    let place = [("file", file), ("line", line.map(String.init)), ("title", title)]
    let properties = place.compactMap { name, value in
      value.map { "\(name)=\(Self.property($0))" }
    }
    return "::\(level.rawValue) \(properties.joined(separator: ","))::\(Self.data(message))"
  }

  /// Returns a message with what would end the command replaced.
  static func data(_ text: String) -> String { escaped(text, "%\r\n") }

  /// Returns the value of a property, in which colons and commas are special as well.
  static func property(_ text: String) -> String { escaped(text, "%\r\n:,") }

  /// Works on scalars: `\r\n` is one character in Swift.
  private static func escaped(_ text: String, _ special: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      guard special.unicodeScalars.contains(scalar) else {
        result.unicodeScalars.append(scalar)
        return
      }
      let code = String(scalar.value, radix: 16, uppercase: true)
      result += "%" + (code.count < 2 ? "0" : "") + code
    }
  }
}
