/// How a piece of text looks on a terminal, in the sixteen colours that every theme defines.
package enum Style: Hashable {
  case plain
  case bold
  case dim
  case bad
  case warning
  case good

  /// The parameters of the escape sequence, or nil for plain text.
  var parameters: String? {
    switch self {
    case .plain: nil
    case .bold: "1"
    case .dim: "2"
    case .bad: "1;31"
    case .warning: "33"
    case .good: "32"
    }
  }
}

/// A line of a report: pieces of text with a style each.
package struct StyledLine {
  /// The pieces from left to right.
  var pieces: [(text: String, style: Style)]

  package init(_ text: String = "", _ style: Style = .plain) {
    pieces = [(TextMeasure.printable(text), style)]
  }

  /// Adds a piece at the end.
  package mutating func append(_ text: String, _ style: Style = .plain) {
    pieces.append((TextMeasure.printable(text), style))
  }

  /// Adds spaces until the line is so many columns wide.
  package mutating func pad(to column: Int) {
    let missing = column - width
    if missing > 0 { pieces.append((String(repeating: " ", count: missing), .plain)) }
  }

  /// Removes the spaces at the end of the last piece, which editors strip from golden texts.
  package mutating func trim() {
    guard let last = pieces.indices.last else { return }
    while pieces[last].text.last == " " { pieces[last].text.removeLast() }
  }

  /// The columns that the line takes on a terminal.
  package var width: Int { pieces.reduce(0) { $0 + TextMeasure.width($1.text) } }

  /// Returns the line as it is printed.
  package func text(color: Bool) -> String {
    pieces.map { piece in
      guard color, let parameters = piece.style.parameters, !piece.text.isEmpty else {
        return piece.text
      }
      return "\u{1B}[\(parameters)m\(piece.text)\u{1B}[0m"
    }.joined()
  }
}
