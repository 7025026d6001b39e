import ArgumentParser

/// The wrong usage of a command that shows only once it runs, told like any other.
///
/// What the parser itself finds, it tells with the usage of that command; an error of `run` it would
/// tell with that of `tidemark` alone.
struct Misuse: Error {
  /// What is wrong, how the command is used, and where to read more.
  var text: String

  init(_ error: ValidationError, of command: any ParsableCommand.Type) {
    // What has no name in the command line is used as `tidemark` is.
    let isDefault = command == AttachCommand.self
    let usage =
      isDefault ? TidemarkTool.usageString() : TidemarkTool.usageString(for: command)
    let name = isDefault ? "tidemark" : "tidemark \(command.configuration.commandName ?? "")"
    text = """
      Error: \(error)
      Usage: \(usage.replacing("\n", with: "\n       "))
        See '\(name) --help' for more information.
      """
  }
}
