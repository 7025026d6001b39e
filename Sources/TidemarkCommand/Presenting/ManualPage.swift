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
    lines += block(exitStatus)
    return lines.joined(separator: "\n") + "\n"
  }

  /// What each status means, for the commands that have it.
  private static let exitStatus = """
    Testing: check, bench, and the others of them as far as it applies
      0     nothing has risen
      1     a figure has risen above its mark
      2     the tests themselves failed
      3     a test has no baseline
      4     no verdict: something was lost, unavailable or missing

    Watching: attach, list, watch, top, tasks, tree, snapshot, dump
      0     it was shown, also when the process ended meanwhile, and when list finds none
      4     there is no such process, or none that is meant, or it can't be read

    record
      0     recorded, until the process ended, the time was over or a signal came
      4     the process can't be found or can't be read any more, or the file can't be written

    replay, export
      0     shown or written, also where transitions are missing, of which it tells
      4     the recording can't be read, or the trace can't be written

    serve
      0     the process has ended, or a signal came
      4     the process can't be found or read, or the address can't be listened on

    targets
      0     listed or written, also when there is none
      4     the list can't be read, or the file can't be written

    run
      The program's own status, as the command becomes the program; before that
      4     the library that is loaded into it is missing
      126   the program can't be run
      127   there is no such program

    All commands
      64    the command was used wrongly
      128+n signal n has ended it; 141 when nobody reads what it prints
    """

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
