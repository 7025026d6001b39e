import Foundation
import Testing
import TidemarkLive

/// The text of a batch is what an encoder makes of it.
struct EventBatchTextTests {
  private func encoded(_ batch: EventBatch) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(batch), as: UTF8.self)
  }

  private func written(_ batch: EventBatch) -> String {
    String(decoding: batch.text(), as: UTF8.self)
  }

  @Test func nothing() throws {
    #expect(written(EventBatch()) == (try encoded(EventBatch())))
  }

  @Test func everyKindAndReason() throws {
    var batch = EventBatch()
    for kind in TransitionEvent.Kind.allCases {
      batch.events.append(TransitionEvent(time: 0, thread: 1, kind: kind, task: 7))
      for reason in TransitionEvent.Reason.allCases {
        batch.events.append(
          TransitionEvent(
            time: 37_385_230_666_152, thread: 12775, kind: kind, task: 66033, executor: 0,
            other: 2, reason: reason, place: 94_700_588_592_745))
      }
    }
    #expect(written(batch) == (try encoded(batch)))
  }

  @Test func extremes() throws {
    let event = TransitionEvent(
      time: .min, thread: .max, kind: .run, task: .max, executor: .max, other: .max, place: .max)
    let other = TransitionEvent(time: .max, thread: -1, kind: .run, task: 10, place: 100)
    let gap = EventBatch.Gap(thread: .min, count: .max, before: -1)
    let batch = EventBatch(events: [event, other], gaps: [gap, gap])
    #expect(written(batch) == (try encoded(batch)))
  }

  @Test func anInterruption() throws {
    let batch = EventBatch(interruption: .init(from: 5, until: .max))
    #expect(written(batch) == (try encoded(batch)))
    #expect(written(batch).contains(#""interruption":{"from":5,"#))
  }
}
