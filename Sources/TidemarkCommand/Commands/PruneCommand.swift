import ArgumentParser
import TidemarkBaselines

/// Removes the marks of tests that are gone.
struct PruneCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "prune",
    abstract: "Remove the baselines whose tests are gone.",
    discussion: """
      Asks `swift test list` which tests there are. A test that exists on other platforms only \
      looks as if it were gone. A target without any test may be one that is not in this build, as \
      behind a trait: its baselines are kept unless --missing-targets says that it is gone.
      """)

  @Flag(help: "Remove nothing, and fail when there is something to remove.")
  var check = false

  @Flag(help: "Remove also the baselines of targets that have no test at all.")
  var missingTargets = false

  @OptionGroup var tests: TestOptions

  func validate() throws {
    if !tests.filter.isEmpty { throw ValidationError("prune needs to know all tests: no --filter") }
  }

  func perform(_ host: Host) throws -> Int32 {
    let workspace = try Workspace.locate(host)
    let baselines = try BaselineSet(workspace.store)
    let runner = try tests.runner(host, workspace)
    let listing: TestListing
    do {
      guard try runner.build(), let text = try runner.list() else {
        Console.error("tidemark: error: the tests cannot be listed; nothing was removed")
        return Report.ExitStatus.testsFailed.rawValue
      }
      listing = TestListing(parsing: text)
    } catch let error as Interrupted {
      runner.folder.remove()
      throw error
    }
    if listing.isEmpty {
      Console.error("tidemark: error: swift test lists no test at all; nothing was removed")
      return Report.ExitStatus.noVerdict.rawValue
    }
    let gone = baselines.tests.filter { !listing.contains($0) }
    let orphans = gone.filter { missingTargets || listing.knows(target: $0.target) }
    let kept = Dictionary(grouping: gone, by: \.target)
      .filter { !missingTargets && !listing.knows(target: $0.key) }
    var attempts = Attempts()
    var listed = orphans
    if !check {
      listed = []
      let suites = Dictionary(grouping: orphans, by: BaselineStore.Suite.init)
      for (_, tests) in suites.sorted(by: { $0.value[0] < $1.value[0] }) {
        attempts.attempt {
          listed += try workspace.store.remove(tests)
          for test in tests { try workspace.pending.reject(TestPattern("\(test.target)/\(test)")) }
        }
      }
    }
    for test in listed {
      try Console.output("- \(BaselineText.printable(test.description))  \(test.target)")
    }
    let count = BaselineText.counted(orphans.count, "baseline")
    let removed = listed.count == orphans.count ? "removed" : "\(listed.count) removed"
    Console.error(
      "tidemark: \(count) without a test" + (check || orphans.isEmpty ? "" : ", \(removed)"))
    for (target, tests) in kept.sorted(by: { $0.key < $1.key }) {
      Console.warning(
        "\(target) has no test in this build, and its "
          + BaselineText.counted(tests.count, "baseline")
          + (tests.count == 1 ? " is" : " are")
          + " kept: pass what builds it after `--`, as `-- --traits NAME`, or, if the target is gone, "
          + "use --missing-targets")
    }
    for error in baselines.errors.values.sorted() { attempts.fail(error) }
    return attempts.status(check && !orphans.isEmpty ? Report.ExitStatus.regression.rawValue : 0)
  }
}
