import Foundation
import Synchronization
import Testing
import TidemarkBaselines

@Suite struct ResultFileTests {
  private static let run = ResultRun(
    pid: 7, library: .swiftTesting, environment: .sample,
    unavailable: [.faultsMajor: "no /proc"], capabilities: ["allocation sites"],
    packageRoot: "/package")
  private static let end = ResultEnd(
    measured: 1, ran: 2, unattributed: Unattributed(tasks: 1, allocations: 2, bytes: 3),
    losses: [Loss(what: "events", count: 1)], problems: ["the hook did not take"])

  private func bytes(_ lines: [ResultLine]) throws -> [UInt8] {
    try lines.flatMap { try $0.bytes() }
  }

  private func parse(_ bytes: [UInt8]) throws(ResultFileError) -> ResultFile {
    try ResultFile.parse(bytes, path: "r.jsonl")
  }

  @Test func everythingComesBack() throws {
    var measurement = TestMeasurement.sample(
      [.tasksCreated: 3], figures: [.hops: .shared(2), .jobsRun: .unavailable(reason: "why")],
      limits: [Limit(metric: .hops, lowest: 1, highest: 9)],
      losses: [Loss(what: "events", count: 2)], usesBaseline: false, ranAlone: false)
    let frames = [SourceFrame(symbol: "f()", file: "/a/b.swift", line: 3, image: "x")]
    measurement.location = TestLocation(file: "/a/b.swift", line: 1)
    measurement.usage.leakedTasks = [
      LeakedTask(
        id: 5, name: "n", state: .suspended, waitsFor: .sleep, age: 9, createdAt: frames)
    ]
    measurement.usage.leakedThreads = [LeakedThread(id: 1, name: "t", createdAt: frames)]
    measurement.usage.leakedFiles = [LeakedFile(descriptor: 3, target: "/a")]
    measurement.usage.callSites = [
      CallSite(metric: .heapAllocations, frames: frames, count: 1, bytes: 2),
      CallSite(metric: .tasksCreated, frames: [], count: 3),
    ]
    measurement.usage.unattributed = Unattributed(tasks: 4)
    let file = try parse(
      bytes([.run(Self.run), .began(.sample), .test(measurement), .end(Self.end)]))
    #expect(file.run == Self.run)
    #expect(file.cases == [measurement])
    #expect(file.end == Self.end)
    #expect(file.unfinished.isEmpty && !file.hasCrashed)
    #expect(file.problems == ["the hook did not take"])
  }

  @Test func linesAreGolden() throws {
    #expect(
      String(
        decoding: try bytes([.began(.sample), .test(.sample([.tasksCreated: 3]))]), as: UTF8.self)
          == """
          {"began":{"name":"refresh()","suite":"FeedTests","target":"FeedKitTests"}}
          {"test":{"figures":{"tasks.created":3},"library":"Swift Testing","ranAlone":true,\
          "test":{"name":"refresh()","suite":"FeedTests","target":"FeedKitTests"},\
          "usesBaseline":true}}

          """)
  }

  @Test func missingEndIsACrashThatNamesTheTest() throws {
    let other = TestIdentity(target: "T", suite: "S", name: "done()")
    let lines = try bytes([
      .run(Self.run), .began(other), .test(.sample([:], other)), .began(.sample),
    ])
    let file = try parse(lines)
    #expect(file.hasCrashed)
    #expect(file.unfinished == [.sample])
    #expect(
      file.problems
        == ["the test process 7 crashed or was killed while FeedTests/refresh() was running"])
  }

  @Test func aTestThatWasDroppedIsNotBlamed() throws {
    let skipped = TestIdentity(target: "T", suite: "S", name: "skipped()")
    let lines = try bytes([
      .run(Self.run), .began(skipped), .dropped(skipped), .began(.sample),
    ])
    #expect(try parse(lines).unfinished == [.sample])
  }

  @Test func ofManyRunningTestsTheFirstAreNamed() {
    let tests = (10..<32).map { TestIdentity(target: "T", suite: "S", name: "t\($0)") }
    #expect([TestIdentity]().whileRunning == "between tests")
    #expect(tests.whileRunning.hasPrefix("while one of these was running: S/t10, S/t11, "))
    #expect(tests.whileRunning.hasSuffix("S/t19 and 12 more"))
  }

  @Test func everyTruncationKeepsTheWholeLines() throws {
    let first = try ResultLine.run(Self.run).bytes()
    let test = try bytes([.began(.sample), .test(.sample([.tasksCreated: 3]))])
    let all = try first + test + ResultLine.end(Self.end).bytes()
    for count in 0..<all.count {
      let part = Array(all.prefix(count))
      if count < first.count {
        #expect(throws: ResultFileError.self) { try parse(part) }
      } else {
        let file = try parse(part)
        #expect(file.hasCrashed)
        #expect(file.problems.count == 1)
        #expect(file.cases.count == (count >= first.count + test.count ? 1 : 0))
      }
    }
  }

  @Test func brokenLineIsAProblemAndTheRestIsRead() throws {
    let file = try parse(
      ResultLine.run(Self.run).bytes() + Array("garbage\n{\"later\": 1}\n".utf8)
        + bytes([.test(.sample([.hops: 1])), .end(ResultEnd(measured: 1))]))
    #expect(file.cases.count == 1)
    #expect(file.problems == ["r.jsonl:2: the line cannot be read; run the tests again"])
  }

  @Test(arguments: [
    ("", ResultFileError.Problem.empty), ("x\n", .noRunLine),
    ("{\"run\":{\"format\":2}}\n", .format(2)),
  ])
  func fileThatTellsNothingIsAnError(text: String, problem: ResultFileError.Problem) {
    let error = #expect(throws: ResultFileError.self) { try parse(Array(text.utf8)) }
    #expect(error?.problem == problem)
  }

  @Test func newerFormatIsRefusedEvenIfItCanBeRead() throws {
    let line = String(decoding: try ResultLine.run(Self.run).bytes(), as: UTF8.self)
    let newer = line.replacing("\"format\":1", with: "\"format\":2")
    let error = #expect(throws: ResultFileError.self) { try parse(Array(newer.utf8)) }
    #expect(error?.problem == .format(2))
  }

  @Test func casesAreMergedToTheWorst() throws {
    let merged = TestMeasurement.merged([
      .sample([.tasksCreated: 3, .jobsRun: 1], figures: [.hops: .shared(9)]),
      .sample([.tasksCreated: 5, .jobsRun: 1, .hops: 2], ranAlone: false),
      .sample([.tasksCreated: 4], figures: [.jobsRun: .unavailable(reason: "x")]),
    ])
    #expect(
      merged == [
        .sample(
          [.tasksCreated: 5],
          figures: [.hops: .shared(9), .jobsRun: .unavailable(reason: "x")], ranAlone: false)
      ])
  }

  @Test func sitesComeFromTheCaseThatDidMost() {
    func sample(_ tasks: Int, _ hops: Int, _ name: String) -> TestMeasurement {
      var measurement = TestMeasurement.sample()
      let frames = [SourceFrame(symbol: name)]
      measurement.usage.callSites = [
        CallSite(metric: .tasksCreated, frames: frames, count: tasks),
        CallSite(metric: .hops, frames: frames, count: hops),
      ]
      return measurement
    }
    let merged = TestMeasurement.merged([sample(3, 9, "a()"), sample(4, 1, "b()")])
    let sites = merged[0].usage.callSites.map { "\($0.metric) \($0.frames[0].symbol) \($0.count)" }
    #expect(sites.sorted() == ["hops a() 9", "tasks.created b() 4"])
  }

  @Test func manyThreadsWriteWholeLines() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/results/7.jsonl"
    let writer = try ResultWriter(path: path, run: Self.run)
    let failures = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      for index in 0..<25 {
        let test = TestIdentity(target: "T", suite: "S\(thread)", name: "t\(index)()")
        do {
          try writer.append(.began(test))
          try writer.append(.test(.sample([.tasksCreated: index], test)))
        } catch {
          failures.withLock { $0 += 1 }
        }
      }
    }
    try writer.append(.end(ResultEnd(measured: 200)))
    let file = try parse(try #require(try Files.read(path)))
    #expect(failures.withLock { $0 } == 0)
    #expect(file.measurements.count == 200)
    #expect(file.problems.isEmpty && !file.hasCrashed)
  }

  @Test func lineThatTheDiskHadNoRoomForSpoilsNoOther() async throws {
    let folder = try TemporaryFolder()
    await #expect(processExitsWith: .success) { [path = folder.path as String] in
      let writer = try ResultWriter(path: "\(path)/r.jsonl", run: ResultFileTests.run)
      let size = try #require(try Files.read("\(path)/r.jsonl")).count
      signal(SIGXFSZ, SIG_IGN)
      setFileSizeLimit(size + 10)
      #expect(throws: FileError.self) { try writer.append(.test(.sample([.hops: 1]))) }
      setFileSizeLimit(nil)
      try writer.append(.test(.sample([.hops: 2])))
      try writer.append(.end(ResultEnd(measured: 1)))
    }
    let file = try parse(try #require(try Files.read("\(folder.path)/r.jsonl")))
    #expect(file.problems == ["r.jsonl:2: the line cannot be read; run the tests again"])
    #expect(file.cases == [.sample([.hops: 2])])
    #expect(!file.hasCrashed)
  }
}
