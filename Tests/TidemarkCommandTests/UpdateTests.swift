import TestSupport
import Testing
import TidemarkBaselines

@Suite struct UpdateTests {
  private let package: FakePackage

  init() throws {
    package = try FakePackage()
  }

  @Test func recordsTheBandOfAllRuns() throws {
    var low = TestMeasurement.sample()
    low.usage.figures[.hops] = .measured(20)
    var high = low
    high.usage.figures[.hops] = .measured(26)
    try package.plan([low])
    try package.plan(run: 2, [high])
    // The run that counts call sites is another one to the tests, and has no say.
    var slow = high
    slow.usage.figures[.hops] = .measured(90)
    slow.usage.figures[.tasksCreated] = .measured(13)
    try package.plan(run: 4, [slow])
    let outcome = try package.run("update", "--runs", "3")
    #expect(outcome.code == 0)
    #expect(
      outcome.output == """
        + FeedSuite/refresh()
        1 test recorded · 1 new · 0 changed · 0 unchanged

        """)
    let entry = try package.store.load(.init(of: TestIdentity.refresh))?.entries["refresh()"]
    #expect(entry?.environments[Environment.sample.boundedKey]?[.hops] == Band(20, 26))
    #expect(entry?.exact[.tasksCreated] == 12)
    #expect(package.read("fake/environment-1")?.contains("TIDEMARK=update") == true)
    // Three runs, and one that counts call sites.
    #expect(package.calls.count == 5)
    #expect(package.read("fake/environment-4")?.contains("TIDEMARK_DETAIL=1") == true)
    let saved = try JSONReport(text: #require(package.read(".tidemark/last.json")))
    #expect(saved.tests.first?.repeats?.count == 3)

    let again = try package.run("update", "--runs", "2")
    #expect(again.output == "1 test recorded · 0 new · 0 changed · 1 unchanged\n")
  }

  @Test func resultsThatCannotBeKeptCostNoBaseline() throws {
    try package.write("", to: ".tidemark/last.json/in-the-way")
    try package.plan([.sample()])
    let outcome = try package.run("update", "--runs", "1")
    #expect(outcome.code == 4)
    #expect(outcome.errors.contains("last.json"))
    #expect(outcome.output.hasSuffix("1 test recorded · 1 new · 0 changed · 0 unchanged\n"))
    #expect(package.names(in: "Baselines/FeedTests") == ["FeedSuite.json"])
  }

  @Test func fileThatCannotBeWrittenCostsNoOther() throws {
    try package.plan([.sample(), .sample(.other)])
    // Made while the tests run, so that it is not there before.
    try package.write("", to: "fake/run-all/spoils")
    let outcome = try package.run("update", "--runs", "1")
    #expect(outcome.code == 4)
    let folder = package.path("Baselines/FeedTests")
    #expect(outcome.errors.contains("\n  recorded: \(folder)/OtherSuite.json\n"))
    #expect(outcome.errors.contains("\n  not recorded: \(folder)/FeedSuite.json\n"))
    let next = "swift run tidemark accept --from .tidemark/last.json"
    #expect(outcome.errors.hasSuffix("without running the tests: \(next)\n"))
    #expect(outcome.output.hasPrefix("+ OtherSuite/other()\n1 test recorded"))
  }

  @Test func changesAreShown() throws {
    try package.record([.sample()])
    try package.plan([.sample(tasks: 14)])
    let outcome = try package.run("update", "--runs", "2")
    #expect(outcome.output.contains("~ FeedSuite/refresh()\n    tasks.created  12 → 14  exact\n"))
  }

  @Test func changeOfCallSitesAloneIsSaid() throws {
    try package.record([.sample()])
    let site = CallSite(
      metric: .tasksCreated, frames: [SourceFrame(symbol: "Feed.prefetch()")], count: 12)
    try package.plan([.sample(sites: [site])])
    let outcome = try package.run("update", "--runs", "2")
    #expect(
      outcome.output.hasPrefix("~ FeedSuite/refresh()\n    call sites, and no figure\n1 test"))
  }

  @Test func failingTestsAreNeverRecorded() throws {
    try package.plan([.sample()], exit: 1, output: "expectation failed\n")
    let outcome = try package.run("update")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("expectation failed"))
    #expect(outcome.errors.contains("failed in run 1 of 5\ntidemark: nothing was recorded"))
    #expect(package.names(in: "Baselines").isEmpty)
  }

  @Test func runThatFailsNowAndThenIsMadeAgain() throws {
    try package.plan([.sample()])
    try package.plan(run: 2, [.sample(tasks: 99)], exit: 1)
    let outcome = try package.run("update", "--runs", "2")
    #expect(outcome.code == 0)
    #expect(outcome.errors.contains("failed in run 2 of 2, which is left out and made again"))
    let entry = try package.store.load(.init(of: TestIdentity.refresh))?.entries["refresh()"]
    #expect(entry?.exact[.tasksCreated] == 12)
  }

  @Test func crashIsNotRecorded() throws {
    try package.plan([.sample()], running: .other, end: nil)
    let outcome = try package.run("update")
    #expect(outcome.code == 4)
    #expect(outcome.errors.contains("OtherSuite/other() was running"))
    #expect(package.names(in: "Baselines").isEmpty)
  }

  @Test func runWithALossIsLeftOutAndSaid() throws {
    try package.plan([.sample()])
    try package.plan(run: 1, [.sample(tasks: 1, losses: [Loss(what: "events", count: 1)])])
    let outcome = try package.run("update", "--runs", "2")
    #expect(outcome.code == 4)
    #expect(outcome.errors.contains("FeedSuite/refresh(): runs in which something was lost"))
    let entry = try package.store.load(.init(of: TestIdentity.refresh))?.entries["refresh()"]
    #expect(entry?.exact[.tasksCreated] == 12)
  }

  @Test func corruptBaselineStopsBeforeTheTests() throws {
    try package.write("{", to: "Baselines/FeedTests/FeedSuite.json")
    let outcome = try package.run("update")
    #expect(outcome.code == 4)
    #expect(outcome.errors.contains("FeedSuite.json:1: the file ends in the middle"))
    #expect(package.calls.isEmpty)
  }

  @Test func continuousIntegrationIsToldToCommit() throws {
    try package.plan([.sample()])
    let outcome = try package.run("update", "--runs", "1", variables: ["CI": "1"])
    #expect(outcome.code == 0)
    #expect(outcome.errors.contains("CI is set: commit what is recorded here"))
  }

  @Test func folderThatCannotBeMadeIsNamed() throws {
    try package.write("", to: "Baselines")
    try package.plan([.sample()])
    let outcome = try package.run("update", "--runs", "1")
    #expect(outcome.code == 4)
    #expect(outcome.errors.contains(package.path("Baselines")))
  }

  @Test func twoAtOnceLoseNothing() throws {
    try package.plan([.sample(), .sample(.decode), .sample(.other)])
    let commands = try (0..<4).map { _ in try package.start(["update", "--runs", "2"]) }
    for command in commands { #expect(try command.finish().code == 0) }
    let suite = try package.store.load(.init(of: TestIdentity.refresh))
    #expect(suite?.entries.keys.sorted() == ["decode()", "refresh()"])
    #expect(try package.store.load(.init(of: TestIdentity.other))?.entries.count == 1)
  }

  @Test func wrongUsage() throws {
    #expect(try package.run("update", "--runs", "0").code == 64)
  }
}

extension BaselineStore.Suite {
  init(of test: TestIdentity) { self.init(target: test.target, name: test.suite) }
}
