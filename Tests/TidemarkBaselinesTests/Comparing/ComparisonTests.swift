import Testing

@testable import TidemarkBaselines

@Suite struct ComparisonTests {
  private let comparison = Comparison(environment: .sample)
  private let level: [Metric: Int] = [
    .tasksCreated: 12, .tasksLeaked: 0, .heapAllocations: 1210, .hops: 24,
  ]

  private func judge(
    _ changes: [Metric: Int] = [:], figures: [Metric: Figure] = [:], limits: [Limit] = [],
    entry: BaselineEntry? = .sample, losses: [Loss] = [], usesBaseline: Bool = true
  ) -> TestOutcome {
    comparison.judge(
      .sample(
        level.merging(changes) { $1 }, figures: figures, limits: limits, losses: losses,
        usesBaseline: usesBaseline),
      against: entry)
  }

  @Test func sameFiguresAreLevel() {
    let outcome = judge([.timeWall: 999])
    #expect(outcome.status == .level)
    #expect(outcome.findings.isEmpty && outcome.notCompared.isEmpty && outcome.notes.isEmpty)
  }

  @Test func everyRiseIsFoundWorstFirst() {
    let outcome = judge([.tasksCreated: 13, .tasksLeaked: 1, .heapAllocations: 1377, .hops: 33])
    #expect(outcome.status == .risen)
    #expect(
      outcome.findings.map(\.metric) == [.tasksLeaked, .tasksCreated, .hops, .heapAllocations])
    #expect(
      outcome.findings.last
        == Finding(
          metric: .heapAllocations, direction: .risen, baseline: Band(1204, 1210), measured: 1377,
          bound: 1264, rule: "limit +5 %", stability: .toolchain))
  }

  @Test func amongEqualsTheCauseComesFirst() {
    let findings = [Metric.tasksCompleted, .tasksCreated].map { metric in
      Finding(
        metric: metric, direction: .risen, baseline: Band(2, 2), measured: 3, bound: 2,
        rule: "exact", stability: .exact)
    }
    #expect(findings.sorted(by: Finding.isWorse).map(\.metric) == [.tasksCreated, .tasksCompleted])
  }

  @Test func toleranceIsLetThrough() {
    #expect(judge([.heapAllocations: 1264, .hops: 32]).status == .level)
    #expect(judge([.heapAllocations: 1265]).status == .risen)
    #expect(judge([.hops: 33]).status == .risen)
  }

  @Test func oneHopMoreIsFoundAndDoubleTheJobs() {
    func status(_ metric: Metric, _ value: Int) -> TestOutcome.Status {
      let entry = BaselineEntry(environments: [
        Environment.sample.boundedKey: [metric: Band(24, 24)]
      ])
      return comparison.judge(.sample([metric: value]), against: entry).status
    }
    #expect(status(.hops, 24) == .level)
    #expect(status(.hops, 25) == .risen)
    #expect(status(.jobsRun, 47) == .level)
    #expect(status(.jobsRun, 48) == .risen)
  }

  @Test func whatIsLeftInTheHeapIsComparedOnlyAlone() {
    let entry = BaselineEntry(environments: [Environment.sample.key: [.objectsLeaked: Band(0, 0)]])
    func outcome(alone: Bool, limits: [Limit] = []) -> TestOutcome {
      comparison.judge(
        .sample([.objectsLeaked: 1], limits: limits, ranAlone: alone), against: entry)
    }
    #expect(outcome(alone: true).status == .risen)
    #expect(outcome(alone: false).status == .level)
    #expect(
      outcome(alone: false).notCompared[.objectsLeaked]
        == "other tests or benchmarks ran beside it")
    let limit = Limit(metric: .objectsLeaked, lowest: nil, highest: 0)
    #expect(outcome(alone: false, limits: [limit]).status == .risen)
  }

  @Test func fallIsFallenUnlessSomethingRose() {
    let outcome = judge([.heapAllocations: 640])
    #expect(outcome.status == .fallen)
    #expect(outcome.findings.map(\.direction) == [.fallen])
    #expect(outcome.findings.map(\.bound) == [1144])
    #expect(judge([.heapAllocations: 640, .tasksCreated: 13]).status == .risen)
    #expect(judge([.tasksCreated: 11]).status == .fallen)
  }

  @Test func lossesRefuseAVerdict() {
    let outcome = judge([.tasksCreated: 99], losses: [Loss(what: "task records", count: 3)])
    #expect(outcome.status == .noVerdict)
    #expect(outcome.notes == ["lost: 3 task records"])
  }

  @Test func testWithoutMarksIsMissing() {
    #expect(judge(entry: nil).status == .missing)
    #expect(judge(entry: nil, usesBaseline: false).status == .level)
  }

  @Test func otherEnvironmentHoldsExactFiguresOnly() {
    var entry = BaselineEntry.sample
    entry.environments = ["macos-arm64/6.3/debug/serial": [.heapAllocations: Band(1, 1)]]
    let outcome = judge(entry: entry)
    #expect(outcome.status == .notCompared)
    #expect(
      outcome.notCompared == [
        .heapAllocations: "no baseline for linux-x86_64/6.3/debug/parallel",
        .hops: "no baseline for linux-x86_64/6.3/debug/parallel/pool-4",
      ])
    #expect(judge([.tasksCreated: 13], entry: entry).status == .risen)
  }

  @Test(arguments: [Metric.tasksCreated, .hops, .heapAllocations])
  func testWithoutOneOfItsMarksIsComparedInPart(metric: Metric) {
    var entry = BaselineEntry.sample
    entry.exact[metric] = nil
    // The section stays, so that it is the figure that is missing.
    entry.environments = entry.environments.mapValues { $0.filter { $0.key != metric } }
    let outcome = judge(entry: entry)
    #expect(outcome.status == .notCompared)
    #expect(outcome.notCompared == [metric: "no figure in the baseline"])
    #expect(outcome.lacksMarks)
    #expect([outcome].notComparedWords == "no figure in the baseline (\(metric))")
    let risen = judge([.tasksLeaked: 1], entry: entry)
    #expect(risen.status == .risen)
  }

  /// Whether such a figure has a mark depends on what ran beside the test when it was recorded.
  @Test func figureThatIsRecordedOnlyAloneMayLackAMark() {
    let outcome = judge([.filesLeaked: 1, .heapPeakBytes: 4, .objectsLeaked: 2, .timeWall: 9])
    #expect(outcome.status == .level)
    #expect(Set(outcome.notCompared.keys) == [.filesLeaked, .heapPeakBytes, .objectsLeaked])
    #expect(!outcome.lacksMarks)
  }

  @Test func sharedFigureIsNeverCompared() {
    let outcome = judge(figures: [.tasksCreated: .shared(99)])
    #expect(outcome.status == .level)
    #expect(outcome.notCompared == [.tasksCreated: "other tests or benchmarks ran beside it"])
  }

  @Test func unavailableExactFigureRefusesAVerdict() {
    let bounded = judge(figures: [.hops: .unavailable(reason: "static runtime")])
    #expect(bounded.status == .level)
    #expect(bounded.notCompared == [.hops: "static runtime"])
    let exact = judge(figures: [.tasksCreated: .unavailable(reason: "unknown layout")])
    #expect(exact.status == .noVerdict)
    #expect(exact.notes == ["tasks.created has a baseline and no figure: unknown layout"])
    let without = judge(figures: [.filesLeaked: .unavailable(reason: "x")])
    #expect(without.status == .level && without.notCompared.isEmpty)
  }

  @Test func demotedMetricIsHeldAgainstItsBand() {
    let entry = BaselineEntry(
      exact: [.tasksLeaked: 0],
      environments: [
        Environment.sample.key: [.heapAllocations: Band(1204, 1210)],
        Environment.sample.boundedKey: [.tasksCreated: Band(10, 14), .hops: Band(24, 28)],
      ],
      demoted: [.tasksCreated: "runs disagreed: 10, 14"])
    #expect(judge([.tasksCreated: 18], entry: entry).status == .level)
    let risen = judge([.tasksCreated: 19], entry: entry)
    #expect(risen.findings.map(\.stability) == [.bounded])
  }

  @Test func limitsAreCheckedBesideTheBaseline() {
    let limits = [
      Limit(metric: .tasksCreated, highest: 11), Limit(metric: .hops, lowest: 30),
      Limit(metric: .timeWall, highest: 5),
    ]
    let outcome = judge([.timeWall: 6], limits: limits, usesBaseline: false)
    #expect(outcome.status == .risen)
    #expect(outcome.findings.map(\.metric) == [.tasksCreated, .hops, .timeWall])
    #expect(outcome.findings.allSatisfy { $0.rule == Finding.limitRule && $0.isFailure })
    #expect(outcome.findings.map(\.bound) == [11, 30, 5])
  }

  @Test func limitThatCannotBeCheckedIsSaid() {
    let limits = [Limit(metric: .threadsPeak, highest: 2)]
    let outcome = judge(figures: [.threadsPeak: .shared(9)], limits: limits, usesBaseline: false)
    #expect(outcome.status == .notCompared)
    #expect(
      outcome.notes == [
        "the limit on threads.peak was not checked: other tests or benchmarks ran beside it"
      ])
  }

  @Test func policyDecidesWhatIsCompared() {
    let policy = Policy(
      metrics: [.hops: Policy.Adjustment(compare: .alone, reason: "a")],
      overrides: [
        Policy.Override(
          tests: TestPattern("FeedTests/*"),
          metrics: [.heapAllocations: Policy.Adjustment(compare: .never, reason: "b")]),
        Policy.Override(
          tests: TestPattern("Other/*"),
          metrics: [.tasksCreated: Policy.Adjustment(compare: .never, reason: "c")]),
      ])
    let outcome = Comparison(policy: policy, environment: .sample).judge(
      .sample(
        [.tasksCreated: 13, .tasksLeaked: 0, .heapAllocations: 9999, .hops: 99], ranAlone: false),
      against: .sample)
    #expect(outcome.findings.map(\.metric) == [.tasksCreated])
    #expect(
      outcome.notCompared == [
        .hops: "other tests or benchmarks ran beside it",
        .heapAllocations: "the policy says never: b",
      ])
  }

  @Test func noisyMetricIsComparedOnRequest() {
    let policy = Policy(metrics: [
      .timeWall: Policy.Adjustment(relative: 10, compare: .always, reason: "asked for")
    ])
    let entry = BaselineEntry(environments: [
      Environment.sample.boundedKey: [.timeWall: Band(100, 110)]
    ])
    let comparison = Comparison(policy: policy, environment: .sample)
    #expect(comparison.judge(.sample([.timeWall: 200]), against: entry).status == .risen)
    #expect(self.comparison.judge(.sample([.timeWall: 200]), against: entry).status == .level)
  }
}
