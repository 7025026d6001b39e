/// Draws the help texts of all commands as a manual page.
enum ManualPage {
  /// Returns the page in the language of `man`.
  static func render(
    version: String, abstract: String, overview: String, commands: [(name: String, help: String)]
  ) -> String {
    var lines = [
      ".TH TIDEMARK 1 \"\" \"tidemark \(version)\" \"Tidemark\"",
      ".SH NAME", "tidemark \\- \(escaped(abstract))",
      ".SH SYNOPSIS", ".B tidemark", ".I command",
      ".RI [ arguments ]",
      ".SH DESCRIPTION",
    ]
    lines += block(overview)
    lines.append(".SH COMMANDS")
    for command in commands {
      lines.append(".SS \(escaped(command.name))")
      lines += block(command.help)
    }
    lines.append(".SH \"EXIT STATUS\"")
    lines += block(
      """
      0   nothing has risen
      1   a figure has risen above its mark
      2   the tests themselves failed
      3   a test has no baseline
      4   no verdict: something was lost, unavailable or missing
      64  the command was used wrongly
      """)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func block(_ text: String) -> [String] {
    [".nf"] + text.split(separator: "\n", omittingEmptySubsequences: false).map { escaped($0) }
      + [".fi"]
  }

  /// Returns a line in which nothing is taken for a command of the language.
  private static func escaped(_ text: some StringProtocol) -> String {
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
