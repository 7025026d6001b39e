import TidemarkLedger

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// Asks which process is meant.
enum TargetPrompt {
  /// Whether somebody sits at a terminal to answer.
  static var isPossible: Bool {
    isatty(STDIN_FILENO) == 1 && Console.isErrorTerminal
  }

  /// Shows a numbered list and reads a number.
  static func ask(_ candidates: [Candidate]) throws(TargetError) -> Candidate {
    let numbers = "\(candidates.count)".count
    for (index, candidate) in candidates.enumerated() {
      let number = "\(index + 1)"
      let indent = String(repeating: " ", count: numbers - number.count)
      Console.error("  \(indent)\(number)  \(candidate.name) (\(candidate.process.pid))")
    }
    while true {
      Console.error("Watch which? [1-\(candidates.count)] ", terminator: "")
      guard let line = readLine() else {
        Console.error("")
        throw .noChoice
      }
      let words = line.split(whereSeparator: \.isWhitespace)
      guard let word = words.first, word != "q" else { throw .noChoice }
      if let number = Int(word), candidates.indices.contains(number - 1) {
        return candidates[number - 1]
      }
    }
  }
}
