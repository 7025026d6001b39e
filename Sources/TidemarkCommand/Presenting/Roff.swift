/// The language in which manual pages are written.
enum Roff {
  /// Returns running text: paragraphs are filled anew, what is indented stays as it is.
  static func text(_ text: String) -> [String] {
    var lines: [String] = []
    var isKept = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let isIndented = line.hasPrefix(" ")
      if isIndented != isKept {
        lines.append(isIndented ? ".nf" : ".fi")
        isKept = isIndented
      }
      lines.append(line.isEmpty ? ".PP" : escaped(line))
    }
    return isKept ? lines + [".fi"] : lines
  }

  /// Returns a word that is explained, which is in the language already, and the explanation.
  static func item(_ title: String, _ words: String) -> [String] {
    let text = text(words)
    return [".TP", title] + text.map { $0 == ".PP" ? ".IP" : $0 }
  }

  /// Returns a text as one argument of a command.
  static func quoted(_ text: String) -> String {
    "\"" + escaped(text).replacing("\"", with: "\\(dq") + "\""
  }

  /// Returns a line in which nothing is taken for a command of the language.
  static func escaped(_ text: some StringProtocol) -> String {
    let body = text.reduce(into: "") { result, character in
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      default: result.append(character)
      }
    }
    return body.hasPrefix(".") || body.hasPrefix("'") ? "\\&" + body : body
  }
}
