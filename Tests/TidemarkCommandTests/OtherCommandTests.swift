import Foundation
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

  @Test func doctorIsAnotherProgram() throws {
    let package = try FakePackage()
    // The command is copied, so that the program beside it is the one that the test puts there.
    let tool = package.path("tools/tidemark")
    try package.copyProgram(FakePackage.tool, to: "tools/tidemark")
    func doctor() throws -> Int32 {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: tool)
      process.arguments = ["doctor"]
      process.currentDirectoryURL = URL(fileURLWithPath: package.root)
      process.environment = ["PATH": "\(package.root)/bin:/usr/bin:/bin"]
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus
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
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["llvm-nm", FakePackage.tool]
    process.standardOutput = pipe
    try process.run()
    let symbols = String(
      decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let names = symbols.split(whereSeparator: \.isWhitespace)
    let hasModel = names.contains { $0.contains("TidemarkBaselines") }
    #expect(hasModel)
    // Everything in the probe and the ledger begins so; the entry point has the product's name.
    let probe = names.filter { $0.hasPrefix("tidemark_") && $0 != "tidemark_main" }
    #expect(probe.isEmpty)
  }
}
