import Testing

@testable import TidemarkLive

@Suite struct RecordingSourceTests {
  let folder = TemporaryFolder()

  /// A recording in which five tasks wait for an actor for a second, of 20 seconds in all.
  private func recording(
    _ reason: RecordingEnd.Reason = .stopped, _ detail: String? = nil
  ) throws -> RecordingSource {
    let path = folder.file("queues.tidemark")
    let writer = try RecordingWriter(path, header: Sample.header, mode: .overwrite)
    for second: Int64 in 1...20 {
      var batch = EventBatch()
      let time = second * 1_000_000_000
      for task: UInt64 in 1...5 {
        let time = time + Int64(task)
        switch second {
        case 2:
          batch.events.append(
            .init(time: time, thread: 1, kind: .enqueued, task: task, executor: 0xAA00))
        case 3:
          batch.events += [
            .init(time: time, thread: 1, kind: .run, task: task, executor: 0xAA00),
            .init(time: time, thread: 1, kind: .completed, task: task),
          ]
        default:
          batch.events.append(.init(time: time, thread: 1, kind: .run, task: 99, executor: 0))
        }
      }
      try writer.write(.events(batch))
    }
    try writer.finish(reason, detail: detail, time: 21_000_000_000)
    return try RecordingSource(path)
  }

  @Test func theDepthsOfQueuesAreThoseOfTheSecondsBefore() throws {
    let source = try recording()
    func depth(_ second: Int64) -> Int? { source.queueDepths(at: second * 1_000_000_000)[0xAA00] }
    #expect(
      (1...20).map(depth) == [nil, nil] + Array(repeating: 5, count: 11)
        + Array(repeating: nil, count: 7))
    // The same backwards.
    #expect((1...20).reversed().map(depth).reversed() == (1...20).map(depth))
    #expect(source.moment(at: 5_000_000_000).executors.allSatisfy { $0.queued == 0 })
  }

  @Test func aRecordingKnowsHowTheProcessEnded() throws {
    #expect(try recording().ending == nil)
    #expect(try recording(.stopped, "the test is over").ending == nil)
    #expect(
      try recording(.processEnded, "process 4711 has ended").ending == "process 4711 has ended")
    #expect(try recording(.processEnded).ending == "the process has ended")
    #expect(try recording(.unreadable, "it can't be read").ending == "it can't be read")
  }
}
