import TestSupport
import Testing
import TidemarkBaselines

@Suite struct OtherCommandTests {
  @Test func pruneRemovesWhatIsGone() throws {
    let package = try FakePackage()
    try package.record([.sample(), .sample(.other), .sample(.method)])
    #expect(try package.run("prune").code == 4)
    try package.write(
      "FeedTests.FeedSuite/refresh()\nFeedTests.FeedCase/testOne\n", to: "fake/list.txt")
    let check = try package.run("prune", "--check")
    #expect(check.code == 1)
    #expect(check.output == "- OtherSuite/other()  FeedTests\n")
    #expect(try package.store.suites().count == 3)
    #expect(try package.run("prune").code == 0)
    #expect(try package.store.suites().map(\.name) == ["FeedCase", "FeedSuite"])
    #expect(try package.run("prune", "--check").code == 0)
    #expect(try package.run("prune", "--filter", "x").code == 64)
  }

  @Test func pruneKeepsWhatMayNotBeBuilt() throws {
    let package = try FakePackage()
    try package.record([.sample(), .sample(.method)])
    try package.write("OtherTests.OtherSuite/other()\n", to: "fake/list.txt")
    let kept = try package.run("prune")
    #expect(kept.code == 0)
    #expect(kept.output.isEmpty)
    #expect(
      kept.errors.contains("FeedTests has no test in this build, and its 2 baselines are kept"))
    #expect(try package.store.suites().count == 2)
    let gone = try package.run("prune", "--missing-targets")
    #expect(gone.code == 0)
    #expect(gone.output.split(separator: "\n").count == 2)
    #expect(try package.store.suites().isEmpty)
  }

  @Test func doctorIsAnotherProgram() throws {
    let package = try FakePackage()
    // The command is copied, so that the program beside it is the one that the test puts there.
    let tool = package.path("tools/tidemark")
    try package.copyProgram(FakePackage.tool, to: "tools/tidemark")
    func doctor() throws -> Int32 {
      try Program.run(
        [tool, "doctor"], in: package.root,
        environment: ["PATH": "\(package.root)/bin:/usr/bin:/bin"]
      ).code
    }
    #expect(try doctor() == 4)
    #expect(package.calls == ["build --product tidemark-doctor"])
    try package.writeProgram("#!/bin/sh\nexit 3\n", to: "tools/tidemark-doctor")
    #expect(try doctor() == 3)
  }

  @Test func metricsAreTheCatalog() throws {
    let package = try FakePackage()
    let text = try package.run("metrics").output
    for metric in Metric.allCases { #expect(text.contains(metric.name)) }
    #expect(try package.run("metrics", "--markdown").output == MetricsTable.markdown())
  }

  @Test func commandHasNoProbe() throws {
    let listing = try Program.run(["/usr/bin/env", "llvm-nm", FakePackage.tool])
    #expect(listing.code == 0)
    let names = listing.output.split(whereSeparator: \.isWhitespace)
    let hasModel = names.contains { $0.contains("TidemarkBaselines") }
    #expect(hasModel)
    // What the probe and its hooks define; the ledger's readers are there to watch others.
    let probe = names.filter { name in
      [
        "tidemark_ledger", "tidemark_scope", "tidemark_thread", "tidemark_tables",
        "tidemark_publish",
      ]
      .contains { name.hasPrefix($0) }
    }
    #expect(probe.isEmpty)
    let hooks = listing.output.split(whereSeparator: \.isNewline).filter { line in
      let words = line.split(separator: " ")
      return words.count == 3
        && ["malloc", "pthread_create", "swift_task_switch"].contains(words[2])
    }
    // A sanitizer has hooks of these names itself.
    let isSanitized = names.contains { $0.hasPrefix("__tsan_") || $0.hasPrefix("__asan_") }
    #expect(hooks.isEmpty || isSanitized)
  }
}
