import ArgumentParser
import TidemarkBaselines

/// Runs the tests several times and records their figures.
struct UpdateCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "update",
    abstract: "Run the tests several times and record their figures as baselines.",
    discussion: """
      Figures that did not leave the tolerance keep their marks, so that recording again without a \
      change gives no diff. Nothing is recorded when a test fails. A test never creates a \
      baseline where CI is set; this command does, because it was asked to.
      """)

  @Option(help: ArgumentHelp("How often the tests are run.", valueName: "n"))
  var runs = BaselineRecorder.defaultRuns

  @OptionGroup var tests: TestOptions

  func validate() throws {
    if !(1...100).contains(runs) { throw ValidationError("--runs has to be from 1 to 100") }
  }

  func perform(_ host: Host) throws -> Int32 {
    let workspace = try Workspace.locate(host)
    let policy = try workspace.store.loadPolicy()
    let baselines = try BaselineSet(workspace.store)
    if !baselines.errors.isEmpty {
      throw UnusableFiles(messages: baselines.errors.values.sorted())
    }
    for complaint in baselines.complaints.values.sorted() { Console.warning(complaint) }
    // What cannot be read at the end is better known before the tests run.
    _ = try workspace.pending.list()
    if host.isContinuousIntegration {
      Console.warning("CI is set: commit what is recorded here, or it is lost with the machine")
    }
    let runner = try tests.runner(host, workspace)
    do {
      return try record(
        runner, workspace,
        Judge(baselines: baselines, policy: policy, root: workspace.store.root))
    } catch let error as Interrupted {
      runner.folder.remove()
      throw error
    }
  }

  private func record(
    _ runner: TestRunner, _ workspace: Workspace, _ judge: Judge
  ) throws -> Int32 {
    guard try runner.build() else { return refuse("the tests could not be built", .testsFailed) }
    if !runner.arguments.isPartial {
      runner.progress.expect(tests: workspace.expectedTests(judge.baselines))
    }
    var all: [RunResults] = []
    // The last run counts call sites: what a later rise is compared with to find its line.
    let names = (1...runs).map { "run \($0) of \(runs)" } + ["call sites"]
    var repeats = runs
    for (index, name) in names.enumerated() {
      var run = try runner.run(name, mode: "update", isDetailed: index == runs)
      // Tests that fail now and then are somebody else's trouble: such a run is made again.
      while run.hasFailed, index > 0, repeats > 0 {
        repeats -= 1
        Console.warning("the tests failed in \(name), which is left out and made again")
        run = try runner.run(
          "\(name) again \(runs - repeats)", mode: "update", isDetailed: index == runs)
      }
      if run.hasFailed {
        runner.showLog(run.log)
        return refuse(run.results.problems.first ?? "the tests failed in \(name)", .testsFailed)
      }
      let report = judge.report(
        run.results, status: run.status, isPartial: runner.arguments.isPartial)
      if !report.problems.isEmpty {
        return refuse(report.problems.joined(separator: "\n  "), .noVerdict)
      }
      all.append(run.results)
    }
    let report = Self.report(all.dropLast(), sites: all.last, judge)
    let candidates = PendingChoice.recordable(report)
    var attempts = Attempts()
    attempts.attempt { try workspace.keep(report) }
    let recording = Recording.record(candidates, into: workspace.store, policy: judge.policy)
    attempts.attempt {
      let command = "\(runner.host.command) accept --from .tidemark/last.json"
      try recording.check(remark: "to record the rest without running the tests: \(command)")
    }
    attempts.attempt { try PendingChoice.clear(recording.recorded, in: workspace.pending) }
    attempts.attempt { try Console.output(recording.text) }
    return attempts.status(lost(report))
  }

  /// Returns a report of the first run that carries the figures of the others.
  ///
  /// Of the run that counts call sites only those are taken: to name them takes time on the threads
  /// that other tests need, whose tasks are then late to end.
  static func report(
    _ runs: some Collection<RunResults>, sites: RunResults?, _ judge: Judge
  ) -> Report {
    guard let first = runs.first else { return Report() }
    var report = judge.report(first, status: .exited(0))
    var repeats: [TestIdentity: [Usage]] = [:]
    for run in runs.dropFirst() {
      for test in run.measured {
        repeats[test.measurement.identity, default: []].append(test.measurement.usage)
      }
    }
    for test in sites?.measured ?? [] {
      var usage = test.measurement.usage
      usage.figures = [:]
      repeats[test.measurement.identity, default: []].append(usage)
    }
    for index in report.outcomes.indices {
      report.outcomes[index].repeats =
        repeats[report.outcomes[index].measurement.identity] ?? []
    }
    return report
  }

  private func lost(_ report: Report) -> Int32 {
    let losing = report.outcomes.filter { outcome in
      !outcome.measurement.usage.losses.isEmpty || outcome.repeats.contains { !$0.losses.isEmpty }
    }
    if losing.isEmpty { return 0 }
    for outcome in losing {
      Console.warning(
        "\(outcome.measurement.identity): runs in which something was lost were left out")
    }
    return Report.ExitStatus.noVerdict.rawValue
  }

  private func refuse(_ reason: String, _ status: Report.ExitStatus) -> Int32 {
    Console.error("tidemark: error: \(reason)\ntidemark: nothing was recorded")
    return status.rawValue
  }
}

/// Files that have to be mended before anything is recorded.
struct UnusableFiles: Error, CustomStringConvertible {
  var messages: [String]
  var description: String { messages.joined(separator: "\n") }
}
