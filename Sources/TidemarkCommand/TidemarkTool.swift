import ArgumentParser

/// The command line of Tidemark.
@main
struct TidemarkTool: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "tidemark",
    abstract: "Fails the test whose tide rises, and shows a running process.",
    usage: """
      tidemark <subcommand>
      tidemark [-l] [<target>]
      """,
    discussion: """
      Measures the tasks, threads, hops and allocations of every test, and holds them against the \
      baselines that are committed in the package. Run it in the folder of a package.

      Without a subcommand it watches a running process, which is named by its id or its name; \
      the only one needs no name. -l lists those that can be watched.

      Exit status: 0 nothing has risen, 1 a figure has risen, 2 the tests themselves failed, \
      3 a test has no baseline, 4 no verdict, 64 wrong usage. Watching: 0, also when the process \
      ends; 4 when it is not found or can't be read.
      """,
    version: version,
    groupedSubcommands: [
      CommandGroup(name: "Testing", subcommands: testing),
      CommandGroup(name: "Watching", subcommands: watching),
      CommandGroup(name: "This Machine", subcommands: others),
    ],
    defaultSubcommand: AttachCommand.self)

  static let testing: [any TidemarkSubcommand.Type] = [
    CheckCommand.self, BenchCommand.self, UpdateCommand.self, AcceptCommand.self,
    RejectCommand.self, PendingCommand.self, DiffCommand.self, ShowCommand.self, PruneCommand.self,
    ReportCommand.self,
  ]

  static let watching: [any TidemarkSubcommand.Type] = [
    AttachCommand.self, ListCommand.self, WatchCommand.self, TopCommand.self, TasksCommand.self,
    TreeCommand.self, SnapshotCommand.self, DumpCommand.self, RunCommand.self, RecordCommand.self,
    ReplayCommand.self, ExportCommand.self, ServeCommand.self, TargetsCommand.self,
  ]

  static let others: [any TidemarkSubcommand.Type] = [
    DoctorCommand.self, MetricsCommand.self, ManualCommand.self,
  ]

  static var subcommands: [any TidemarkSubcommand.Type] { testing + watching + others }

  /// The names of all subcommands.
  static var names: [String] { names(of: subcommands) }

  /// The names of some of them.
  static func names(of commands: [any TidemarkSubcommand.Type]) -> [String] {
    commands.compactMap { $0.configuration.commandName }
  }

  /// Runs the command, and says what may have been meant when a command is unknown.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let misuse as Misuse {
      Console.error(misuse.text)
      exit(withError: ExitCode.validationFailure)
    } catch {
      let words = CommandLine.arguments.dropFirst()
      let isKnown = names.contains { $0 == words.first }
      // The parser takes a word that it does not know for a target, and then stumbles over what
      // follows it.
      if words.count > 1, !isKnown, exitCode(for: error) == .validationFailure,
        let word = words.first, !word.hasPrefix("-"),
        let meant = Misspelling.command(meantBy: word)
      {
        exit(withError: ValidationError(Misspelling.advice(word, meant)))
      }
      exit(withError: error)
    }
  }
}
