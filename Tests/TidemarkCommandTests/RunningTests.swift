import Testing
import TidemarkBaselines

@testable import TidemarkCommand

@Suite struct RunningTests {
  @Test func buildKnowsNothingOfTests() {
    let arguments = TestArguments(
      all: [
        "--parallel", "--filter", "a", "--xunit-output=x", "-Xswiftc", "-DX", "--num-workers", "2",
      ])
    #expect(arguments.build == ["swift", "build", "--build-tests", "-Xswiftc", "-DX"])
    #expect(arguments.list == ["swift", "test", "list", "--skip-build", "-Xswiftc", "-DX"])
    #expect(
      arguments.rerun(filters: ["b"])
        == [
          "swift", "test", "--skip-build", "--parallel", "-Xswiftc", "-DX", "--num-workers", "2",
          "--filter", "b",
        ])
    // All tests, and not only those of the user's choice.
    #expect(
      arguments.rerun(filters: [])
        == [
          "swift", "test", "--skip-build", "--parallel", "-Xswiftc", "-DX", "--num-workers", "2",
        ])
    // The last one of two that contradict each other holds.
    #expect(
      TestArguments(all: ["--parallel"]).rerun(filters: ["b"], isSerial: true)
        == ["swift", "test", "--skip-build", "--parallel", "--no-parallel", "--filter", "b"])
    #expect(arguments.isPartial)
    #expect(!TestArguments(all: ["--parallel"]).isPartial)
    #expect(TestArguments(all: [], filters: ["x"]).isPartial)
  }

  @Test func whatSwiftTestSaysOfARunWithoutTestsIsUnderstood() {
    let filtered = TestArguments(all: ["--skip", "b"], filters: ["nosuchtest"], skipsBuild: true)
    let nothing = """
      warning: No matching test cases were run
      ✔ Test run with 0 tests in 0 suites passed after 0.001 seconds.
      """
    #expect(
      SilentRun.reason(output: nothing, arguments: filtered)
        == "no test matches --filter nosuchtest --skip b")
    // The warning is of XCTest alone.
    let other = nothing.replacing("0 tests", with: "10 tests")
    #expect(SilentRun.reason(output: other, arguments: filtered) == nil)
    #expect(SilentRun.reason(output: nothing, arguments: TestArguments(all: [])) == nil)
    let unbuilt = """
      error: posix_spawn error: No such file or directory (2), `["/p/.build/debug/pTests.xctest"]`
      """
    #expect(
      SilentRun.reason(output: unbuilt, arguments: filtered)
        == "the tests are not built; run the command without --skip-build")
    #expect(SilentRun.reason(output: unbuilt, arguments: TestArguments(all: [])) == nil)
  }

  @Test func builtTestsAreNotBuiltAgain() {
    #expect(TestArguments(all: []).wantsBuild)
    #expect(!TestArguments(all: ["--skip-build"]).wantsBuild)
    #expect(!TestArguments(all: [], skipsBuild: true).wantsBuild)
    #expect(TestArguments(all: ["--skip-build"]).test == ["swift", "test", "--skip-build"])
  }

  @Test func runsInUseAndTheNewestAreKept() {
    let names = ["1-5", "2-6", "3-7", "4-8", "5-9", "strange"]
    #expect(RunFolder.surplus(names) { $0 == 5 } == ["2-6"])
  }

  @Test func progressIsOneLine() {
    #expect(
      ProgressLine.text(name: "run 2 of 5", finished: 17, total: 42, test: "FeedTests/refresh()")
        == "run 2 of 5 · 17 of 42 tests · FeedTests/refresh()")
    #expect(
      ProgressLine.text(name: "run 1", finished: 1, total: nil, test: nil) == "run 1 · 1 test")
  }

  @Test func aLogIsNeverSilentForLong() {
    let line = ProgressLine(isLive: false)
    let start = ContinuousClock.now
    #expect(!line.isSilent(at: start))
    #expect(line.isSilent(at: start + .seconds(21)))
    #expect(!line.isSilent(at: start + .seconds(30)))
    #expect(line.isSilent(at: start + .seconds(42)))
  }

  @Test func theLastWholeLineOfALogIsKnown() throws {
    let package = try FakePackage()
    var tail = LogTail(path: package.path("log"))
    tail.follow()
    #expect(tail.line == nil)
    try package.write("[1/9] Compiling A\n[2/9] Comp", to: "log")
    tail.follow()
    #expect(tail.line == "[1/9] Compiling A")
    try package.write("[1/9] Compiling A\n[2/9] Compiling B\n\n", to: "log")
    tail.follow()
    #expect(tail.line == "[2/9] Compiling B")
    tail.follow()
    #expect(tail.line == "[2/9] Compiling B")
  }

  @Test func aTestWithoutFiguresRunsNoLonger() throws {
    let package = try FakePackage()
    let lines = try [
      ResultLine.began(.refresh), .began(.decode), .dropped(.refresh),
    ].flatMap { try $0.bytes() }
    try package.write(String(decoding: lines, as: UTF8.self), to: "results/a.jsonl")
    let watch = ResultWatch(folder: package.path("results"))
    watch.look()
    #expect(watch.state == ResultWatch.State(finished: 0, running: ["FeedSuite/decode()"]))
  }

  @Test func waitStatusIsTakenApart() {
    #expect(ChildStatus(waitStatus: 3 << 8) == .exited(3))
    #expect(ChildStatus(waitStatus: 9) == .signalled(9))
    #expect(ChildStatus(waitStatus: 11 | 0x80) == .signalled(11))
  }
}
