import Testing

@testable import TidemarkLive

@Suite struct RecordingFileTests {
  let folder = TemporaryFolder()

  /// Times with which nobody can count make a block one that can't be understood; figures do not.
  @Test func timesOutOfAllBoundsAreRefused() {
    func isRead(_ block: RecordingBlock) -> Bool {
      RecordingBlock(block.kind, payload: block.payload() ?? []) == block
    }
    var header = Sample.header
    #expect(isRead(.header(header)))
    header.process.started = .min
    #expect(!isRead(.header(header)))
    var snapshot = Sample.snapshot(at: 7)
    snapshot.figures.hops = .min
    snapshot.figures.jobsRun = .max
    snapshot.workers[0].since = 5
    #expect(isRead(.snapshot(snapshot)))
    snapshot.workers[0].since = .min
    #expect(!isRead(.snapshot(snapshot)))
    snapshot = Sample.snapshot(at: 7)
    snapshot.process.started = .max
    #expect(!isRead(.snapshot(snapshot)))
  }

  @Test func whatIsWrittenIsRead() throws {
    let path = folder.file("whole.tidemark")
    try Sample.write(to: path)
    let file = try RecordingFile(path)
    #expect(file.damage == nil)
    #expect(file.headers == [Sample.header])
    #expect(file.events == 13)
    #expect(file.lost == 40)
    #expect(file.names.frames[0x4000]?.first?.function == "work()")
    #expect(file.names.executor(0xAA00, at: 6_000)?.name == "Keeper")
    #expect(file.end?.reason == .stopped)
    #expect(file.end?.events == 13)
    #expect(file.end?.lost == 40)
    let blocks = file.entries.compactMap { file.block($0) }
    #expect(blocks.first == .header(Sample.header))
    #expect(
      Sample.blocks.filter { ![.frames, .executors].contains($0.kind) } == blocks[1..<6].map(\.self)
    )
  }

  @Test func everyPrefixOpensUpToItsLastWholeBlock() throws {
    let path = folder.file("whole.tidemark")
    let ends = try Sample.write(to: path)
    let whole = bytes(of: path)
    let cut = folder.file("cut.tidemark")
    for count in 0..<whole.count {
      write(whole[..<count], to: cut)
      guard count >= 16 else {
        #expect(throws: RecordingError.notARecording(path: cut)) { try RecordingFile(cut) }
        continue
      }
      guard count >= ends[0] else {
        #expect(throws: RecordingError.empty(path: cut)) { try RecordingFile(cut) }
        continue
      }
      let file = try RecordingFile(cut)
      let last = try #require(ends.last { $0 <= count })
      #expect(file.readableBytes == last)
      #expect((file.damage == nil) == (last == count))
      #expect(file.end == nil)
      #expect(file.events == (last >= ends[6] ? 13 : last >= ends[3] ? 6 : 0))
    }
  }

  @Test func aChangedByteEndsTheRecordingThere() throws {
    let path = folder.file("whole.tidemark")
    let ends = try Sample.write(to: path)
    var changed = bytes(of: path)
    changed[ends[2] + 20] ^= 1
    write(changed, to: path)
    let file = try RecordingFile(path)
    #expect(file.readableBytes == ends[2])
    #expect(file.damage?.hasPrefix("a block is damaged at byte \(ends[2])") == true)
    #expect(file.events == 0)
  }

  @Test func anotherVersionIsRefusedByName() throws {
    let path = folder.file("other.tidemark")
    try Sample.write(to: path)
    var other = bytes(of: path)
    other[8] = 9
    write(other, to: path)
    let error = #expect(throws: RecordingError.self) { try RecordingFile(path) }
    #expect(error?.description.contains("a recording of version 9, this build reads 2") == true)
  }

  @Test func aFileThatIsThereIsNotOverwritten() throws {
    let path = folder.file("there.tidemark")
    write(Array("precious".utf8), to: path)
    #expect(throws: RecordingError.exists(path: path)) {
      try RecordingWriter(path, header: Sample.header)
    }
    #expect(bytes(of: path) == Array("precious".utf8))
    try RecordingWriter(path, header: Sample.header, mode: .overwrite).finish(.stopped, time: 1)
    #expect(try RecordingFile(path).end?.reason == .stopped)
  }

  @Test func aRecordingIsContinuedAfterItsLastWholeBlock() throws {
    let path = folder.file("continued.tidemark")
    let ends = try Sample.write(to: path)
    write(bytes(of: path)[..<(ends[3] + 5)], to: path)
    var header = Sample.header
    header.time = 9_000
    // The start is reckoned from two clocks, and comes out a little different each time.
    header.process.started += 73
    let writer = try RecordingWriter(path, header: header, mode: .append)
    try writer.write(.events(EventBatch(events: Array(Sample.events[6...]))))
    try writer.finish(.processEnded, time: 10_000)
    let file = try RecordingFile(path)
    #expect(file.damage == nil)
    #expect(file.headers == [Sample.header, header])
    #expect(file.events == 13)
    var later = header
    later.process.started += 60_000_000_000
    #expect(throws: RecordingError.otherProcess(path: path, pid: 4711)) {
      try RecordingWriter(path, header: later, mode: .append)
    }
    header.process.pid += 1
    #expect(throws: RecordingError.otherProcess(path: path, pid: 4711)) {
      try RecordingWriter(path, header: header, mode: .append)
    }
  }

  @Test func nothingOfALongBatchIsLost() throws {
    let path = folder.file("long.tidemark")
    let events = (0..<20_000).map {
      TransitionEvent(time: Int64($0), thread: $0 % 3, kind: .run, task: UInt64($0), executor: 0)
    }
    let gaps = [
      EventBatch.Gap(thread: 1, count: 5, before: 3),
      EventBatch.Gap(thread: 2, count: 6, before: 19_000),
      EventBatch.Gap(thread: 9, count: 7, before: 30_000),
    ]
    let writer = try RecordingWriter(path, header: Sample.header)
    try writer.write(.events(EventBatch(events: events, gaps: gaps)))
    #expect(writer.events == 20_000)
    #expect(writer.lost == 18)
    let file = try RecordingFile(path)
    var read = EventBatch()
    for case .events(let batch)? in file.entries.map({ file.block($0) }) {
      read.events += batch.events
      read.gaps += batch.gaps
    }
    #expect(read == EventBatch(events: events, gaps: gaps))
    #expect(file.entries.count { $0.kind == .events } == 3)
  }

  @Test func garbageIsRefusedOrCutOff() throws {
    let path = folder.file("whole.tidemark")
    try Sample.write(to: path)
    let whole = bytes(of: path)
    var generator = Seeded(state: 1)
    let changed = folder.file("garbage.tidemark")
    for _ in 0..<300 {
      var garbage = whole
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let index = Int.random(in: 0..<garbage.count, using: &generator)
        garbage[index] = .random(in: 0...255, using: &generator)
      }
      write(garbage, to: changed)
      guard let file = try? RecordingFile(changed) else { continue }
      #expect(file.readableBytes <= garbage.count)
      // What is readable is what was written.
      #expect(garbage[16..<file.readableBytes] == whole[16..<file.readableBytes])
    }
  }
}
