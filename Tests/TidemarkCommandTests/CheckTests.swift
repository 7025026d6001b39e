import Foundation
import TestSupport
import Testing
import TidemarkBaselines

@Suite struct CheckTests {
  let package: FakePackage

  init() throws {
    package = try FakePackage()
    try package.record([.sample()])
  }

  /// Checks while the first runs measure what is planned for each, and every later one the same.
  func check(
    first: [[TestMeasurement]] = [], _ tests: [TestMeasurement], _ arguments: String...,
    running: TestIdentity? = nil, end: ResultEnd? = ResultEnd(measured: 1), exit: Int32 = 0,
    output: String = "", flag: String? = nil, variables: [String: String] = [:]
  ) throws -> Program.Outcome {
    for (index, tests) in first.enumerated() { try package.plan(run: index + 1, tests) }
    try package.plan(
      tests, running: running, end: end, exit: exit, output: output, flag: flag)
    return try package.start(["check"] + arguments, variables).finish()
  }

  @Test func cleanRun() throws {
    let outcome = try check([.sample()])
    #expect(outcome.code == 0)
    #expect(outcome.output.hasPrefix("Tidemark · 1 test · 1 level"))
    #expect(package.calls == ["build --build-tests", "test --skip-build"])
    #expect(package.read(".tidemark/.gitignore") == "*\n")
    let variables = try #require(package.read("fake/environment-1")).split(separator: "\n")
    #expect(variables.contains("TIDEMARK=check"))
    #expect(variables.contains("SWIFT_DETERMINISTIC_HASHING=1"))
    #expect(!variables.contains { $0.hasPrefix("TIDEMARK_DETAIL") })
  }

  @Test func riseThatPersistsIsARegression() throws {
    let site = CallSite(
      metric: .tasksCreated, frames: [SourceFrame(symbol: "Feed.prefetch()")], count: 7)
    try package.record([.sample(.decode)])
    let before = package.read("Baselines/FeedTests/FeedSuite.json")
    let outcome = try check(
      first: [[.sample(tasks: 13), .sample(.decode)]], [.sample(tasks: 13, sites: [site])])
    #expect(outcome.code == 1)
    #expect(outcome.output.contains("confirmed in 3 of 3 re-runs"))
    #expect(package.calls.count == 5)
    #expect(
      package.calls.last == #"test --skip-build --filter ^FeedTests\.FeedSuite/refresh\(\)(/|$)"#)
    #expect(package.read("fake/environment-2")?.contains("TIDEMARK_DETAIL=1") == true)
    #expect(package.read("Baselines/FeedTests/FeedSuite.json") == before)
    #expect(package.names(in: ".tidemark/pending/FeedTests") == ["FeedSuite.json"])
    let saved = try JSONReport(text: #require(package.read(".tidemark/last.json")))
    let test = try #require(saved.tests.first { $0.name == "refresh()" })
    #expect(saved.verdict == "regression" && test.repeats?.count == 3)
    #expect(test.usage.callSites?.map(\.count) == [7])
    #expect(test.findings.first?.causes?.map(\.count) == [7])
  }

  @Test func riseThatDoesNotPersistIsNone() throws {
    let risen = [TestMeasurement.sample(tasks: 13)]
    let outcome = try check(first: [risen, risen], [.sample()])
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("again in 1 of 2 re-runs"))
    // The first re-run within the bound decides, so the third is not made.
    #expect(package.calls.count == 4)
    #expect(package.names(in: ".tidemark/pending").isEmpty)
  }

  @Test func confirmZeroBelievesTheFirstRun() throws {
    let outcome = try check([.sample(tasks: 13, allocations: 1400)], "--confirm", "0")
    #expect(outcome.code == 1)
    #expect(package.calls.count == 2)
  }

  @Test func figureWithABandIsRunAgainThreeTimesAsOften() throws {
    let outcome = try check([.sample(allocations: 1400)], "--confirm", "2")
    #expect(outcome.code == 1)
    #expect(outcome.output.contains("confirmed in 6 of 6 re-runs"))
    #expect(package.calls.count == 8)
    #expect(outcome.errors.contains("re-run 2 of 2"))
    #expect(outcome.errors.contains("re-run 3 of 6"))
    // The last re-run is one of all tests.
    #expect(package.calls.suffix(2).map { $0.contains("--filter") } == [true, false])
    let exact = try check([.sample(tasks: 13, allocations: 1400)], "--confirm", "2")
    #expect(exact.output.contains("confirmed in 2 of 2 re-runs"))
    #expect(package.calls.count == 8 + 4)
  }

  @Test func firstRunWithinTheBandEndsTheRerun() throws {
    let risen = [TestMeasurement.sample(allocations: 1400)]
    let outcome = try check(first: Array(repeating: risen, count: 5), [.sample()])
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("again in 4 of 5 re-runs"))
    #expect(package.calls.count == 7)
  }

  @Test func filteredTestIsHeldAgainstARunOfAll() throws {
    let alone = [TestMeasurement.sample(tasks: 13)]
    let outcome = try check(
      first: [alone, alone], [.sample(), .sample(.other)], "--filter", "Feed", "--confirm", "2")
    #expect(outcome.code == 0)
    #expect(outcome.errors.contains("tidemark: re-run 2 of 2 among all tests\n"))
    #expect(package.calls.last == "test --skip-build")
    #expect(outcome.output.contains("within its mark when all tests are run"))
    #expect(package.names(in: ".tidemark/pending").isEmpty)
    let risen = try check([.sample(tasks: 13)], "--filter", "Feed", "--confirm", "1")
    #expect(risen.code == 1)
    #expect(risen.output.contains("confirmed in 1 of 1 re-run"))
    #expect(package.read("fake/environment-5")?.contains("TIDEMARK_DETAIL=1") == true)
  }

  @Test func aFigureOfTheWholeProcessIsHeldAgainstARunOfAllOneAtATime() throws {
    func sample(_ leaked: Int) -> TestMeasurement {
      var sample = TestMeasurement.sample()
      sample.usage.figures[.filesLeaked] = .measured(leaked)
      return sample
    }
    try package.record([sample(0)])
    let outcome = try check([sample(1)], "--filter", "Feed", "--confirm", "1")
    #expect(outcome.code == 1)
    #expect(package.calls.last == "test --skip-build --no-parallel")
  }

  @Test func othersThatHangCostAFilteredTestItsVerdictOnly() throws {
    let outcome = try check(
      first: [[.sample(tasks: 13)]], [], "--filter", "Feed", "--confirm", "1", "--timeout", "1",
      running: .other, end: nil, flag: "hangs")
    #expect(outcome.code == 4)
    #expect(outcome.errors.contains("among all tests: the tests hang"))
    #expect(outcome.output.contains("run the check without a filter"))
  }

  @Test func failingTestsAreShown() throws {
    let outcome = try check([.sample(tasks: 13)], exit: 1, output: "expectation failed\n")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("expectation failed"))
    #expect(package.calls.count == 2)
    #expect(package.names(in: ".tidemark/pending").isEmpty)
  }

  @Test func testsThatFailOnlyInTheRerun() throws {
    let outcome = try check(
      first: [[.sample(tasks: 13)]], [.sample(tasks: 13)], exit: 1, output: "flaky\n")
    #expect(outcome.code == 1)
    #expect(outcome.errors.contains("flaky"))
    #expect(outcome.output.contains("re-run 1 of 3: tests failed"))
  }

  @Test func buildThatFails() throws {
    try package.write("1", to: "fake/build.exit")
    let outcome = try package.run("check")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("compiling"))
    #expect(outcome.output.contains("the tests could not be built"))
    #expect(!outcome.output.contains("the tests themselves failed"))
  }

  @Test func missingBaseline() throws {
    let outcome = try check([.sample(), .sample(.other)])
    #expect(outcome.code == 3)
    #expect(outcome.output.contains("tidemark update"))
  }

  @Test func noResultsAtAll() throws {
    try package.write("0", to: "fake/run-all/exit")
    let outcome = try package.run("check")
    #expect(outcome.code == 4)
    #expect(outcome.output.contains("TidemarkAuto"))
  }

  @Test func crashedProcessNamesTheTest() throws {
    let outcome = try check([.sample()], running: .other, end: nil)
    #expect(outcome.code == 4)
    #expect(outcome.output.contains("while OtherSuite/other() was running"))
    let failed = try check([.sample()], running: .other, end: nil, exit: 1)
    #expect(failed.code == 2)
    #expect(failed.output.contains("while OtherSuite/other() was running"))
  }

  @Test func killedToolchainIsNamed() throws {
    let outcome = try check([.sample()], flag: "killed")
    #expect(outcome.code == 4)
    #expect(outcome.output.contains("swift test was killed by SIGKILL"))
  }

  @Test func lossRefusesAVerdict() throws {
    let outcome = try check([.sample(losses: [Loss(what: "events", count: 3)])])
    #expect(outcome.code == 4)
    #expect(outcome.output.contains("lost: 3 events"))
  }

  @Test func bothLibrariesMakeOneReport() throws {
    try package.record([.sample(.method)])
    try package.plan([.sample()], name: "a", end: ResultEnd(measured: 1, ran: 1))
    try package.plan(
      [.sample(.method)], name: "b", library: .xctest, end: ResultEnd(measured: 1, ran: 3))
    let outcome = try package.run("check")
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("2 tests · 2 level"))
    #expect(outcome.output.contains("XCTest: 1 of 3 tests measured"))
    #expect(outcome.output.contains("Swift Testing: 1 of 1 test measured"))
  }

  @Test func argumentsReachTheToolchain() throws {
    let outcome = try check(
      [.sample()], "--filter", "Feed", "--", "--parallel", "-c", "release", "--xunit-output",
      "x.xml")
    #expect(outcome.code == 0)
    #expect(
      package.calls == [
        "build --build-tests -c release -Xswiftc -enable-testing",
        "test --skip-build --parallel -c release --xunit-output x.xml --filter Feed",
      ])
  }

  @Test func formats() throws {
    for (format, text) in [
      ("json", "\"format\" : 1"), ("markdown", "## Tidemark"), ("junit", "<?xml"),
    ] {
      #expect(try check([.sample()], "--format", format).output.contains(text))
      let outcome = try check([.sample()], "--format", format, "--output", "out")
      #expect(package.read("out")?.contains(text) == true)
      #expect(outcome.output.hasPrefix("Tidemark · "))
    }
  }

  @Test func githubAppendsASummary() throws {
    try package.write("before\n", to: "summary.md")
    let outcome = try check(
      [.sample(tasks: 13)], "--format", "github",
      variables: ["GITHUB_STEP_SUMMARY": package.path("summary.md")])
    #expect(outcome.code == 1)
    #expect(outcome.output.hasPrefix("::error "))
    #expect(package.read("summary.md")?.hasPrefix("before\n## Tidemark") == true)
  }

  @Test func annotationsAreRelativeToTheRepository() throws {
    var test = TestMeasurement.sample(tasks: 13)
    test.location = TestLocation(file: package.path("Tests/A.swift"), line: 3)
    let parent = URL(fileURLWithPath: package.root).deletingLastPathComponent().path
    let name = URL(fileURLWithPath: package.root).lastPathComponent
    let outcome = try check([test], "--format", "github", variables: ["GITHUB_WORKSPACE": parent])
    #expect(outcome.output.contains("file=\(name)/Tests/A.swift,line=3"))
  }

  @Test func limitInTheCodeIsNotToBeAccepted() throws {
    let outcome = try check([.sample(limits: [Limit(metric: .tasksCreated, highest: 10)])])
    #expect(outcome.code == 1)
    #expect(outcome.output.contains("or change the limit in the code of the test"))
    #expect(!outcome.output.contains("tidemark accept"))
  }

  @Test func outputOfTheTestsIsShownOnRequestOnly() throws {
    let words = "hello from a test"
    #expect(try !check([.sample()], output: words).errors.contains(words))
    #expect(try check([.sample()], "--verbose", output: words).errors.contains(words))
  }

  @Test func relativeBaselineFolderIsTheSameForTheTests() throws {
    let outcome = try check([.sample()], variables: ["TIDEMARK_BASELINES": "Elsewhere"])
    #expect(outcome.code == 3)
    let folder = package.path("Elsewhere")
    #expect(
      package.read("fake/environment-1")?.contains("TIDEMARK_BASELINES=\(folder)\n") == true)
  }

  @Test func resultsOfAnotherVersionAreNamed() throws {
    try package.write("{\"run\":{\"format\":9}}\n", to: "fake/run-all/a.jsonl")
    let outcome = try package.run("check")
    #expect(outcome.code == 4)
    #expect(outcome.output.contains("the results have format 9"))
  }

  @Test func plainLinesWithoutATerminal() throws {
    let outcome = try check([.sample()], variables: ["CI": "true"])
    let lines = outcome.errors.split(separator: "\n").map(String.init)
    #expect(lines.prefix(2) == ["tidemark: building", "tidemark: testing"])
    #expect(lines.last?.hasPrefix("tidemark: testing: 1 test, ") == true)
    #expect(!(outcome.errors + outcome.output).contains("\u{1B}"))
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
  func terminalGetsColorUnlessTheUserSaysNo() throws {
    try package.plan([.sample(tasks: 13)])
    func show(_ variables: [String: String]) throws -> String {
      _ = try Program.run(
        ["/usr/bin/script", "-qec", "\(FakePackage.tool) check", package.path("typescript")],
        in: package.root,
        environment: ["PATH": "\(package.root)/bin:/usr/bin:/bin", "TERM": "xterm"]
          .merging(variables) { $1 })
      return package.read("typescript") ?? ""
    }
    let colored = try show([:])
    #expect(colored.contains("\u{1B}[1m"))
    #expect(colored.contains("\r\u{1B}[Ktesting"))
    let plain = try show(["NO_COLOR": "1"])
    #expect(!plain.contains("\u{1B}[1m"))
    #expect(plain.contains("Tidemark · "))
    #expect(!(try show(["CI": "1"])).contains("\u{1B}[K"))
  }

  @Test func orphansAreListedButOnlyWhenTheyAreGone() throws {
    try package.record([.sample(.decode), .sample(.other)])
    try package.write("FeedTests.FeedSuite/decode()\n", to: "fake/list.txt")
    let outcome = try check([.sample()])
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("1 baseline without a test (OtherSuite/other())"))
    #expect(try !package.run("check", "--filter", "x").output.contains("without a test"))
  }

  @Test func metricThatIsNotKnownIsNoVerdict() throws {
    let name = "Baselines/FeedTests/FeedSuite.json"
    let text = try #require(package.read(name))
      .replacing("\"tasks.created\": 12", with: "\"tasks.created\": 12,\n\"tasks.invented\": 3")
    try package.write(text, to: name)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.firstIndex { $0.contains("tasks.invented") }) + 1
    let words = "\(package.path(name)):\(line): no metric is called tasks.invented; "
    let outcome = try check([.sample()])
    #expect(outcome.code == 4)
    let printed = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(printed.contains(words + "correct the name, or update the dependency on Tidemark"))
    #expect(printed.contains("its baseline file cannot be used FeedSuite/refresh()"))
    // What is recorded keeps it.
    let update = try package.run("update", "--runs", "1")
    #expect(update.code == 0)
    #expect(update.errors.contains(words))
    #expect(package.read(name)?.contains("\"tasks.invented\": 3") == true)
  }

  @Test func figureThatTheBaselineLacksIsSaid() throws {
    let name = "Baselines/FeedTests/FeedSuite.json"
    var baseline = try #require(
      try package.store.load(.init(target: "FeedTests", name: "FeedSuite")))
    baseline.entries["refresh()"]?.exact[.tasksCreated] = nil
    try package.write(String(decoding: baseline.bytes, as: UTF8.self), to: name)
    let outcome = try check([.sample()])
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("no figure in the baseline (tasks.created)"))
    #expect(outcome.output.contains("tidemark update"))
    #expect(!outcome.output.contains("1 level"))
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
  func firstRunTellsHowManyTestsAreLeft() throws {
    try package.record([.sample(.decode)])
    try package.plan([.sample()])
    for command in ["check", "update --runs 1"] {
      _ = try Program.run(
        ["/usr/bin/script", "-qec", "\(FakePackage.tool) \(command)", package.path("typescript")],
        in: package.root,
        environment: ["PATH": "\(package.root)/bin:/usr/bin:/bin", "TERM": "xterm"])
      #expect(package.read("typescript")?.contains("1 of 2 tests") == true)
    }
  }

  @Test func filterThatMatchesNothingIsNamed() throws {
    let output = "warning: No matching test cases were run\n"
    try package.write(output, to: "fake/run-all/output")
    for command in ["check", "update"] {
      let outcome = try package.run(command, "--skip-build", "--filter", "nosuchtest")
      #expect(outcome.code == 4)
      let text = outcome.output + outcome.errors
      #expect(text.contains("no test matches --filter nosuchtest"))
      #expect(!text.contains("TidemarkAuto"))
    }
  }

  @Test func testsThatAreNotBuiltAreNamed() throws {
    let output = #"error: posix_spawn error: No such file or directory (2), `["/p/pTests.xctest"]`"#
    try package.write(output + "\n", to: "fake/run-all/output")
    try package.write("1", to: "fake/run-all/exit")
    for command in ["check", "update"] {
      let outcome = try package.run(command, "--skip-build")
      #expect(outcome.code == 2)
      let text = outcome.output + outcome.errors
      #expect(text.contains("the tests are not built; run the command without --skip-build"))
    }
  }

  @Test func missingToolchain() throws {
    let outcome = try package.run("check", variables: ["PATH": "/nowhere"])
    #expect(outcome.code == 4)
    #expect(outcome.errors.contains("cannot start swift"))
  }

  @Test func wrongUsage() throws {
    #expect(try package.run("check", "--confirm", "-1").code == 64)
    #expect(try package.run("check", "--format", "yaml").code == 64)
    #expect(try package.run("chekc").code == 64)
    let pattern = try package.run("check", "--filter", "Feed(")
    #expect(pattern.code == 64)
    #expect(pattern.errors.contains("--filter 'Feed(' is not a regular expression: "))
  }

  @Test func oldRunsAreRemoved() throws {
    for number in 1...4 {
      try package.write("", to: ".tidemark/runs/2020010100000\(number)-999999999/run-1/a")
    }
    _ = try check([.sample()])
    #expect(package.names(in: ".tidemark/runs").count == 4)
    #expect(package.read(".tidemark/runs/20200101000001-999999999/run-1/a") == nil)
  }
}
