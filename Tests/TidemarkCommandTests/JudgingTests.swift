import Testing
import TidemarkBaselines

@testable import TidemarkCommand

@Suite struct JudgingTests {
  private func results(
    _ tests: [TestMeasurement], _ environment: Environment = .sample, end: ResultEnd? = nil
  ) throws -> RunResults {
    let run = ResultLine.run(ResultRun(pid: 1, environment: environment))
    let lines = [run] + tests.map { .test($0) } + [.end(end ?? ResultEnd(measured: tests.count))]
    let file = try ResultFile.parse(lines.flatMap { try $0.bytes() }, path: "r")
    return RunResults(files: [file])
  }

  private func judge(_ marks: [TestMeasurement]) -> Judge {
    let recorder = BaselineRecorder(environment: .sample)
    var baselines: [BaselineStore.Suite: Baseline] = [:]
    for mark in marks {
      baselines[.init(mark.identity), default: Baseline()].entries[mark.identity.name] =
        recorder.record([mark], into: nil)
    }
    return Judge(baselines: BaselineSet(baselines))
  }

  @Test(arguments: [
    (12, 0 as Int32, 12 as Int?, Report.ExitStatus.clean), (13, 0, 12, .regression),
    (13, 1, 12, .testsFailed), (12, 0, nil, .baselineMissing),
  ])
  func exitStatus(tasks: Int, code: Int32, mark: Int?, expected: Report.ExitStatus) throws {
    let judge = judge(mark.map { [.sample(tasks: $0)] } ?? [])
    let report = judge.report(try results([.sample(tasks: tasks)]), status: .exited(code))
    #expect(report.exitStatus == expected)
  }

  @Test func nothingMeasuredIsNoVerdict() throws {
    let judge = judge([])
    let none = judge.report(RunResults(files: []), status: .exited(0))
    #expect(none.exitStatus == .noVerdict)
    #expect(none.problems == [Judge.nothingMeasured])
    let filtered = judge.report(try results([]), status: .exited(0), isPartial: true)
    #expect(filtered.exitStatus == .noVerdict)
    #expect(filtered.problems.first?.contains("the filter matches no test") == true)
    let hook = ResultEnd(measured: 1, problems: ["the hook did not take"])
    let report = judge.report(try results([.sample()], end: hook), status: .exited(0))
    #expect(report.exitStatus == .noVerdict)
  }

  @Test func processesOfTwoKindsKeepTheirEnvironments() throws {
    var serial = Environment.sample
    serial.mode = "serial"
    let both = RunResults(
      files: try results([.sample()]).files + results([.sample(.method)], serial).files)
    let report = judge([.sample(), .sample(.method)]).report(both, status: .exited(0))
    #expect(report.environment?.mode == "parallel+serial")
    #expect(Set(report.outcomes.compactMap(\.environment)) == [.sample, serial])
    #expect(report.outcomes.first { $0.measurement.identity == .method }?.status == .notCompared)
  }

  @Test func rerunThatMeasuresNothingConfirmsNothing() throws {
    let report = judge([.sample()]).report(try results([.sample(tasks: 13)]), status: .exited(0))
    var confirming = Confirming(report, confirm: 3)
    #expect(confirming.open.map(\.identity) == [.refresh])
    confirming.add(try results([]), status: .signalled(9), name: "re-run 1")
    #expect(confirming.result.exitStatus == .noVerdict)
    #expect(
      confirming.result.problems == [
        "re-run 1: swift test was killed by SIGKILL; run the command again"
      ])
    #expect(confirming.open.map(\.identity) == [.refresh])
    confirming.add(
      try results([.sample(tasks: 13), .sample(.other)]), status: .exited(0), name: "2")
    #expect(confirming.result.exitStatus == .regression)
    #expect(confirming.result.outcomes.first?.confirmation == .init(persisted: 1, runs: 1))
    // The last round counts as the others do.
    confirming.add(try results([.sample()]), status: .exited(0), name: "3")
    #expect(confirming.open.isEmpty)
    #expect(confirming.result.outcomes.first?.status == .unconfirmed)
  }

  @Test func testsThatFailInARerunHideNoRise() throws {
    let risen = try results([.sample(tasks: 13)])
    let report = judge([.sample()]).report(risen, status: .exited(0))
    var confirming = Confirming(report, confirm: 3)
    confirming.add(risen, status: .exited(0), name: "re-run 1")
    confirming.add(risen, status: .exited(1), name: "re-run 2")
    var cleared = confirming
    confirming.add(risen, status: .exited(0), name: "re-run 3")
    #expect(confirming.open.isEmpty)
    #expect(confirming.result.exitStatus == .regression)
    #expect(confirming.result.outcomes.first?.confirmation == .init(persisted: 3, runs: 3))
    #expect(
      confirming.result.problems == [
        "re-run 2: tests failed, which they did not in the first run"
      ])
    // Where nothing has risen, that tests fail is what there is to say.
    cleared.add(try results([.sample()]), status: .exited(0), name: "re-run 3")
    #expect(cleared.result.exitStatus == .testsFailed)
  }

  @Test func onlyFiguresWithABandAreRunAgainMoreOften() throws {
    let exact = TestMeasurement.sample(tasks: 13, allocations: 1400)
    let banded = TestMeasurement.sample(.decode, allocations: 1400)
    let cleared = TestMeasurement.sample(.other, tasks: 13, allocations: 1400)
    let first = try results([exact, banded, cleared])
    let report = judge([.sample(), .sample(.decode), .sample(.other)])
      .report(first, status: .exited(0))
    var confirming = Confirming(report, confirm: 2)
    #expect(confirming.limit == 6)
    confirming.add(first, status: .exited(0), name: "1")
    // From here on, only the allocations of this test are in question.
    let rest = TestMeasurement.sample(.other, allocations: 1400)
    confirming.add(try results([exact, banded, rest]), status: .exited(0), name: "2")
    #expect(Set(confirming.open.map(\.identity)) == [.decode, .other])
    for round in 3...6 {
      #expect(Set(confirming.open.map(\.identity)) == [.decode, .other])
      confirming.add(try results([exact, banded, rest]), status: .exited(0), name: "\(round)")
    }
    let outcomes = Dictionary(
      uniqueKeysWithValues: confirming.result.outcomes.map { ($0.measurement.identity, $0) })
    #expect(outcomes[.refresh]?.confirmation == .init(persisted: 2, runs: 2))
    #expect(outcomes[.decode]?.confirmation == .init(persisted: 6, runs: 6))
    #expect(outcomes[.other]?.findings.map(\.metric) == [.heapAllocations])
  }

  @Test func exactFigureThatVariesIsRunAgainMoreOften() throws {
    let report = judge([.sample()]).report(try results([.sample(tasks: 13)]), status: .exited(0))
    var confirming = Confirming(report, confirm: 2)
    for (round, tasks) in [13, 15, 14].enumerated() {
      #expect(confirming.open.map(\.identity) == [.refresh])
      confirming.add(
        try results([.sample(tasks: tasks)]), status: .exited(0), name: "\(round)")
    }
    #expect(confirming.open.map(\.identity) == [.refresh])
    confirming.add(try results([.sample()]), status: .exited(0), name: "4")
    #expect(confirming.open.isEmpty)
    #expect(confirming.result.outcomes.first?.status == .unconfirmed)
  }

  @Test func rerunWithoutAFigureOfItsOwnAsksForSerialOnes() throws {
    func leaking(_ blocks: Figure) -> TestMeasurement {
      var test = TestMeasurement.sample()
      test.usage.figures[.heapLeakedBlocks] = blocks
      return test
    }
    let risen = leaking(.measured(99))
    let report = judge([leaking(.measured(0))]).report(try results([risen]), status: .exited(0))
    var confirming = Confirming(report, confirm: 2)
    confirming.add(try results([risen]), status: .exited(0), name: "1")
    #expect(!confirming.hasSilence)
    confirming.add(try results([leaking(.shared(99))]), status: .exited(0), name: "2")
    #expect(confirming.hasSilence)
    #expect((0..<confirming.limit).filter(confirming.runsAll) == [5])
  }

  @Test func oneRunWithinTheBandClearsAFigure() throws {
    let risen = TestMeasurement.sample(allocations: 1400)
    let report = judge([.sample()]).report(try results([risen]), status: .exited(0))
    var confirming = Confirming(report, confirm: 2)
    for round in 1...3 {
      confirming.add(try results([risen]), status: .exited(0), name: "\(round)")
    }
    #expect(confirming.open.map(\.identity) == [.refresh])
    confirming.add(try results([.sample(allocations: 1259)]), status: .exited(0), name: "4")
    #expect(confirming.open.isEmpty)
    #expect(confirming.result.outcomes.map(\.status) == [.unconfirmed])
    #expect(
      confirming.result.outcomes.first?.confirmation == .init(persisted: 3, runs: 4))
  }

  @Test func filtersMatchOneTestOfEitherLibrary() throws {
    #expect(
      RerunFilter.pattern(for: .sample(.method)) == #"^FeedTests\.FeedCase/testOne$"#)
    let inner = TestIdentity(target: "T", suite: "A.B", name: "c(x:)")
    #expect(RerunFilter.pattern(for: .sample(inner)) == #"^T\.A[./]B/c\(x:\)(/|$)"#)
    let free = TestIdentity(target: "T", suite: "TopLevel", name: "free()")
    #expect(RerunFilter.pattern(for: .sample(free)) == #"^T\.free\(\)(/|$)"#)
    let many = (0...RerunFilter.limit).map {
      TestMeasurement.sample(TestIdentity(target: "T", suite: "S", name: "t\($0)()"))
    }
    #expect(RerunFilter.patterns(for: many) == [#"^T\.S/"#])
  }

  @Test func listingKnowsBothLibraries() {
    let listing = TestListing(
      parsing: """
        [1/1] Planning build
        FeedTests.FeedCase/testOne
        FeedTests.FeedSuite/Inner/deep()
        FeedTests.FeedSuite/`it does. a/b things`()
        FeedTests.free()
        """)
    func has(_ suite: String, _ name: String) -> Bool {
      listing.contains(TestIdentity(target: "FeedTests", suite: suite, name: name))
    }
    #expect(has("FeedCase", "testOne") && has("FeedCase", "testOne()"))
    #expect(has("FeedSuite.Inner", "deep()") && has("TopLevel", "free()"))
    #expect(has("FeedSuite", "`it does. a/b things`()"))
    #expect(!has("FeedSuite", "deep()") && !has("FeedCase", "testTwo"))
    #expect(TestListing(parsing: "warning: nothing\n").isEmpty)
  }

  @Test func shardsAreMerged() throws {
    var elsewhere = Environment.sample
    elsewhere.platform = "linux-aarch64"
    let judge = judge([.sample(), .sample(.decode)])
    var first = judge.report(try results([.sample()]), status: .exited(0))
    first.orphans = ["A/a()", "B/b()"]
    var second = judge.report(
      try results([.sample(tasks: 13), .sample(.decode)], elsewhere), status: .exited(0))
    second.orphans = ["B/b()"]
    let merged = Report.merged([first, second, first])
    #expect(merged.exitStatus == .regression)
    #expect(merged.outcomes.count == 3)
    #expect(merged.orphans == ["B/b()"])
    #expect(merged.environment?.platform == "linux-aarch64+linux-x86_64")
    let risen = merged.outcomes.first { $0.status == .risen }
    #expect(risen?.notes.first == "measured on \(elsewhere.boundedKey)")
    #expect(risen?.environment == elsewhere)
    #expect(merged.coverage.map(\.measured) == [2])
    #expect(merged.testCount == 2)
  }

  @Test(arguments: [
    // The same tests on two machines, parts of them, and one machine that does not know the number.
    ([0..<4, 0..<4], [4, 4], 4, 4 as Int?), ([0..<4, 4..<9], [4, 6], 9, 10),
    ([0..<4, 2..<6, 4..<9], [4, 4, 5], 9, 9), ([0..<2, 0..<4], [4, 4], 4, 4),
    ([0..<0, 0..<4], [2, 4], 4, 6), ([0..<4, 4..<5], [4, nil], 5, nil),
  ])
  func coverageOfSeveralMachines(
    tests: [Range<Int>], ran: [Int?], measured: Int, total: Int?
  ) {
    let reports = zip(tests, ran).map { tests, ran in
      let outcomes = tests.map { number in
        let test = TestIdentity(target: "T", suite: "S", name: "test\(number)()")
        return TestOutcome(measurement: .sample(test), status: .level)
      }
      let part = TestIdentity(target: "T", suite: "S", test: "test()", part: "a part")
      return Report(
        environment: .sample,
        outcomes: outcomes + [TestOutcome(measurement: .sample(part), status: .level)],
        coverage: [.init(library: .swiftTesting, measured: tests.count, ran: ran)])
    }
    #expect(
      Report.merged(reports).coverage
        == [.init(library: .swiftTesting, measured: measured, ran: total)])
  }

  @Test func riseOfATestWithoutTheOthersIsHeldAgainstARunOfAll() throws {
    for isExact in [true, false] {
      let risen =
        isExact ? TestMeasurement.sample(tasks: 13) : TestMeasurement.sample(allocations: 1400)
      let first = judge([.sample()]).report(try results([risen]), status: .exited(0))
      var confirming = Confirming(first, confirm: 2, isNarrowed: true)
      #expect((0..<confirming.limit).filter(confirming.isWider) == [1, 5])
      confirming.add(try results([risen]), status: .exited(0), name: "1")
      #expect(confirming.open.map(\.identity) == [.refresh])
      // Others fail, which nobody asked about.
      var cleared = confirming
      cleared.add(try results([.sample(), .sample(.other)]), status: .exited(1), name: "all")
      #expect(cleared.open.isEmpty)
      #expect(cleared.result.exitStatus == .clean)
      #expect(cleared.result.outcomes.first?.status == .unconfirmed)
      #expect(cleared.result.outcomes.first?.notes.first?.hasPrefix("within its mark when") == true)
      // A real rise is there among the others as well.
      confirming.add(try results([risen]), status: .exited(1), name: "all")
      #expect(confirming.open.isEmpty == isExact)
      #expect(confirming.result.exitStatus == .regression)
      #expect(confirming.result.outcomes.first?.confirmation == .init(persisted: 2, runs: 2))
    }
  }

  @Test func riseThatNoRunOfAllSawHasNoVerdict() throws {
    let risen = try results([.sample(tasks: 13)])
    let first = judge([.sample()]).report(risen, status: .exited(0))
    var confirming = Confirming(first, confirm: 2, isNarrowed: true)
    confirming.add(risen, status: .exited(0), name: "1")
    confirming.add(try results([.sample(.other)]), status: .signalled(9), name: "all")
    #expect(confirming.open.isEmpty)
    #expect(confirming.result.exitStatus == .noVerdict)
    #expect(
      confirming.result.outcomes.first?.notes.first?.hasPrefix("all did not measure") == true
    )
  }

  @Test func whatATestLeavesAloneIsHeldAgainstARunOfAllOneByOne() throws {
    func leaving(_ bytes: Int, alone: Bool) -> TestMeasurement {
      var measurement = TestMeasurement.sample()
      measurement.usage.figures[.heapLeakedBytes] = .measured(bytes)
      measurement.usage.ranAlone = alone
      return measurement
    }
    let risen = leaving(90_000, alone: true)
    let first = judge([leaving(0, alone: true)]).report(try results([risen]), status: .exited(0))
    var confirming = Confirming(first, confirm: 1, isNarrowed: true)
    #expect(confirming.needsSolitude)
    var beside = confirming
    beside.add(try results([leaving(0, alone: false)]), status: .exited(0), name: "all")
    #expect(beside.result.exitStatus == .noVerdict)
    confirming.add(try results([risen]), status: .exited(0), name: "all")
    #expect(confirming.result.exitStatus == .regression)

    let tasks = try results([.sample(tasks: 13)])
    let other = Confirming(
      judge([.sample()]).report(tasks, status: .exited(0)), confirm: 1, isNarrowed: true)
    #expect(!other.needsSolitude)
  }

  @Test func aBenchmarkThatATestCountsIsNoTest() throws {
    let benchmark = TestIdentity(
      target: "FeedTests", suite: "Feed", test: "refresh()", part: "decode × 10")
    let results = try results([.sample(), .sample(benchmark)])
    #expect(results.measured.count == 2)
    #expect(results.coverage.map(\.measured) == [1])
  }

  @Test func limitInTheCodeCannotBeAccepted() throws {
    let limits = [Limit(metric: .tasksCreated, highest: 10)]
    let report = judge([.sample(tasks: 12)]).report(
      try results([.sample(tasks: 12, limits: limits)]), status: .exited(0))
    #expect(report.exitStatus == .regression)
    #expect(PendingChoice.pending(report).isEmpty)
    var failed = judge([.sample()]).report(try results([.sample(tasks: 13)]), status: .exited(0))
    #expect(PendingChoice.pending(failed).count == 1)
    failed.testsFailed = true
    #expect(PendingChoice.pending(failed).isEmpty)
    #expect(PendingChoice.acceptable(failed, nil).isEmpty)
  }
}
