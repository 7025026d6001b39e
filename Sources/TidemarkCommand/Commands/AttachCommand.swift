import ArgumentParser

/// Watches a process; what the command does when it is given none.
struct AttachCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "attach",
    abstract: "Watch a process in the terminal; `tidemark TARGET` for short.",
    discussion: "Without a terminal it prints the lines of `tidemark watch`.")

  @Flag(name: [.customShort("l"), .customLong("list")], help: "List the processes instead.")
  var lists = false

  @Flag(help: "With --list, print JSON.")
  var json = false

  @OptionGroup var target: TargetArgument

  func validate() throws {
    if json, !lists { throw ValidationError("--json needs --list; see also `tidemark watch`") }
    if lists, target.target != nil { throw ValidationError("--list takes no target") }
  }

  func perform(_ host: Host) throws -> Int32 {
    if lists { return try ListCommand.list(json: json) }
    do {
      return try Watcher(source: target.resolve(host)).run()
    } catch TargetError.noName(let word, let others) {
      // Whoever mistypes a command ends here, too.
      guard let command = Misspelling.command(meantBy: word) else {
        throw TargetError.noName(word, others: others)
      }
      throw ValidationError(Misspelling.advice(word, command))
    }
  }
}
