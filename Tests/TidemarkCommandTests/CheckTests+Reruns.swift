import Foundation
import TestSupport
import Testing
import TidemarkBaselines

/// What a check runs again, and what it believes then.
extension CheckTests {
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

  @Test func aRerunThatHangsLeavesTheFindingsOfTheFirstRun() throws {
    let outcome = try check(
      first: [[.sample(tasks: 13), .sample(.other)]], [], "--timeout", "1", running: .refresh,
      end: nil, flag: "hangs")
    #expect(outcome.code == 4)
    #expect(outcome.errors.contains("re-run 1 of 3: the tests hang"))
    #expect(outcome.output.contains("re-run 1 of 3: the tests hang"))
    #expect(outcome.output.contains("tasks.created to 13 had risen, and the tests hung"))
    // One run and one re-run: nobody waits for the same again.
    #expect(package.calls.filter { $0.hasPrefix("test --skip-build") }.count == 2)
  }

  @Test func testsThatFailOnlyInTheRerun() throws {
    let outcome = try check(
      first: [[.sample(tasks: 13)]], [.sample(tasks: 13)], exit: 1, output: "flaky\n")
    #expect(outcome.code == 1)
    #expect(outcome.errors.contains("flaky"))
    #expect(outcome.output.contains("re-run 1 of 3: tests failed"))
  }
}
