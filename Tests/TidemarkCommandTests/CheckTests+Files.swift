import Foundation
import TestSupport
import Testing
import TidemarkBaselines

/// Files and folders that a check can't read or write.
extension CheckTests {
  @Test func corruptBaselineSpoilsItsOwnSuiteOnly() throws {
    try package.write("<<<<<<< HEAD\n", to: "Baselines/FeedTests/OtherSuite.json")
    let outcome = try check([.sample(tasks: 12), .sample(.other)])
    #expect(outcome.code == 4)
    #expect(outcome.output.contains("OtherSuite.json:1:\n  a merge left its conflict markers"))
    #expect(outcome.output.contains("1 level"))
  }

  @Test func wrongPolicyStopsBeforeTheTests() throws {
    let advice = "correct it by hand, or delete it for the defaults:\n  - "
    for (text, problem) in [
      ("[]", "line 1: the file has to be an object"),
      (String(repeating: " ", count: Baseline.maximumSize + 1), "the file has 16777217 bytes"),
    ] {
      try package.write(text, to: "Baselines/policy.json")
      let outcome = try package.run("check")
      #expect(outcome.code == 4)
      let path = package.path("Baselines/policy.json")
      #expect(outcome.errors.contains("\(path) cannot be used; \(advice)\(problem)"))
    }
    #expect(package.calls.isEmpty)
  }

  @Test func brokenPendingFileStopsBeforeTheTests() throws {
    try package.write("{", to: ".tidemark/pending/FeedTests/FeedSuite.json")
    for command in ["check", "update"] {
      let outcome = try package.run(command)
      #expect(outcome.code == 4)
      #expect(outcome.errors.contains("pending/FeedTests/FeedSuite.json"))
    }
    #expect(package.calls.isEmpty)
  }

  @Test func resultsThatCannotBeKeptCostNoReport() throws {
    try package.write("", to: ".tidemark/last.json/in-the-way")
    let clean = try check([.sample()])
    #expect(clean.code == 4)
    #expect(clean.output.contains("1 level"))
    #expect(clean.errors.contains("last.json"))
    let risen = try check([.sample(tasks: 13)], "--confirm", "0")
    #expect(risen.code == 1)
    #expect(risen.output.contains("1 risen"))
    #expect(risen.errors.contains("last.json"))
    #expect(package.names(in: ".tidemark/pending/FeedTests") == ["FeedSuite.json"])
  }

  @Test func fullDiskSaysNothingOfAnOldFileThatIsGone() throws {
    let outcome = try check([.sample()], "--output", "/dev/full")
    #expect(outcome.code == 4)
    #expect(outcome.errors.contains("cannot write /dev/full: No space left on device; free some"))
    #expect(!outcome.errors.contains("untouched"))
  }

  @Test func outputThatCannotBeWrittenStopsBeforeTheTests() throws {
    for path in ["absent/report.txt", "bin"] {
      let outcome = try package.run("check", "--output", path)
      #expect(outcome.code == 4)
      #expect(outcome.errors.contains("cannot write \(package.path(path))"))
    }
    #expect(package.calls.isEmpty)
  }

  @Test func stateFolderThatCannotBeMadeIsNamed() throws {
    let package = try FakePackage()
    try package.write("", to: ".tidemark")
    let outcome = try package.run("check")
    #expect(outcome.code == 4)
    #expect(outcome.errors.contains("cannot create the folder \(package.path(".tidemark"))"))
  }
}
