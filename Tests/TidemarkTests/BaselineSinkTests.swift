import Foundation
import Testing
import Tidemark
import TidemarkBaselines

/// A package in a temporary folder, with marks for one test, and a sink of its own.
private final class TemporaryPackage: Sendable {
  static let environment = Environment.ofProcess(library: .swiftTesting)

  let root: String
  let sink: BaselineSink

  init(_ variables: [String: String] = [:], isSanitized: Bool = false) throws {
    root = NSTemporaryDirectory() + "tidemark-sink-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: "\(root)/Tests", withIntermediateDirectories: true)
    try Data().write(to: URL(fileURLWithPath: "\(root)/Package.swift"))
    sink = BaselineSink(
      settings: SessionSettings(environment: variables), isSanitized: isSanitized)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: root)
  }

  var store: BaselineStore { BaselineStore(root: root) }

  func test(
    _ figures: [Metric: Figure], name: String = "refresh()", limits: [Limit] = [],
    losses: [Loss] = [], usesBaseline: Bool = true
  ) -> TestMeasurement {
    TestMeasurement(
      identity: TestIdentity(target: "FeedTests", suite: "FeedSuite", name: name),
      library: .swiftTesting, location: TestLocation(file: "\(root)/Tests/Feed.swift", line: 14),
      usage: Usage(figures: figures, losses: losses), limits: limits, usesBaseline: usesBaseline)
  }

  /// Makes figures the marks, as an earlier update would have done.
  func record(_ measurements: TestMeasurement...) throws {
    let recorder = BaselineRecorder(environment: Self.environment)
    try store.update(.init(target: "FeedTests", name: "FeedSuite")) { baseline in
      for measurement in measurements {
        baseline.entries[measurement.identity.name] = recorder.record([measurement], into: nil)
      }
    }
  }

  func entry(_ name: String = "refresh()") throws -> BaselineEntry? {
    try store.load(.init(target: "FeedTests", name: "FeedSuite"))?.entries[name]
  }

  var pending: [String] {
    get throws { try PendingStore(baselines: store).list().map(\.identity.name) }
  }
}

@Suite struct BaselineSinkTests {
  @Test func sanitizedBuildHasBandsOfItsOwn() {
    let configuration = Environment.ofProcess(library: .xctest).configuration
    #expect(configuration.hasSuffix("-sanitized") == Bracket.isSanitized)
  }

  @Test func figuresThatASanitizerOwnsFailNoTest() throws {
    let package = try TemporaryPackage(isSanitized: true)
    let gone: Figure = .unavailable(reason: "a sanitizer owns it")
    var figures = level
    figures[.threadsCreated] = gone
    try package.record(
      package.test(level.merging([.threadsCreated: .measured(0)]) { $1 }),
      package.test(level, name: "lost()"))
    #expect(package.sink.receive(package.test(figures)) == nil)
    #expect(
      package.sink.notes.lines == [
        "1 test was compared without the figures that a sanitizer makes unavailable"
      ])
    let losses = [Loss(what: "task records", count: 1)]
    #expect(package.sink.receive(package.test(level, name: "lost()", losses: losses)) != nil)
    figures[.tasksCreated] = .measured(13)
    #expect(package.sink.receive(package.test(figures))?.contains("tasks.created") == true)
    let other = try TemporaryPackage()
    try other.record(other.test(level.merging([.threadsCreated: .measured(0)]) { $1 }))
    figures[.tasksCreated] = .measured(12)
    #expect(other.sink.receive(other.test(figures))?.contains("a sanitizer owns it") == true)
  }

  private let level: [Metric: Figure] = [
    .tasksCreated: .measured(12), .hops: .measured(24), .heapAllocations: .measured(1200),
  ]

  private func package(_ variables: [String: String] = [:]) throws -> TemporaryPackage {
    let package = try TemporaryPackage(variables)
    try package.record(package.test(level))
    return package
  }

  private func changed(_ changes: [Metric: Int]) -> [Metric: Figure] {
    level.merging(changes.mapValues { .measured($0) }) { $1 }
  }

  @Test func levelTestPassesAndNothingIsSaid() throws {
    let package = try package()
    #expect(package.sink.receive(package.test(level)) == nil)
    #expect(package.sink.notes == ClosingNotes())
    #expect(try package.pending.isEmpty)
  }

  @Test func exactFigureFailsTheTestWithItsBlockOnly() throws {
    let package = try package()
    let failure = package.sink.receive(package.test(changed([.tasksCreated: 13, .hops: 25])))
    #expect(
      failure == """
        ✘ FeedSuite/refresh()                                                            Tests/Feed.swift:14
            tasks.created      12            13     +1   exact
            hops            24…24            25     +1   recorded band
        """)
    #expect(try package.pending == ["refresh()"])
    #expect(package.sink.notes.risen.map(\.name) == ["refresh()"])
    #expect(package.sink.notes.unconfirmed.isEmpty)
  }

  @Test(arguments: [Metric.hops, .heapAllocations])
  func figureAboveItsBandIsToldAndPending(metric: Metric) throws {
    let package = try package()
    #expect(package.sink.receive(package.test(changed([metric: 9999]))) == nil)
    #expect(package.sink.notes.unconfirmed.map(\.name) == ["refresh()"])
    #expect(package.sink.notes.risen.isEmpty)
    #expect(try package.pending == ["refresh()"])
    #expect(try package.entry()?.exact == [.tasksCreated: 12])
  }

  @Test func limitInTheCodeFailsTheTestAlsoOnAFigureThatVaries() throws {
    let package = try package()
    let limits = [Limit(metric: .hops, highest: 10)]
    for usesBaseline in [true, false] {
      let failure = package.sink.receive(
        package.test(level, limits: limits, usesBaseline: usesBaseline))
      #expect(failure?.contains("limit in the test") == true)
    }
    // What is written in the code cannot be accepted.
    #expect(try package.pending.isEmpty)
    #expect(package.sink.notes == ClosingNotes())
  }

  @Test func lossFailsTheTestWithItsReason() throws {
    let package = try package()
    let failure = package.sink.receive(
      package.test(level, losses: [Loss(what: "task records", count: 3)]))
    #expect(failure?.hasPrefix("? FeedSuite/refresh()") == true)
    #expect(failure?.hasSuffix("\n    lost: 3 task records") == true)
  }

  @Test func bandDoesNotHideThatAnExactFigureIsGone() throws {
    let package = try package()
    var figures = changed([.hops: 99])
    figures[.tasksCreated] = .unavailable(reason: "unknown layout")
    let failure = package.sink.receive(package.test(figures))
    #expect(
      failure?.contains("tasks.created has a baseline and no figure: unknown layout") == true)
    #expect(package.sink.notes.unconfirmed.isEmpty)
  }

  @Test func testWithoutABaselinePassesAndIsTold() throws {
    let package = try package()
    #expect(package.sink.receive(package.test(level, name: "new()")) == nil)
    #expect(package.sink.notes.missing.map(\.name) == ["new()"])
  }

  @Test func unreadableBaselineFailsTheTest() throws {
    let package = try package()
    let path = package.store.path(of: .init(target: "FeedTests", name: "FeedSuite"))
    try Data("{".utf8).write(to: URL(fileURLWithPath: path))
    #expect(package.sink.receive(package.test(level))?.contains(path) == true)
  }

  @Test func unreadablePolicyFailsEveryTestAndIsExplainedOnce() throws {
    let package = try package()
    let path = "\(package.store.folder)/policy.json"
    try Data("{\"format\": 1,\n \"metrics\": 3}".utf8).write(to: URL(fileURLWithPath: path))
    for name in ["refresh()", "decode()"] {
      #expect(
        package.sink.receive(package.test(level, name: name))
          == "Tidemark: no verdict, as \(path) cannot be used; see the end of the output")
    }
    #expect(
      package.sink.notes.lines == [
        """
        \(path) cannot be used; correct it by hand, or delete it for the defaults:
          - line 2: metrics has to be an object and is a whole number
        """
      ])
  }

  @Test func figuresThatCannotBeKeptAreNotOfferedToBeAccepted() throws {
    let package = try package()
    // What stands where the folder has to be keeps even the superuser from writing there.
    let state = "\(package.root)/.tidemark"
    try? FileManager.default.removeItem(atPath: state)
    try Data().write(to: URL(fileURLWithPath: state))
    for name in ["refresh()", "refresh()"] {
      let figures = changed([.tasksCreated: 13])
      #expect(package.sink.receive(package.test(figures, name: name)) != nil)
    }
    let lines = package.sink.notes.lines
    #expect(lines.count == 2)
    #expect(lines.first == "1 test has risen (FeedSuite/refresh()): undo the rise")
    #expect(lines.last?.hasPrefix("figures that rose could not be kept to be accepted: ") == true)
    #expect(lines.last?.contains(state) == true)
  }

  @Test func metricThatIsNotKnownIsSaidOnce() throws {
    let package = try package()
    let path = package.store.path(of: .init(target: "FeedTests", name: "FeedSuite"))
    let text = """
      {"format": 1, "tests": {"refresh()": {"exact": {
      "tasks.created": 12,
      "tasks.invented": 3}}}}
      """
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    for _ in 1...2 { _ = package.sink.receive(package.test(level)) }
    #expect(
      package.sink.notes.lines == [
        "\(path):3: no metric is called tasks.invented; correct the name, or update the "
          + "dependency on Tidemark if a newer version wrote it"
      ])
  }

  @Test func baselinesMayLieElsewhere() throws {
    let elsewhere = try TemporaryPackage()
    let package = try package(["TIDEMARK_BASELINES": "\(elsewhere.root)/Baselines"])
    #expect(package.sink.receive(package.test(level)) == nil)
    #expect(package.sink.notes.missing.map(\.name) == ["refresh()"])
  }
}

@Suite struct BaselineSinkUpdateTests {
  private static let key = TemporaryPackage.environment.boundedKey

  private func hops(_ values: Int..., from band: Band?) throws -> Band? {
    let package = try TemporaryPackage(["TIDEMARK": "update"])
    let suite = BaselineStore.Suite(target: "FeedTests", name: "FeedSuite")
    if let band {
      try package.store.update(suite) {
        $0.entries["refresh()"] = BaselineEntry(environments: [Self.key: [.hops: band]])
      }
    }
    for value in values {
      #expect(package.sink.receive(package.test([.hops: .measured(value)])) == nil)
    }
    #expect(package.sink.notes.recorded.count == 1)
    return try package.entry()?.environments[Self.key]?[.hops]
  }

  @Test func oneRunAddsOrWidensABand() throws {
    #expect(try hops(24, from: nil) == Band(24, 24))
    #expect(try hops(33, from: Band(20, 24)) == Band(20, 33))
    #expect(try hops(24, 30, 27, from: nil) == Band(24, 30))
  }

  @Test func oneRunNeverLowersOrNarrowsABand() throws {
    #expect(try hops(22, from: Band(20, 24)) == Band(20, 24))
    #expect(try hops(3, from: Band(20, 24)) == Band(3, 24))
    #expect(try hops(90, from: Band(20, 24)) == Band(20, 90))
  }

  @Test func exactFigureIsReplaced() throws {
    let package = try TemporaryPackage(["TIDEMARK": "update"])
    for tasks in [12, 10] {
      #expect(package.sink.receive(package.test([.tasksCreated: .measured(tasks)])) == nil)
    }
    #expect(try package.entry()?.exact == [.tasksCreated: 10])
  }

  @Test func continuousIntegrationCreatesNoBaseline() throws {
    let package = try TemporaryPackage(["TIDEMARK": "update", "CI": "true"])
    #expect(package.sink.receive(package.test([.hops: .measured(1)])) == nil)
    #expect(package.sink.notes.missing.count == 1)
    #expect(package.sink.notes.recorded.isEmpty)
    #expect(try package.entry() == nil)
  }
}
