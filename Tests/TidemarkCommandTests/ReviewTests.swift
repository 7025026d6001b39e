import Foundation
import TestSupport
import Testing
import TidemarkBaselines

/// Whether a thread sanitizer is linked, which maps memory by a file larger than some tests allow.
private let isThreadSanitized = dlsym(nil, "__tsan_init") != nil

@Suite struct ReviewTests {
  private let package: FakePackage

  init() throws {
    package = try FakePackage()
    try package.record([.sample(), .sample(.other)])
    try package.plan([.sample(tasks: 14), .sample(.other, tasks: 15)])
    #expect(try package.run("check").code == 1)
  }

  private func tasks(_ test: TestIdentity) throws -> Int? {
    try package.store.load(.init(of: test))?.entries[test.name]?.exact[.tasksCreated]
  }

  @Test func acceptedTestsAreLevelAgain() throws {
    let outcome = try package.run("accept", "FeedSuite/*")
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("tasks.created  12 → 14  exact"))
    #expect(try tasks(.refresh) == 14)
    #expect(try tasks(.other) == 12)
    #expect(try package.run("accept").code == 0)
    #expect(try package.run("check").code == 0)
    #expect(try package.run("accept").errors == "tidemark: nothing to accept\n")
  }

  /// Runs the command where no file may become larger than a kilobyte, as on a disk that is full.
  private func runWithoutRoom(_ arguments: String...) throws -> Program.Outcome {
    try Program.run(
      ["/bin/sh", "-c", #"trap "" XFSZ; ulimit -f 2; exec "$@""#, "sh", FakePackage.tool]
        + arguments,
      in: package.root, environment: ["PATH": "\(package.root)/bin:/usr/bin:/bin"])
  }

  /// Makes the file of one suite too large for a disk that is full.
  private func fillFeedSuite() throws {
    try package.store.update(.init(of: TestIdentity.refresh)) { baseline in
      for number in 0..<50 { baseline.entries["test\(number)()"] = baseline.entries["refresh()"] }
    }
  }

  @Test(.enabled(if: !isThreadSanitized))
  func acceptThatFailsHalfWaySaysWhatItDidAndLosesNothing() throws {
    try fillFeedSuite()
    let outcome = try runWithoutRoom("accept")
    let folder = package.path("Baselines/FeedTests")
    #expect(outcome.code == 4)
    #expect(
      outcome.errors == """
        tidemark: error: cannot write \(folder)/FeedSuite.json: File too large; \
        correct that and run the command again; the old file is untouched
          recorded: \(folder)/OtherSuite.json
          not recorded: \(folder)/FeedSuite.json
          the figures that were not recorded are still pending

        """)
    #expect(
      outcome.output.hasSuffix("1 test recorded · 0 new · 1 changed · 0 unchanged\n"))
    #expect(try tasks(.other) == 15)
    #expect(try tasks(.refresh) == 12)
    #expect(try package.run("pending").output.hasPrefix("FeedSuite/refresh()  4 runs"))
    #expect(try package.run("accept").code == 0)
    #expect(try tasks(.refresh) == 14)
    #expect(package.names(in: ".tidemark/pending").isEmpty)
  }

  @Test func rejectedFiguresAreForgotten() throws {
    #expect(try package.run("reject").output == "- FeedSuite/refresh()\n- OtherSuite/other()\n")
    #expect(try package.run("pending").errors == "tidemark: nothing pending\n")
    #expect(try tasks(.refresh) == 12)
  }

  @Test func patternThatMatchesNothingIsAnError() throws {
    for command in ["accept", "reject", "diff", "show"] {
      let outcome = try package.run(command, "Nobody/*")
      #expect(outcome.code == 4)
      let list = command == "show" ? "show" : "pending"
      #expect(outcome.errors.hasSuffix("matches Nobody/*; see: swift run tidemark \(list)\n"))
    }
    let other = try package.run("accept", "Nobody/*", "--from", ".tidemark/last.json")
    #expect(other.errors.hasSuffix("; see: swift run tidemark report .tidemark/last.json\n"))
  }

  @Test func pendingIsListed() throws {
    #expect(
      try package.run("pending").output == """
        FeedSuite/refresh()  4 runs  linux-x86_64/6.3/debug/parallel
        OtherSuite/other()  4 runs  linux-x86_64/6.3/debug/parallel

        """)
    let json = try JSONReport(text: package.run("pending", "--json").output)
    #expect(json.tests.map(\.status) == ["risen", "risen"])
  }

  @Test func diffShowsBothFigures() throws {
    #expect(
      try package.run("diff", "FeedSuite/*").output == """
        ~ FeedSuite/refresh()
            tasks.created  12 → 14  exact

        """)
  }

  @Test func showIsATable() throws {
    #expect(
      try package.run("show", "FeedSuite").output == """
        FeedSuite/refresh()  FeedTests
            tasks.created              12  exact
            heap.allocations  1,200…1,200  linux-x86_64/6.3/debug/parallel

        """)
  }

  @Test func whatIsLevelAgainIsNoLongerPending() throws {
    try package.plan([.sample(), .sample(.other, tasks: 15)])
    #expect(try package.run("check").code == 1)
    #expect(try package.run("pending").output.hasPrefix("OtherSuite/other()"))
  }

  @Test func markThatFellIsLoweredOnRequest() throws {
    try package.plan([.sample(tasks: 10), .sample(.other)])
    #expect(try package.run("check").code == 0)
    #expect(try package.run("pending").output.contains("FeedSuite/refresh()  1 run "))
    #expect(try package.run("accept", "FeedSuite/refresh()").code == 0)
    #expect(try tasks(.refresh) == 10)
  }

  @Test func resultsOfAnotherMachineAreAccepted() throws {
    let here = try FakePackage()
    try here.record([.sample()])
    try here.write(#require(package.read(".tidemark/last.json")), to: "ci.json")
    let outcome = try here.run("accept", "--from", "ci.json")
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("2 tests recorded · 1 new · 1 changed"))
    let entry = try here.store.load(.init(of: TestIdentity.refresh))?.entries["refresh()"]
    #expect(entry?.exact[.tasksCreated] == 14)
    #expect(here.read(".tidemark/.gitignore") == "*\n")
  }

  @Test func linesOfAnotherMachineAreThoseOfThisPackage() throws {
    let file = "Sources/Feed/Feed.swift"
    let site = CallSite(
      metric: .tasksCreated,
      frames: [
        SourceFrame(symbol: "makeTask()", file: "/usr/include/tasks.h", line: 1),
        SourceFrame(symbol: "Feed.prefetch()", file: package.path(file), line: 42),
      ], count: 14)
    let before = CallSite(
      metric: .tasksCreated, frames: [SourceFrame(symbol: "Feed.refresh()")], count: 12)
    try package.record([.sample(sites: [before])])
    try package.plan([.sample(tasks: 14, sites: [site]), .sample(.other)])
    #expect(try package.run("check").code == 1)
    let here = try FakePackage()
    try here.record([.sample()])
    try here.write("", to: file)
    try here.write(#require(package.read(".tidemark/last.json")), to: "ci.json")
    let annotations = try here.run("report", "ci.json", "--format", "github").output
    #expect(annotations.contains("::error file=\(file),line=42,title=FeedSuite/refresh()"))
    #expect(try here.run("accept", "--from", "ci.json").code == 0)
    let baseline = try #require(here.read("Baselines/FeedTests/FeedSuite.json"))
    #expect(baseline.contains(#""Feed.prefetch()": 14"#))
  }

  @Test func resultsThatAreNoneAreNamed() throws {
    try package.write("{\"form", to: "cut.json")
    try package.write("{\"format\": 9}", to: "newer.json")
    for (file, text) in [
      ("cut.json", "cut off"), ("newer.json", "format 9"), ("absent.json", "no such file"),
      ("bin", "not a file"),
    ] {
      let outcome = try package.run("accept", "--from", file)
      #expect(outcome.code == 4)
      #expect(outcome.errors.contains(package.path(file)) && outcome.errors.contains(text))
      #expect(try package.run("report", file).code == 4)
    }
  }

  @Test func resultsOfFailingTestsAreRefused() throws {
    try package.plan([.sample(tasks: 99)], exit: 1)
    _ = try package.run("check")
    let outcome = try package.run("accept", "--from", ".tidemark/last.json")
    #expect(outcome.code == 4)
    #expect(outcome.errors.contains("the tests failed in that run"))
  }

  @Test func sameTestsOfTwoMachinesAreNotTwiceAsMany() throws {
    let results = try #require(package.read(".tidemark/last.json"))
    try package.write(results, to: "a.json")
    try package.write(
      results.replacing("\"poolWidth\" : 4", with: "\"poolWidth\" : 2"), to: "b.json")
    let outcome = try package.run("report", "a.json", "b.json")
    #expect(outcome.code == 1)
    #expect(outcome.output.hasPrefix("Tidemark · 2 tests · 2 risen  "))
    #expect(outcome.output.contains("Swift Testing: 2 tests measured"))
    for width in [2, 4] {
      #expect(
        outcome.output.contains("    measured on linux-x86_64/6.3/debug/parallel/pool-\(width)\n"))
    }
  }

  /// What is pending here need not be what the files say.
  @Test func adviceOfAReportNamesItsFiles() throws {
    let results = try #require(package.read(".tidemark/last.json"))
    try package.write(results, to: "a b.json")
    try package.write(results, to: "c.json")
    let files = "--from 'a b.json' --from c.json"
    let text = try package.run("report", "a b.json", "c.json").output
    #expect(text.contains("swift run tidemark accept \(files)\n"))
    let markdown = try package.run("report", "a b.json", "c.json", "--format", "markdown").output
    #expect(markdown.contains("`swift run tidemark accept \(files)`"))
    for format in ["github", "junit"] {
      let output = try package.run("report", "c.json", "--format", format).output
      #expect(output.contains(" --from c.json"))
    }
    let here = try package.run("report").output
    #expect(here.contains("swift run tidemark accept\n"))
    let accept = try package.run("accept", "--from", "a b.json", "--from", "c.json")
    #expect(accept.code == 0)
  }

  @Test func reportsAreMergedIntoOneExitCode() throws {
    let clean = try FakePackage()
    try clean.record([.sample(.decode)])
    try clean.plan([.sample(.decode)])
    #expect(try clean.run("check", "--format", "json", "--output", "a.json").code == 0)
    try package.write(#require(clean.read("a.json")), to: "a.json")
    #expect(try package.run("report", "a.json").code == 0)
    let outcome = try package.run("report", "a.json", ".tidemark/last.json")
    #expect(outcome.code == 1)
    #expect(outcome.output.hasPrefix("Tidemark · 3 tests · 2 risen · 1 level"))
    #expect(try package.run("report").code == 1)
    #expect(try package.run("report", "a.json", "--format", "junit").output.hasPrefix("<?xml"))
  }
}
