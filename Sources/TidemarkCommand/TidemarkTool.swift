import ArgumentParser

/// The command line of Tidemark.
@main
struct TidemarkTool: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "tidemark",
    abstract: "Fails the test whose tide rises.",
    discussion: """
      Measures the tasks, threads, hops and allocations of every test, and holds them against the \
      baselines that are committed in the package. Run it in the folder of a package.

      Exit status: 0 nothing has risen, 1 a figure has risen, 2 the tests themselves failed, \
      3 a test has no baseline, 4 no verdict, 64 wrong usage.
      """,
    version: version,
    subcommands: subcommands)

  static let subcommands: [any TidemarkSubcommand.Type] = [
    CheckCommand.self, BenchCommand.self, UpdateCommand.self, AcceptCommand.self,
    RejectCommand.self, PendingCommand.self, DiffCommand.self, ShowCommand.self, PruneCommand.self,
    ReportCommand.self, ListCommand.self, DoctorCommand.self, MetricsCommand.self,
    ManualCommand.self, ViewCommand.self,
  ]
}
