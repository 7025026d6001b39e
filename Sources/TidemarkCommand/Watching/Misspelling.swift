/// Recognizes a command that was not typed quite right.
enum Misspelling {
  /// Returns the command that a word is closest to, or nil when it resembles none.
  static func command(meantBy word: String) -> String? {
    let names = TidemarkTool.names + ["help"]
    let ranked = names.map { ($0, distance(word, $0)) }.min { $0.1 < $1.1 }
    // Nobody who types `server` has meant `serve`.
    guard let (name, distance) = ranked, !word.hasPrefix(name) || word == name,
      distance <= max(1, min(word.count, name.count) / 3)
    else {
      return nil
    }
    return name
  }

  static func advice(_ word: String, _ command: String) -> String {
    "'\(word)' is neither a command nor the name of a process that can be watched; "
      + "did you mean `tidemark \(command)`?"
  }

  /// Returns how many letters have to be added, left out, replaced or swapped with the next one.
  static func distance(_ left: String, _ right: String) -> Int {
    let left = Array(left.lowercased())
    let right = Array(right.lowercased())
    var twoAbove: [Int] = []
    var above = Array(0...right.count)
    for row in left.indices {
      var line = [row + 1]
      for column in right.indices {
        let isSame = left[row] == right[column]
        var best = min(above[column + 1] + 1, line[column] + 1, above[column] + (isSame ? 0 : 1))
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, twoAbove[column - 1] + 1)
        }
        line.append(best)
      }
      twoAbove = above
      above = line
    }
    return above[right.count]
  }
}
