import Testing
import TidemarkBaselines

@Suite struct BaselineRecorderTests {
  private let recorder = BaselineRecorder(environment: .sample)
  private let key = Environment.sample.key
  private let boundedKey = Environment.sample.boundedKey

  private func record(
    _ metric: Metric, _ values: [Int], into entry: BaselineEntry? = nil
  ) -> BaselineEntry? {
    recorder.record(values.map { .sample([metric: $0]) }, into: entry)
  }

  private func band(_ metric: Metric, old: Band, _ values: [Int]) -> Band? {
    let section = metric.stability == .toolchain ? key : boundedKey
    let entry = BaselineEntry(environments: [section: [metric: old]])
    return record(metric, values, into: entry)?.environments[section]?[metric]
  }

  @Test func everyStabilityHasItsPlace() {
    let runs = (0..<5).map { run in
      TestMeasurement.sample([
        .tasksCreated: 12, .hops: 24 + run, .heapAllocations: 1204 + run, .timeWall: run,
      ])
    }
    #expect(
      recorder.record(runs, into: nil)
        == BaselineEntry(
          exact: [.tasksCreated: 12],
          environments: [
            key: [.heapAllocations: Band(1204, 1208)], boundedKey: [.hops: Band(24, 28)],
          ]))
  }

  @Test func fewRunsOnAnotherMachineVaryAsFarAsOnTheFirst() throws {
    var narrow = Environment.sample
    narrow.poolWidth = 2
    let entry = BaselineEntry(environments: [
      boundedKey: [.hops: Band(20, 26), .jobsRun: Band(0, .max)],
      key: [.heapAllocations: Band(1200, 1300)],
    ])
    func bands(_ runs: Int) -> [Metric: Band]? {
      let run = TestMeasurement.sample([.hops: 30, .jobsRun: 4, .heapAllocations: 1210])
      return BaselineRecorder(environment: narrow)
        .record(Array(repeating: run, count: runs), into: entry)?.environments[narrow.boundedKey]
    }
    #expect(bands(1) == [.hops: Band(30, 36), .jobsRun: Band(4, 4)])
    #expect(bands(BaselineRecorder.defaultRuns) == [.hops: Band(30, 30), .jobsRun: Band(4, 4)])
  }

  @Test func onlyFiguresOfTheTestAreRecorded() {
    let run = TestMeasurement.sample(figures: [
      .tasksCreated: .shared(1), .hops: .unavailable(reason: "x"), .heapAllocations: .shared(3),
    ])
    #expect(recorder.record([run], into: nil) == BaselineEntry())
    #expect(recorder.record([run], into: .sample) == .sample)
  }

  @Test func whatIsLeftInTheHeapIsRecordedOnlyFromARunAlone() {
    func run(_ objects: Int, alone: Bool) -> TestMeasurement {
      var run = TestMeasurement.sample([.objectsLeaked: objects, .hops: 1], ranAlone: alone)
      run.usage.callSites = [
        CallSite(metric: .objectsLeaked, frames: [SourceFrame(symbol: "keep()")], count: objects),
        CallSite(metric: .hops, frames: [SourceFrame(symbol: "go()")], count: 1),
      ]
      return run
    }
    let beside = recorder.record([run(9, alone: false)], into: nil)
    #expect(beside?.environments[key] == nil)
    #expect(beside?.sites[key]?[.objectsLeaked] == nil)
    #expect(beside?.sites[key]?[.hops] != nil)
    let alone = recorder.record([run(9, alone: false), run(2, alone: true)], into: nil)
    #expect(alone?.environments[key] == [.objectsLeaked: Band(2, 2)])
    #expect(alone?.sites[key]?[.objectsLeaked] == SiteCounts(functions: ["keep()": [2]]))
  }

  @Test func runsWithLossesAreLeftOut() {
    let lossy = TestMeasurement.sample(
      [.tasksCreated: 1], losses: [Loss(what: "events", count: 1)])
    #expect(recorder.record([lossy], into: nil) == nil)
    #expect(
      recorder.record([lossy, .sample([.tasksCreated: 2])], into: nil)?.exact == [.tasksCreated: 2])
  }

  @Test func disagreementDemotesAndStays() {
    let first = record(.tasksCreated, [13, 12, 13])
    let expected = BaselineEntry(
      environments: [boundedKey: [.tasksCreated: Band(12, 13)]],
      demoted: [.tasksCreated: "runs disagreed: 12, 13"])
    #expect(first == expected)
    #expect(record(.tasksCreated, [12, 12, 12], into: first) == expected)
    #expect(record(.tasksCreated, [11, 12], into: .sample)?.exact[.tasksCreated] == nil)
  }

  @Test func metricThatIsExactAgainLosesItsBands() {
    var entry = BaselineEntry(environments: ["E": [.tasksCreated: Band(1, 2)]])
    entry = record(.tasksCreated, [3], into: entry) ?? entry
    #expect(entry == BaselineEntry(exact: [.tasksCreated: 3]))
  }

  @Test func bandStaysWithinItsTolerance() {
    #expect(band(.heapAllocations, old: Band(1000, 1010), [1049, 1020]) == Band(1000, 1010))
    #expect(band(.heapAllocations, old: Band(1000, 1010), [951, 960]) == Band(1000, 1010))
    #expect(band(.hops, old: Band(20, 28), [32, 20]) == Band(20, 28))
    #expect(band(.hops, old: Band(20, 28), [24, 25]) == Band(20, 28))
  }

  @Test func bandMovesWhenTheChangeIsReal() {
    let five = [1100, 1101, 1102, 1103, 1104]
    #expect(band(.heapAllocations, old: Band(1000, 1010), five) == Band(1100, 1104))
    #expect(band(.heapAllocations, old: Band(1000, 1010), [800, 801]) == Band(800, 801))
    #expect(band(.hops, old: Band(20, 28), [26, 40]) == Band(20, 40))
    #expect(band(.hops, old: Band(20, 28), [8, 9, 10]) == Band(8, 10))
  }

  @Test func fewRunsDoNotNarrowABandThatVaries() {
    #expect(band(.hops, old: Band(20, 28), [50]) == Band(42, 50))
    #expect(band(.hops, old: Band(20, 28), [8]) == Band(8, 16))
    #expect(band(.hops, old: Band(20, 28), [50, 50, 50, 50, 50]) == Band(50, 50))
  }

  @Test func recordingAgainGivesNoDiff() {
    var generator = Seeded(state: 7)
    var entry: BaselineEntry?
    var changes = 0
    for _ in 0..<200 {
      let runs = (0..<5).map { _ in
        TestMeasurement.sample([
          .tasksCreated: 3, .hops: 20 + Int(generator.next() % 9),
          .heapAllocations: 1000 + Int(generator.next() % 40),
        ])
      }
      let next = recorder.record(runs, into: entry)
      if next != entry { changes += 1 }
      entry = next
    }
    // The first time, and at most a few widenings until the band has shown its ends.
    #expect(changes <= 4)
  }

  @Test func bandsAreReplacedOnRequest() {
    let runs = [TestMeasurement.sample([.hops: 25])]
    let entry = recorder.record(runs, into: .sample, merging: .replacing)
    #expect(entry?.environments[boundedKey] == [.hops: Band(25, 25)])
  }

  @Test func policyDecidesWhatIsRecorded() {
    let policy = Policy(metrics: [
      .timeWall: Policy.Adjustment(relative: 30, compare: .always, reason: "asked for"),
      .hops: Policy.Adjustment(compare: .never, reason: "random"),
    ])
    let recorder = BaselineRecorder(policy: policy, environment: .sample)
    let entry = recorder.record([.sample([.timeWall: 5, .hops: 3])], into: nil)
    #expect(entry == BaselineEntry(environments: [boundedKey: [.timeWall: Band(5, 5)]]))
  }
}

/// Numbers that look random and are the same on every run.
private struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 33
  }
}
