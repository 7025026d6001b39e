import ArgumentParser
import TidemarkBaselines

/// Prints the manual page.
struct ManualCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "Print the manual page, for example into tidemark.1.")

  func perform(_ host: Host) throws -> Int32 {
    let commands = TidemarkTool.subcommands.map { command in
      (
        name: command.configuration.commandName ?? "",
        help: TidemarkTool.helpMessage(for: command, columns: 72)
      )
    }
    let page = ManualPage.render(
      version: TidemarkTool.version, abstract: TidemarkTool.configuration.abstract,
      overview: TidemarkTool.helpMessage(columns: 72), commands: commands)
    try Console.output(page, terminator: "")
    return 0
  }
}
