import ArgumentParser
import TidemarkBaselines

/// Compares the times of benchmarks with those of another revision, side by side.
struct BenchCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Compare the times of benchmarks with those of another revision, side by side.",
    discussion: """
      Builds a revision in a worktree of its own and the checkout as it is, both optimised, and \
      runs the benchmarks of both in turns, each round in processes of its own. A benchmark is \
      slower when Mann and Whitney's U test says so, with Holm's correction for the number of \
      benchmarks, and its estimate lies beyond the tolerance. Such benchmarks alone are run again \
      in another session, and it is a regression only when that one, judged by its own times, \
      shows it as well. Counts per iteration (tasks, hops, \
      allocations, bytes, threads) are compared exactly. The checkout is never changed.

      Takes every executable product that depends on TidemarkBenchmark and, with --product, any \
      that takes the flags of Google Benchmark.

      Exit status: 0 nothing is confirmed to be slower, 1 a benchmark is slower or a count has risen, \
      2 a benchmark failed, was skipped with an error or could not be built, 4 no verdict, \
      64 wrong usage.
      """)

  @Option(
    help: ArgumentHelp(
      "The revision to compare with: a branch, a tag, a commit.", valueName: "revision"))
  var against: String?

  @Flag(
    help: """
      Compare the same programs with TIDEMARK=check and with TIDEMARK=off instead: what measuring \
      costs them.
      """)
  var probe = false

  @Option(
    help: ArgumentHelp(
      "An executable product with benchmarks; may be repeated. By default all that use Tidemark's.",
      valueName: "name"))
  var product: [String] = []

  @Option(
    help: ArgumentHelp(
      "Run only the benchmarks whose name matches, as the engine does it.", valueName: "regex"))
  var filter: String?

  @Option(
    help: ArgumentHelp(
      "How many rounds are run, each side once in each; at least \(BenchmarkReport.fewestRounds).",
      valueName: "n"))
  var repetitions = BenchmarkReport.Settings().rounds

  @Option(
    help: ArgumentHelp(
      """
      How many further sessions run again what is slower; each has to show it. 1 by default, 0 \
      believes the first session.
      """, valueName: "n"))
  var confirm: Int?

  @Option(
    help: ArgumentHelp(
      "How long each benchmark is run in a round, at least; by default what it asks for itself.",
      valueName: "seconds"))
  var minTime: Double?

  @Option(
    help: ArgumentHelp("How much slower a benchmark may become.", valueName: "percent"))
  var tolerance = 2.0

  @Option(
    help: ArgumentHelp(
      "The probability of a false alarm, over all benchmarks together.", valueName: "level"))
  var alpha = BenchmarkReport.Settings().level

  @Option(help: "The time that is compared: real or cpu.")
  var time: BenchmarkClock = .real

  @Option(
    help: ArgumentHelp(
      "The processors that both sides are kept on, for example 2,3 or 0-1.", valueName: "cpus"))
  var pin: ProcessorSet?

  @Option(
    help: ArgumentHelp(
      "Decides which side goes first in which round; drawn and printed by default.",
      valueName: "number"))
  var seed: UInt64?

  @OptionGroup var reporting: ReportOptions

  @Option(
    name: .customLong("engine-json"),
    help: ArgumentHelp(
      """
      A folder for before.json and after.json: what each side measured in the first session, in \
      Google Benchmark's own format, for its compare.py.
      """, valueName: "dir"), completion: .directory)
  var engineJSON: String?

  @Flag(help: "Give benchmarks without a difference a line of their own, too.")
  var all = false

  @Option(
    help: ArgumentHelp(
      "The folder of the worktree; by default below .build/tidemark/against.", valueName: "dir"),
    completion: .directory)
  var worktree: String?

  @Flag(help: "Keep the worktree, so that the next comparison need not build all of it.")
  var keep = false

  @Flag(name: .shortAndLong, help: "Show the output of builds and programs as it comes.")
  var verbose = false

  @Option(
    help: ArgumentHelp("Give up a program that runs for longer than this.", valueName: "seconds"))
  var timeout: Int?

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp(
      "Arguments for `swift build`, after `--`.", valueName: "swift-build-argument"))
  var arguments: [String] = []

  func validate() throws {
    if (against != nil) == probe {
      throw ValidationError("say what to compare with: either --against REVISION or --probe")
    }
    if probe, worktree != nil || keep {
      throw ValidationError("--worktree and --keep belong to --against; --probe makes no worktree")
    }
    if probe, confirm != nil {
      throw ValidationError("--confirm belongs to --against; what the probe costs is only shown")
    }
    if let confirm, !(0...100).contains(confirm) {
      throw ValidationError("--confirm has to be from 0 to 100")
    }
    let fewest = BenchmarkReport.fewestRounds
    if repetitions < fewest {
      throw ValidationError(
        "--repetitions has to be at least \(fewest): with fewer rounds chance cannot be told from "
          + "a difference")
    }
    if repetitions > 10_000 { throw ValidationError("--repetitions has to be at most 10000") }
    if let minTime, !(minTime > 0 && minTime <= 3600) {
      throw ValidationError("--min-time has to be a number of seconds greater than 0")
    }
    if !(0...1000).contains(tolerance) {
      throw ValidationError("--tolerance has to be a percentage of at least 0")
    }
    if !(alpha > 0 && alpha <= 0.5) {
      throw ValidationError("--alpha has to be greater than 0 and at most 0.5")
    }
    if let timeout, timeout < 1 { throw ValidationError("--timeout has to be at least 1") }
    for argument in arguments {
      let name = String(argument.prefix { $0 != "=" })
      if ReleaseBuild.refused.contains(name) {
        throw ValidationError("\(name) cannot be passed on: `bench` builds both sides its own way")
      }
    }
  }

  func perform(_ host: Host) throws -> Int32 {
    let workspace = try Workspace.locate(host)
    let output = ReportOutput(
      host, format: reporting.format, file: reporting.output, root: workspace.root)
    try output.check()
    if let folder = engineJSON.map(host.absolute) { try Files.createFolder(folder) }
    Interrupt.install()
    let folder = try RunFolder(workspace: workspace)
    let errand = Errand(
      host, folder: folder.path, progress: ProgressLine(host), isVerbose: verbose)
    do {
      let report = try BenchmarkComparing(
        command: self, host: host, root: workspace.root, errand: errand
      ).report()
      try output.write { try $0.render(report, output.drawing, showsAll: all) }
      return report.exitStatus.rawValue
    } catch let error as Interrupted {
      folder.remove()
      throw error
    }
  }

  /// What the comparison is asked to do.
  var settings: BenchmarkReport.Settings {
    BenchmarkReport.Settings(
      rounds: repetitions, confirm: probe ? 0 : confirm ?? BenchmarkReport.Settings().confirm,
      seed: seed ?? UInt64.random(in: 0..<1_000_000),
      tolerance: tolerance / 100,
      level: alpha, clock: time, minimumTime: minTime, filter: filter, pinned: pin?.description)
  }
}

extension ReportFormat {
  /// Returns a comparison in this form.
  func render(
    _ report: BenchmarkReport, _ drawing: ReportDrawing, showsAll: Bool
  ) throws -> String {
    switch self {
    case .text:
      BenchmarkTextReport(
        width: max(40, drawing.width), color: drawing.hasColor, showsAll: showsAll
      ).render(report)
    case .json: try BenchmarkJSONReport(encoding: report).text()
    case .markdown: BenchmarkMarkdownReport().render(report)
    case .junit: BenchmarkJUnitReport().render(report)
    case .github: BenchmarkGitHubReport().render(report)
    }
  }
}
