import Testing

@testable import TidemarkLive

@Suite struct EventCodingTests {
  @Test(arguments: 0..<50) func whatIsWrittenIsRead(seed: UInt64) {
    let batch = Sample.random(Int(seed) * 7, seed: seed)
    #expect(EventCoding.decode(EventCoding.encode(batch)) == batch)
  }

  @Test func theBeginningSaysWhatIsThere() throws {
    let batch = EventBatch(
      events: Sample.events,
      gaps: [.init(thread: 1, count: 3, before: 9), .init(thread: 2, count: 4, before: 10)])
    let summary = try #require(EventCoding.summary(EventCoding.encode(batch)))
    #expect(summary.events == Sample.events.count)
    #expect(summary.lost == 7)
    #expect(summary.first == 5_100)
    #expect(summary.last == 6_200)
  }

  @Test func aTransitionTakesAFewBytes() {
    // A task after the other: created, enqueued, run on another thread, completed.
    var events: [TransitionEvent] = []
    for task in 0..<1000 {
      let time = Int64(task) * 900 + 90_000_000_000
      let id = UInt64(task + 100)
      events += [
        .init(time: time, thread: 500, kind: .created, task: id, other: 99, place: 0x7f00_1234),
        .init(time: time + 40, thread: 500, kind: .enqueued, task: id, executor: 0, other: 99),
        .init(time: time + 300, thread: 501, kind: .run, task: id, executor: 0),
        .init(time: time + 500, thread: 501, kind: .completed, task: id),
      ]
    }
    let size = EventCoding.encode(EventBatch(events: events)).count
    #expect(size < events.count * 6, "\(Double(size) / Double(events.count)) bytes each")
  }

  @Test(arguments: 0..<20) func noPrefixIsTakenForAWhole(seed: UInt64) {
    let bytes = EventCoding.encode(Sample.random(20, seed: seed))
    for count in bytes.indices {
      #expect(EventCoding.decode(Array(bytes[..<count])) == nil)
    }
  }

  @Test func whatClaimsTooMuchIsRefused() {
    var writer = ByteWriter()
    writer.number(1 << 40)
    for _ in 0..<4 { writer.number(0) }
    #expect(EventCoding.decode(writer.bytes) == nil)
    #expect(EventCoding.decode([]) == nil)
    #expect(
      EventCoding.decode([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]) == nil)
  }

  @Test func timesThatNoClockSaysAreRefused() {
    for time in [Int64.min, -1, 1 << 61, .max] {
      let event = TransitionEvent(time: time, thread: 1, kind: .run, task: 1)
      #expect(EventCoding.decode(EventCoding.encode(EventBatch(events: [event]))) == nil)
    }
    let gap = EventBatch.Gap(thread: 1, count: .max, before: 1)
    #expect(EventCoding.decode(EventCoding.encode(EventBatch(gaps: [gap]))) == nil)
  }

  @Test func theChecksumIsTheUsualOne() {
    var checksum = Checksum()
    checksum.update(Array("123456789".utf8)[...])
    #expect(checksum.value == 0xCBF4_3926)
  }
}
