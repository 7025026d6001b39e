import ArgumentParser
import TidemarkBaselines

/// Runs the tests and fails when a figure has risen above its mark.
struct CheckCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Run the tests and fail when a figure has risen above its baseline.",
    discussion: """
      Tests with a finding are run again in fresh processes; it is a regression only when every \
      re-run shows it, and the first one within the bound ends the matter. Figures that vary may \
      pass their mark a few times in a row: unless an exact one has risen to the same height in \
      every run, a test is run again up to three times as often, the last time among all tests. \
      With --filter a test pays for what others set up, so that a rise is confirmed among all \
      tests as well. \
      Baselines are never changed: what has risen waits for `tidemark accept`. \
      The results are kept in .tidemark/last.json for `tidemark report` and \
      `tidemark accept --from`, which also take those of another machine.
      """)

  @Option(
    help: ArgumentHelp(
      """
      How often a test with a finding is run again, and up to three times as often unless an \
      exact figure is the same in every run; 0 believes the first run.
      """,
      valueName: "n"))
  var confirm = 3

  @OptionGroup var reporting: ReportOptions

  @OptionGroup var tests: TestOptions

  func validate() throws {
    if !(0...100).contains(confirm) { throw ValidationError("--confirm has to be from 0 to 100") }
  }

  func perform(_ host: Host) throws -> Int32 {
    let workspace = try Workspace.locate(host)
    let output = ReportOutput(
      host, format: reporting.format, file: reporting.output, root: workspace.root)
    try output.check()
    let policy = try workspace.store.loadPolicy()
    for warning in policy.warnings { Console.warning("policy.json: \(warning)") }
    // What cannot be read at the end is better known before the tests run.
    _ = try workspace.pending.list()
    let runner = try tests.runner(host, workspace)
    do {
      let report = try judge(runner, workspace, policy)
      var attempts = Attempts()
      attempts.attempt { try workspace.keep(report) }
      attempts.attempt { try keepPending(report, workspace) }
      attempts.attempt { try output.write(report) }
      return attempts.status(report.exitStatus.rawValue)
    } catch let error as TestsHang {
      // Whoever reads nothing but the report has to learn of it as well.
      Console.error("tidemark: error: \(error)")
      let report = Report(problems: [error.summary])
      var attempts = Attempts()
      attempts.attempt { try workspace.keep(report) }
      attempts.attempt { try output.write(report) }
      return attempts.status(report.exitStatus.rawValue)
    } catch let error as Interrupted {
      runner.folder.remove()
      throw error
    }
  }

  private func judge(
    _ runner: TestRunner, _ workspace: Workspace, _ policy: Policy
  ) throws -> Report {
    guard try runner.build() else {
      return Report(problems: ["the tests could not be built"], testsFailed: true)
    }
    if !runner.arguments.isPartial { runner.progress.expect(tests: workspace.expectedTests()) }
    let run = try runner.run("testing", mode: "check")
    let measured = run.results.measured.map { BaselineStore.Suite($0.measurement.identity) }
    var all = try BaselineSet(workspace.store)
    all.refuseUnknownMetrics()
    let isPartial = runner.arguments.isPartial
    var judge = Judge(baselines: all, policy: policy, root: workspace.store.root)
    if isPartial { judge.baselines.keepErrors(of: Set(measured)) }
    let report = judge.report(run.results, status: run.status, isPartial: isPartial)
    if run.hasFailed { runner.showLog(run.log) }

    var result = judge.explained(try confirmed(report, runner))
    if !isPartial, !result.testsFailed, result.problems.isEmpty {
      result.orphans = try orphans(all, result, runner)
    }
    return result
  }

  /// Returns the report with what re-runs make of its findings.
  private func confirmed(_ report: Report, _ runner: TestRunner) throws -> Report {
    var confirming = Confirming(
      report, confirm: confirm, isNarrowed: runner.arguments.isNarrowed)
    for index in 0..<confirming.limit where !confirming.open.isEmpty {
      let total = index < confirm ? confirm : confirming.limit
      let isWider = confirming.isWider(index)
      let name = "re-run \(index + 1) of \(total)" + (isWider ? " among all tests" : "")
      do {
        let rerun =
          confirming.runsAll(index)
          ? try runner.rerun(
            name, isSerial: isWider && confirming.needsSolitude, isDetailed: index == 0,
            isRecorded: index == 0)
          : try runner.rerun(
            name, filters: RerunFilter.patterns(for: confirming.open),
            isSerial: confirming.hasSilence, isDetailed: true, isRecorded: index == 0)
        confirming.add(rerun.results, status: rerun.status, name: name)
        if rerun.hasFailed, !isWider { runner.showLog(rerun.log) }
      } catch let error as TestsHang where isWider {
        Console.warning("\(name): \(error)")
        confirming.add(RunResults(files: []), status: .exited(0), name: name)
      } catch let error as TestsHang {
        Console.error("tidemark: error: \(name): \(error)")
        confirming.hang(error.summary, name: name)
      }
    }
    let result = runner.kept.keep(from: runner.recordings, for: confirming.result)
    runner.kept.clean()
    return result
  }

  /// Returns the baselines without a test; the list of tests is asked for only when some may be.
  private func orphans(
    _ baselines: BaselineSet, _ report: Report, _ runner: TestRunner
  ) throws -> [String] {
    let measured = Set(report.outcomes.map(\.measurement.identity))
    let candidates = baselines.tests.filter { !measured.contains($0) }
    guard !candidates.isEmpty, let text = try runner.list() else { return [] }
    let listing = TestListing(parsing: text)
    if listing.isEmpty { return [] }
    return candidates.filter { !listing.contains($0) }.map(\.description)
  }

  private func keepPending(_ report: Report, _ workspace: Workspace) throws {
    let candidates = Dictionary(grouping: PendingChoice.pending(report), by: \.environment)
    for (environment, group) in candidates {
      try workspace.pending.write(group.flatMap(\.runs), environment: environment)
    }
    guard try !workspace.pending.list().isEmpty else { return }
    for (environment, tests) in PendingChoice.settled(report) {
      try workspace.pending.clear(tests, environment: environment)
    }
  }
}
