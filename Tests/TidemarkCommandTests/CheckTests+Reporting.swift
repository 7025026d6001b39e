import Foundation
import TestSupport
import Testing
import TidemarkBaselines

/// What a check writes, and where to.
extension CheckTests {
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
}
