import ArgumentParser
import TidemarkBaselines

/// The options of every command that runs tests.
struct TestOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Run only the tests whose name matches, as `swift test --filter` does; may be repeated.",
      valueName: "regex"))
  var filter: [String] = []

  @Flag(help: "Do not build: the tests are built already.")
  var skipBuild = false

  @Flag(name: .shortAndLong, help: "Show the output of the build and the tests as it comes.")
  var verbose = false

  @Option(
    help: ArgumentHelp(
      "Give up when no test begins or ends for this long.", valueName: "seconds"))
  var timeout: Int?

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("Arguments for `swift test`, after `--`.", valueName: "swift-test-argument"))
  var arguments: [String] = []

  func validate() throws {
    if let timeout, timeout < 1 { throw ValidationError("--timeout has to be at least 1") }
    for pattern in filter {
      do {
        _ = try Regex(pattern)
      } catch {
        throw ValidationError("--filter '\(pattern)' is not a regular expression: \(error)")
      }
    }
  }

  /// Returns what runs the tests, and prepares the place for their results.
  func runner(_ host: Host, _ workspace: Workspace) throws -> TestRunner {
    Interrupt.install()
    return TestRunner(
      host: host, workspace: workspace,
      arguments: TestArguments(all: arguments, filters: filter, skipsBuild: skipBuild),
      folder: try RunFolder(workspace: workspace), progress: ProgressLine(host),
      isVerbose: verbose, timeout: timeout.map { .seconds($0) },
      kept: KeptRecordings(workspace, host))
  }
}
