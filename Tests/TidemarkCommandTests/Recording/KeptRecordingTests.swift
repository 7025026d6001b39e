import Foundation
import TestSupport
import Testing
import TidemarkBaselines
import TidemarkLive

@testable import TidemarkCommand

/// The recordings that a check keeps.
@Suite struct KeptRecordingTests {
  @Test func theRecordingOfAFindingIsNamed() throws {
    let package = try FakePackage()
    try package.record([.sample(), .sample(.decode)])
    try package.plan([.sample(tasks: 13), .sample(.decode)])
    try package.write("of the finding", to: "fake/run-all/FeedTests.FeedSuite.refresh.tidemark")
    try package.write("of another test", to: "fake/run-all/FeedTests.FeedSuite.decode.tidemark")
    try package.write("of an earlier check", to: ".tidemark/recordings/old.tidemark")
    let file = ".tidemark/recordings/FeedTests.FeedSuite.refresh.tidemark"

    let text = try package.run("check")
    #expect(text.code == 1)
    #expect(text.output.contains("recorded: swift run tidemark replay \(file)\n"), "\(text.output)")
    #expect(package.names(in: ".tidemark/recordings") == ["FeedTests.FeedSuite.refresh.tidemark"])
    #expect(package.read(file) == "of the finding")
    // Only the first re-run records.
    for number in 1...4 {
      let variables = try #require(package.read("fake/environment-\(number)"))
      #expect(variables.contains("TIDEMARK_RECORD=") == (number == 2))
      #expect(variables.contains("TIDEMARK_PUBLISH=1") == (number == 2))
    }
    let json = try JSONReport(text: #require(package.read(".tidemark/last.json")))
    let test = try #require(json.tests.first { $0.name == "refresh()" })
    #expect(test.notes == ["recorded: swift run tidemark replay \(file)"])
    let github = try package.run("check", "--format", "github")
    #expect(github.output.contains("recorded: swift run tidemark replay \(file)"))
  }

  @Test func aCheckWithoutAFindingKeepsNone() throws {
    let package = try FakePackage()
    try package.record([.sample()])
    try package.plan([.sample()])
    try package.write("of an earlier check", to: ".tidemark/recordings/old.tidemark")
    #expect(try package.run("check").code == 0)
    #expect(package.names(in: ".tidemark/recordings").isEmpty)
  }

  /// Who could not ask for longer than the process keeps transitions by itself knows nothing of then.
  @Test func aTimeInWhichNobodyListenedIsMarked() throws {
    let package = try FakePackage()
    let host = Host(variables: [:], directory: package.path("."), program: "tidemark")
    let kept = KeptRecordings(try Workspace.locate(host), host)
    let watched = try WatchedProgram("mixed")
    try watched.awaitLine("ready")
    let watch = HangWatch(folder: watched.folder, root: package.path("."), kept: kept)
    watch.listen()
    usleep(100_000)
    watch.listen()
    usleep(5_500_000)
    watch.listen()
    usleep(100_000)
    _ = watch.dump(running: [])
    let file = try RecordingFile(kept.folder + "/hang.tidemark")
    #expect(file.headers.count == 2)
    let (first, second) = (try #require(file.headers.first), try #require(file.headers.last))
    #expect(second.time - first.time > 5_000_000_000)
    #expect(second.wallTime - first.wallTime == second.time - first.time)
    // Something is known of before and after it, and nothing in between.
    let times = file.entries.filter { $0.kind == .events }
    #expect(times.first.map { $0.last < second.time } == true)
    #expect(times.last.map { $0.first >= second.time } == true)
  }

  /// In place of the tests runs a program that waits for ever, in which somebody can look.
  @Test func aHangingTestIsLookedInto() throws {
    let package = try FakePackage()
    try package.writeProgram(
      """
      #!/bin/sh
      [ "$1" = build ] && exit 0
      sleep 600 | "\(WatchedProgram.path)" mixed

      """, to: "bin/swift")
    let outcome = try package.run("check", "--timeout", "4", "--format", "github")
    #expect(outcome.code == 4)
    #expect(outcome.errors.contains("the tests hang: nothing happened for 4 s"))
    for words in [
      "TidemarkWatched (", " tasks: ", "'sleeper 1'", "suspended, sleeps",
      "waits for a continuation",
      "Work.waitForEver()", "Work.swift:", "created at ",
    ] {
      #expect(outcome.errors.contains(words), "\(words) in \(outcome.errors)")
    }
    #expect(package.names(in: ".tidemark/recordings") == ["hang.tidemark", "hang.txt"])
    #expect(outcome.errors.contains("replay .tidemark/recordings/hang.tidemark"))
    // The report says where all of it is, in every form.
    let json = try JSONReport(text: #require(package.read(".tidemark/last.json")))
    let problem = try #require(json.problems.first)
    #expect(problem.contains("; every task: .tidemark/recordings/hang.txt; recorded: "))
    #expect(problem.hasSuffix(" replay .tidemark/recordings/hang.tidemark"))
    #expect(outcome.output.hasPrefix("::error title=Tidemark::the tests hang: "))
    #expect(outcome.output.contains(".tidemark/recordings/hang.txt"))
    let file = try RecordingFile(package.path(".tidemark/recordings/hang.tidemark"))
    #expect(file.events > 100)
    #expect(file.names.tasks.values.contains { $0.name == "caller 2" })
    #expect(package.read(".tidemark/recordings/hang.txt")?.contains("Work.waitForEver()") == true)
  }
}
