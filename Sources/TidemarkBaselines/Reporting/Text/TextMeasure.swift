/// Measures and fits text in terminal columns, which are neither bytes nor characters.
package enum TextMeasure {
  /// Returns how many columns a text takes: two for wide characters, none for marks.
  package static func width(_ text: some StringProtocol) -> Int {
    // Most texts are of letters that take a column each, and tables have very many of them.
    isPlain(text) ? text.utf8.count : text.reduce(0) { $0 + width($1) }
  }

  /// Returns the text with everything made visible that would move the cursor or hide text.
  ///
  /// Names of tests and tasks come from anywhere; an escape sequence in one must not reach the
  /// terminal, nor may a mark that turns the writing direction.
  package static func printable(_ text: String) -> String {
    guard !isPlain(text), text.unicodeScalars.contains(where: isUnsafe) else { return text }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      if scalar == "\n" || scalar == "\t" {
        result += " "
      } else if isUnsafe(scalar) {
        result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
  }

  /// Returns the text cut to so many columns, the last one an ellipsis when something is missing.
  package static func truncated(_ text: String, to columns: Int) -> String {
    guard width(text) > columns else { return text }
    var result = ""
    var used = 0
    for character in text {
      let next = width(character)
      guard used + next < columns else { break }
      result.append(character)
      used += next
    }
    return result + "…"
  }

  /// Returns the text broken at spaces into lines of so many columns; a longer word stays whole.
  package static func wrapped(_ text: String, to columns: Int) -> [String] {
    text.split(whereSeparator: \.isNewline).flatMap { line -> [String] in
      var lines: [String] = []
      var current = ""
      for word in line.split(separator: " ") {
        if !current.isEmpty, width(current) + 1 + width(word) > columns {
          lines.append(current)
          current = ""
        }
        current += (current.isEmpty ? "" : " ") + word
      }
      return current.isEmpty ? lines : lines + [current]
    }
  }

  /// Returns the text with spaces in front of it up to so many columns.
  package static func right(_ text: String, _ columns: Int) -> String {
    String(repeating: " ", count: max(0, columns - width(text))) + text
  }

  /// Returns the text with spaces behind it up to so many columns.
  package static func left(_ text: String, _ columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - width(text)))
  }

  /// Whether a text is known to be of printable characters of ASCII only, each a column wide.
  private static func isPlain(_ text: some StringProtocol) -> Bool {
    text.utf8.withContiguousStorageIfAvailable { bytes in
      bytes.allSatisfy { $0 >= 0x20 && $0 <= 0x7E }
    } ?? false
  }

  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    // The joiner holds emoji together and is harmless.
    case .format: scalar.value != 0x200D
    default: false
    }
  }

  private static func width(_ character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .control, .format: return 0
    default: break
    }
    let isWide = character.unicodeScalars.contains { scalar in
      scalar.properties.isEmojiPresentation || scalar.value == 0xFE0F
    }
    return isWide || wideRanges.contains { $0.contains(first.value) } ? 2 : 1
  }

  /// The blocks that Unicode's East Asian Width calls wide or full-width, emoji apart.
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
    0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
    0x20000...0x3FFFD,
  ]
}
