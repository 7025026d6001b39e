import Foundation
import Synchronization
import Testing
import Tidemark

private final class Recorder: MeasurementSink {
  let received = Mutex<[TestMeasurement]>([])
  let coverage = Mutex<[Report.Coverage]>([])

  func receive(_ measurement: TestMeasurement) -> String? {
    received.withLock { $0.append(measurement) }
    return "too high"
  }

  let dropped = Mutex<[TestIdentity]>([])
  let problems = Mutex<[String]>([])

  func began(_ identity: TestIdentity) {}

  func dropped(_ identity: TestIdentity) { dropped.withLock { $0.append(identity) } }

  func finish(_ summary: SessionSummary) {
    coverage.withLock { $0 = summary.coverage }
    problems.withLock { $0 = summary.problems }
  }
}

@Suite struct SessionTests {
  @Test func settingsComeFromTheEnvironment() {
    #expect(SessionSettings(environment: [:]).mode == .check)
    #expect(SessionSettings(environment: ["TIDEMARK": "update"]).mode == .update)
    #expect(SessionSettings(environment: ["TIDEMARK": "off"]).mode == .off)
    #expect(SessionSettings(environment: ["TIDEMARK": "sometimes"]).problem != nil)
    #expect(SessionSettings(environment: ["TIDEMARK_RESULTS": ""]).results == nil)
    #expect(SessionSettings(environment: ["CI": "true"]).isContinuousIntegration)
    #expect(!SessionSettings(environment: ["CI": "false"]).isContinuousIntegration)
  }

  @Test(arguments: [
    (TestLibrary.xctest, [] as [String], "serial"),
    (.xctest, ["A.B/testC,A.B/testD"], "serial"),
    (.xctest, ["A.B/testC"], "isolated"),
    (.swiftTesting, ["--testing-library", "swift-testing"], "parallel"),
    (.swiftTesting, ["--testing-library", "swift-testing", "--no-parallel"], "serial"),
  ])
  func modeIsHowTestsShareAProcess(library: TestLibrary, arguments: [String], mode: String) {
    let environment = Environment.ofProcess(
      library: library, arguments: ["tests.xctest"] + arguments, variables: [:])
    #expect(environment.mode == mode)
  }

  // Under `taskset` or in a container the process may use fewer processors than there are.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/status")))
  func widthOfThePoolIsHowManyProcessorsTheProcessMayUse() throws {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed:") })
    let allowed = line.dropFirst(13).reduce(0) { $0 + ($1.hexDigitValue ?? 0).nonzeroBitCount }
    #expect(Environment.ofProcess(library: .xctest).poolWidth == allowed)
  }

  @Test func oneAtATimeIsSerial() {
    let environment = Environment.ofProcess(
      library: .swiftTesting, arguments: ["tests.xctest"],
      variables: ["SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH": "1"])
    #expect(environment.mode == "serial")
  }

  @Test func theBodyOfAnExitTestIsNotMeasured() {
    #expect(SessionSettings(environment: ["SWT_EXIT_TEST_ID": "{}"]).mode == .off)
  }

  @Test func measurementsGoToTheSinkAndAreCountedByTest() {
    let session = Session(settings: SessionSettings(environment: [:]))
    let sink = Recorder()
    session.connect(sink)
    let identity = TestIdentity(target: "A", suite: "B", name: "c()")
    let measurement = TestMeasurement(
      identity: identity, library: .swiftTesting, usage: Usage())
    #expect(session.submit(measurement) == "too high")
    #expect(session.submit(measurement) == "too high")
    session.finish()
    #expect(sink.received.withLock { $0.count } == 2)
    #expect(
      sink.coverage.withLock { $0 } == [Report.Coverage(library: .swiftTesting, measured: 1)])
  }

  @Test func theEndOfTheProcessInTheMiddleOfATestIsAProblem() {
    let session = Session(settings: SessionSettings(environment: [:]))
    let sink = Recorder()
    session.connect(sink)
    let tests = ["measured()", "skipped()", "exits()"].map {
      TestIdentity(target: "A", suite: "B", name: $0)
    }
    for test in tests { session.begin(test) }
    _ = session.submit(
      TestMeasurement(identity: tests[0], library: .swiftTesting, usage: Usage()))
    session.drop(tests[1])
    session.finish()
    #expect(sink.dropped.withLock { $0 } == [tests[1]])
    #expect(
      sink.problems.withLock { $0 } == [
        "the test process exited while B/exits() was running, so not all tests ran; look for a "
          + "call of exit in what was running"
      ])
    #expect(session.problems == sink.problems.withLock { $0 })
  }

  @Test func whatIsWrongIsToldOnce() {
    let session = Session(settings: SessionSettings(environment: ["TIDEMARK": "sometimes"]))
    #expect(
      session.newProblems() == [
        "TIDEMARK is `sometimes`, which is taken for check; it can be check, update or off"
      ])
    session.report(problem: "a hook is missing")
    #expect(session.newProblems() == ["a hook is missing"])
    #expect(session.newProblems().isEmpty)
  }

  @Test func nothingIsWrongWhenEveryTestEnded() {
    let session = Session(settings: SessionSettings(environment: [:]))
    let sink = Recorder()
    session.connect(sink)
    let test = TestIdentity(target: "A", suite: "B", name: "c()")
    session.begin(test)
    session.drop(test)
    session.finish()
    #expect(sink.problems.withLock { $0 }.isEmpty)
  }

  @Test func aTestsFigureIsItsWorstCases() {
    let first = Usage(figures: [.hops: .measured(2), .heapAllocations: .measured(9)])
    let second = Usage(figures: [.hops: .measured(5), .heapAllocations: .shared(1)])
    let worst = first.worst(second)
    #expect(worst.figures[.hops] == .measured(5))
    #expect(worst.figures[.heapAllocations] == .shared(9))
  }
}
