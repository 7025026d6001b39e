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

  @Test func failingTestsAreShown() throws {
    let outcome = try check([.sample(tasks: 13)], exit: 1, output: "expectation failed\n")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("expectation failed"))
    #expect(package.calls.count == 2)
    #expect(package.names(in: ".tidemark/pending").isEmpty)
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
