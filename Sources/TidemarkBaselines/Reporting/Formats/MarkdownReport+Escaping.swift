extension MarkdownReport {
  /// Returns text in which nothing is taken for markup, safe in a cell of a table too.
  package static func escaped(_ text: String) -> String {
    TextMeasure.printable(text).reduce(into: "") { result, character in
      switch character {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case "\\", "`", "*", "_", "[", "]", "|", "#", "~", "@": result += "\\\(character)"
      default: result.append(character)
      }
    }
  }

  /// Returns a code span, whose fence is longer than any run of back-ticks inside.
  package static func code(_ text: String) -> String {
    let text = TextMeasure.printable(text)
    let fence = String(repeating: "`", count: longestRun(in: text) + 1)
    let space = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
    return fence + space + text + space + fence
  }

  /// Returns a code span for a table, where a bar ends the cell even inside one.
  package static func cell(_ text: String) -> String {
    code(text).split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }

  /// Returns a block of code.
  static func fenced(_ text: String) -> String {
    let fence = String(repeating: "`", count: max(3, longestRun(in: text) + 1))
    return "\(fence)text\n\(text)\n\(fence)"
  }

  /// Returns a collapsed section, or nothing; the blank lines let Markdown be read inside.
  package static func details(_ title: String, _ body: String, if isShown: Bool) -> [String] {
    guard isShown else { return [] }
    return ["<details><summary>\(escaped(title))</summary>\n\n\(body)\n\n</details>"]
  }

  /// Returns the verdict in a few words.
  static func verdict(of report: Report) -> String {
    let counts = report.counts
    func tests(_ status: TestOutcome.Status) -> String {
      FigureText.counted(counts[status] ?? 0, "test")
    }
    switch report.exitStatus {
    case .testsFailed: return "❌ tests failed"
    case .regression: return "❌ \(tests(.risen)) risen"
    case .noVerdict: return "❓ no verdict"
    case .baselineMissing: return "⚠️ no baseline for \(tests(.missing))"
    case .clean: return "✅ nothing has risen"
    }
  }

  /// Returns the counts and the environment in one line.
  static func summary(of report: Report) -> String {
    let counts = report.counts
    let parts = TestOutcome.Status.allCases.compactMap { status in
      counts[status].map { "\(FigureText.count($0)) \(status.words)" }
    }
    let tests = FigureText.counted(report.testCount, "test")
    let environment = report.environment.map { " — " + code($0.boundedKey) } ?? ""
    return ([tests] + parts).joined(separator: " · ") + environment
  }

  private static func longestRun(in text: String) -> Int {
    var longest = 0
    var current = 0
    for character in text {
      current = character == "`" ? current + 1 : 0
      longest = max(longest, current)
    }
    return longest
  }
}
