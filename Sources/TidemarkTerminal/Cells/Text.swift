extension String {
  /// How many columns of a terminal the text takes.
  var columns: Int { unicodeScalars.reduce(0) { $0 + $1.columns } }

  /// The text filled with blanks on the right, or cut with a mark, to a number of columns.
  func padded(_ width: Int, _ marks: Marks) -> String {
    let fitted = fitted(width, marks)
    return fitted + String(repeating: " ", count: Swift.max(width - fitted.columns, 0))
  }

  /// The text filled with blanks on the left.
  func leftPadded(_ width: Int) -> String {
    String(repeating: " ", count: Swift.max(width - columns, 0)) + self
  }

  /// The text, or its beginning and a mark when it takes more columns than there are.
  func fitted(_ width: Int, _ marks: Marks) -> String {
    guard columns > width else { return self }
    guard width > marks.ellipsis.columns else { return String(prefix(Swift.max(width, 0))) }
    var kept = String.UnicodeScalarView()
    var used = marks.ellipsis.columns
    for scalar in unicodeScalars {
      used += scalar.columns
      guard used <= width else { break }
      kept.append(scalar)
    }
    return String(kept) + marks.ellipsis
  }

  /// The text, or as many of its words as there is room for, and a mark.
  func fittedWords(_ width: Int, _ marks: Marks) -> String {
    guard columns > width else { return self }
    var kept = ""
    for word in split(separator: " ") {
      let longer = kept.isEmpty ? String(word) : "\(kept) \(word)"
      guard longer.columns + 1 + marks.ellipsis.columns <= width else { break }
      kept = longer
    }
    return kept.isEmpty ? fitted(width, marks) : "\(kept) \(marks.ellipsis)"
  }

  /// The text in lines that are no wider than a number of columns, broken at blanks.
  func wrapped(_ width: Int) -> [String] {
    guard width > 0 else { return [] }
    var lines: [String] = []
    for paragraph in split(separator: "\n", omittingEmptySubsequences: false) {
      var line = ""
      for word in paragraph.split(separator: " ") {
        if !line.isEmpty, line.columns + 1 + String(word).columns > width {
          lines.append(line)
          line = ""
        }
        line += (line.isEmpty ? "" : " ") + word
      }
      lines.append(line)
    }
    return lines
  }
}
