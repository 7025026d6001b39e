#if canImport(FoundationEssentials)
  private import FoundationEssentials
#else
  private import Foundation
#endif

/// One block of a recording.
package enum RecordingBlock: Hashable, Sendable {
  case header(RecordingHeader)
  case events(EventBatch)
  case snapshot(Snapshot)
  case tasks(TaskList)
  case frames(RecordedFrames)
  case executors(RecordedExecutors)
  case end(RecordingEnd)

  package var kind: RecordingFormat.Kind {
    switch self {
    case .header: .header
    case .events: .events
    case .snapshot: .snapshot
    case .tasks: .tasks
    case .frames: .frames
    case .executors: .executors
    case .end: .end
    }
  }

  /// Returns the payload, or nil when something can't be written down.
  package func payload() -> [UInt8]? {
    switch self {
    case .header(let value): Self.encoded(value)
    case .events(let batch): EventCoding.encode(batch)
    case .snapshot(let value): Self.encoded(value)
    case .tasks(let value): Self.encoded(value)
    case .frames(let value): Self.encoded(value)
    case .executors(let value): Self.encoded(value)
    case .end(let value): Self.encoded(value)
    }
  }

  /// Reads a payload, or returns nil when it is not one of that kind.
  package init?(_ kind: RecordingFormat.Kind, payload: [UInt8]) {
    let block: Self? =
      switch kind {
      case .header: Self.decoded(payload).map(Self.header)
      case .events: EventCoding.decode(payload).map(Self.events)
      case .snapshot: Self.decoded(payload).map(Self.snapshot)
      case .tasks: Self.decoded(payload).map(Self.tasks)
      case .frames:
        Self.decoded(payload).flatMap { (frames: RecordedFrames) in
          frames.places.count == frames.frames.count ? Self.frames(frames) : nil
        }
      case .executors: Self.decoded(payload).map(Self.executors)
      case .end: Self.decoded(payload).map(Self.end)
      }
    guard let block, block.isSane else { return nil }
    self = block
  }

  /// Whether all times are such that one can count with them.
  private var isSane: Bool {
    let times = PlausibleTimes.range
    return switch self {
    case .header(let header):
      times.contains(header.time) && times.contains(header.wallTime)
        && times.contains(header.process.started)
    case .snapshot(let snapshot): snapshot.isPlausible
    case .tasks(let list): list.isPlausible
    case .executors(let named): times.contains(named.time)
    case .end(let end):
      times.contains(end.time) && end.noticed.map(times.contains) ?? true
    case .events, .frames: true
    }
  }

  private static func encoded(_ value: some Encodable) -> [UInt8]? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return (try? encoder.encode(value)).map { Array($0) }
  }

  private static func decoded<Value: Decodable>(_ payload: [UInt8]) -> Value? {
    try? JSONDecoder().decode(Value.self, from: Data(payload))
  }
}
