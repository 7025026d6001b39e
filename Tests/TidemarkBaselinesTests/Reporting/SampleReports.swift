import TidemarkBaselines

/// Reports that the golden tests draw.
enum Sample {
  static let environment = Environment(
    platform: "linux-x86_64", swift: "6.3", configuration: "debug", mode: "parallel", poolWidth: 4)

  static func outcome(
    _ name: String, suite: String = "FeedTests", line: Int? = nil,
    _ status: TestOutcome.Status, findings: [Finding] = [], usage: Usage = Usage(),
    notCompared: [Metric: String] = [:], notes: [String] = [],
    confirmation: TestOutcome.Confirmation? = nil
  ) -> TestOutcome {
    let location = line.map {
      TestLocation(file: "/home/me/feed/Tests/FeedTests/FeedTests.swift", line: $0)
    }
    let measurement = TestMeasurement(
      identity: TestIdentity(target: "FeedTests", suite: suite, name: name),
      library: .swiftTesting, location: location, usage: usage)
    return TestOutcome(
      measurement: measurement, status: status, findings: findings, notCompared: notCompared,
      notes: notes, confirmation: confirmation)
  }

  static func level(_ count: Int) -> [TestOutcome] {
    (0..<count).map { index in
      let usage = Usage(figures: [.heapAllocations: .measured(100)])
      return outcome("level\(index)()", .level, usage: usage)
    }
  }

  static func report(_ outcomes: [TestOutcome]) -> Report {
    Report(
      environment: environment, outcomes: outcomes,
      coverage: [
        Report.Coverage(
          library: .swiftTesting, measured: outcomes.count, ran: outcomes.count)
      ],
      unattributed: Unattributed(tasks: 0, allocations: 12, bytes: 512))
  }

  static let created = Finding(
    metric: .tasksCreated, direction: .risen, baseline: Band(12, 12), measured: 13, bound: 12,
    rule: "exact", stability: .exact,
    causes: [
      Cause(
        metric: .tasksCreated,
        frames: [
          frame("Feed.prefetch()", "Feed.swift", 42), frame("Feed.refresh()", "Feed.swift", 17),
          SourceFrame(symbol: "closure #1 in FeedTests.refresh()"),
        ], count: 1, reference: 0, alternatives: [frame("Feed.prefetch()", "Feed.swift", 44)])
    ])
  static let leaked = Finding(
    metric: .tasksLeaked, direction: .risen, baseline: Band(0, 0), measured: 1, bound: 0,
    rule: "exact", stability: .exact)
  static let allocations = Finding(
    metric: .heapAllocations, direction: .risen, baseline: Band(1204, 1210), measured: 1377,
    bound: 1270, rule: "limit +5 %", stability: .toolchain,
    causes: [
      Cause(
        metric: .heapAllocations, frames: [frame("Feed.decode(_:)", "Decode.swift", 31)],
        count: 167, reference: nil)
    ])
  static let lower = Finding(
    metric: .heapAllocations, direction: .fallen, baseline: Band(880, 880), measured: 640,
    bound: 836, rule: "limit −5 %", stability: .toolchain)

  static func frame(_ symbol: String, _ file: String, _ line: Int) -> SourceFrame {
    SourceFrame(
      symbol: symbol, file: "/home/me/feed/Sources/Feed/\(file)", line: line,
      image: "feedPackageTests.xctest")
  }

  static let task = LeakedTask(
    id: 7, state: .suspended, waitsFor: .continuation, age: 510_000_000,
    createdAt: [
      SourceFrame(symbol: "swift_task_create", image: "libswift_Concurrency.so"),
      frame("Feed.prefetch()", "Feed.swift", 42), frame("Feed.refresh()", "Feed.swift", 17),
      SourceFrame(symbol: "start_thread", image: "/usr/lib/libc.so.6"),
    ])

  static let risen = outcome(
    "refresh()", line: 14, .risen, findings: [created, leaked, allocations],
    usage: Usage(
      figures: [
        .tasksCreated: .measured(13), .heapAllocations: .measured(1377),
        .threadsPeak: .shared(3), .objectsLeaked: .unavailable(reason: "static runtime"),
        .timeWall: .measured(1_234_500_000),
      ],
      leakedTasks: [task],
      callSites: [
        CallSite(
          metric: .heapAllocations, frames: [frame("Feed.decode(_:)", "Decode.swift", 31)],
          count: 167, bytes: 5344)
      ]),
    confirmation: TestOutcome.Confirmation(persisted: 3, runs: 3))

  static let fallen = outcome("decode()", line: 30, .fallen, findings: [lower])

  /// One test risen, one fallen, forty level.
  static let example = report(level(40) + [fallen, risen])

  /// What every form of the report with room for it says about the risen test of the example.
  static let reasons = """
        tasks.created               12            13        +1     exact
          +1 at Sources/Feed/Feed.swift:42  Feed.prefetch()  (0 → 1)
            or Sources/Feed/Feed.swift:44, which does as much
            Sources/Feed/Feed.swift:17  Feed.refresh()
            closure #1 in FeedTests.refresh()
        tasks.leaked                 0             1        +1     exact
          waiting for a continuation, 0.51 s old, created at
            Sources/Feed/Feed.swift:42  Feed.prefetch()
            Sources/Feed/Feed.swift:17  Feed.refresh()
        heap.allocations   1,204…1,210         1,377     +13.8 %   limit +5 %
          167 at Sources/Feed/Decode.swift:31  Feed.decode(_:)  (largest, no reference recorded)
        confirmed in 3 of 3 re-runs
    """

  /// Five tests without a baseline and one level.
  static let missing = report(
    level(1) + (0..<4).map { outcome("new\($0)()", line: 40 + $0, .missing) }
      + [outcome("parse()", suite: "ParserTests", .missing)])

  /// A process that crashed, and what its tests lost.
  static let crashed: Report = {
    var report = Self.report([
      outcome(
        "upload()", line: 50, .noVerdict, notes: ["the ledger lost 3 task records: raise its size"])
    ])
    report.problems = [
      "the test process 4711 crashed with signal 11 in FeedTests/upload(): its results end there"
    ]
    report.coverage = [Report.Coverage(library: .swiftTesting, measured: 1, ran: 4)]
    report.losses = [Loss(what: "task records", count: 3)]
    report.orphans = ["FeedTests/old()"]
    return report
  }()

  /// A figure that rose once and did not stay.
  static let unconfirmed = report(
    level(1) + [
      outcome(
        "flaky()", line: 60, .unconfirmed, findings: [allocations],
        confirmation: TestOutcome.Confirmation(persisted: 0, runs: 3)),
      outcome(
        "elsewhere()", line: 70, .notCompared,
        notCompared: [
          .hops: "no baseline for \(environment.boundedKey)",
          .jobsRun: "no baseline for \(environment.boundedKey)",
          .heapLeakedBytes: "other tests or benchmarks ran beside it",
        ]),
    ])

  /// Tests that two machines measured, one of which found a rise.
  static let machines: Report = {
    var other = environment
    other.poolWidth = 2
    func measured(_ outcome: TestOutcome, on environment: Environment) -> TestOutcome {
      var outcome = outcome
      outcome.environment = environment
      outcome.notes.append("measured on \(environment.boundedKey)")
      return outcome
    }
    let here = [risen, outcome("new()", .missing)]
    let there = [outcome("refresh()", .level), outcome("new()", .missing)]
    var report = Self.report(
      here.map { measured($0, on: environment) } + there.map { measured($0, on: other) })
    report.coverage = [Report.Coverage(library: .swiftTesting, measured: 2, ran: 2)]
    return report
  }()

  /// Names that would upset columns, terminals and markup.
  static let hostile = report([
    outcome(
      "読み込み <b>|`\u{1B}[31m`", suite: "日本語", line: 80, .risen,
      findings: [
        Finding(
          metric: .heapPeakBytes, direction: .risen, baseline: Band(1_048_576, 1_048_576),
          measured: 1_050_000, bound: 1_048_576, rule: "limit | 0 %", stability: .toolchain),
        Finding(
          metric: .timeWall, direction: .risen, baseline: Band(1_500_000, 1_700_000),
          measured: 1_900_000_000, bound: 1, rule: "limit in the test", stability: .noisy),
      ], notes: ["first, 100 %: \u{0}\nsecond ]]> & \"quoted\""])
  ])

  static let text = TextReport(root: "/home/me/feed")
}
