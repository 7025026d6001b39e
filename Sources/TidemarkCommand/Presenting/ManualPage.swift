/// Draws what the parser tells of all commands as a manual page.
enum ManualPage {
  /// Returns the page in the language of `man`.
  ///
  /// - Parameter groups: The names of the commands, by what they are for.
  static func render(
    version: String, tool: CommandDump, groups: [(title: String, names: [String])]
  ) -> String {
    let commands = Dictionary(
      (tool.subcommands ?? []).map { ($0.commandName, $0) }, uniquingKeysWith: { first, _ in first }
    )
    var lines = [
      ".TH TIDEMARK 1 \"\" \"tidemark \(version)\" \"Tidemark\"",
      // Words of a command are neither broken nor set apart.
      ".nh", ".ad l", ".SH NAME", "tidemark \\- \(Roff.escaped(tool.abstract ?? ""))",
      ".SH SYNOPSIS", ".B tidemark", "\\fIcommand\\fR [\\fIargument\\fR ...]", ".br",
      ".B tidemark", "[\\fB\\-l\\fR] [\\fItarget\\fR]",
      ".SH DESCRIPTION",
    ]
    lines += Roff.text(tool.discussion ?? "")
    for group in groups {
      lines.append(".SH \(Roff.quoted("\(group.title) COMMANDS".uppercased()))")
      for name in group.names { lines += commands[name].map(section) ?? [] }
    }
    lines.append(".SH OPTIONS")
    lines += Roff.item("\\fB\\-h\\fR, \\fB\\-\\-help\\fR", "Say how a command is used.")
    lines += Roff.item("\\fB\\-\\-version\\fR", "Print the version.")
    lines.append(".SH \"EXIT STATUS\"")
    for (commands, meanings) in ExitStatuses.all {
      lines.append(".SS \(Roff.quoted(commands))")
      for (status, meaning) in meanings {
        lines += Roff.item("\\fB\(Roff.escaped(status))\\fR", meaning)
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func section(_ command: CommandDump) -> [String] {
    var lines = [".SS \(Roff.escaped(command.commandName))"]
    lines.append("\\fBtidemark \(Roff.escaped(command.commandName))\\fR")
    lines += command.shown.map(synopsis)
    lines += [".PP"] + Roff.text(command.abstract ?? "")
    if let discussion = command.discussion { lines += [".PP"] + Roff.text(discussion) }
    for argument in command.shown {
      var words = [argument.abstract, argument.discussion].compactMap { $0 }
        .joined(separator: " ")
      if let value = argument.defaultValue, argument.kind != "flag" {
        words += " (default: \(value))"
      }
      lines += Roff.item(title(argument), words)
    }
    return lines
  }

  /// How an argument stands in a line of usage.
  private static func synopsis(_ argument: CommandDump.Argument) -> String {
    let long = argument.names?.first { $0.kind == "long" } ?? argument.names?.first
    let name = long.map { "\\fB\(Roff.escaped($0.text))\\fR" }
    let text = [name, argument.kind == "flag" ? nil : value(argument)].compactMap { $0 }
      .joined(separator: " ")
    let repeated = argument.isRepeating ? text + " ..." : text
    return argument.isOptional ? "[\(repeated)]" : repeated
  }

  /// All names of an argument, and what its value is called.
  private static func title(_ argument: CommandDump.Argument) -> String {
    let names = (argument.names ?? []).sorted { $0.text.count < $1.text.count }
      .map { "\\fB\(Roff.escaped($0.text))\\fR" }.joined(separator: ", ")
    switch argument.kind {
    case "positional": return value(argument)
    case "flag": return names
    default: return names + " " + value(argument)
    }
  }

  private static func value(_ argument: CommandDump.Argument) -> String {
    "\\fI\(Roff.escaped(argument.valueName ?? "value"))\\fR"
  }
}
