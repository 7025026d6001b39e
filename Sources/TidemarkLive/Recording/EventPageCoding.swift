/// The compact form in which transitions are sent to a viewer that is elsewhere.
///
/// It begins with the version of the model, how many positions there are, and the positions after what
/// is in it. Then come a 1 and the ends of the time in which the process kept nothing, or a 0, how many
/// batches there are, and the batches as a recording has them, each after
/// the number of its bytes.
package enum EventPageCoding {
  /// How many events a batch has at most: fewer than a reader refuses.
  private static let eventsInBatch = 32_768

  package static func encode(_ batch: EventBatch, cursor: EventCursor = EventCursor()) -> [UInt8] {
    var writer = ByteWriter()
    writer.bytes.reserveCapacity(batch.events.count * 8 + batch.gaps.count * 16 + 256)
    writer.number(UInt64(batch.version))
    writer.number(UInt64(cursor.positions.count))
    for position in cursor.positions { writer.number(position) }
    writer.number(batch.interruption == nil ? 0 : 1)
    if let interruption = batch.interruption {
      writer.signed(interruption.from)
      writer.signed(interruption.until)
    }
    let starts = Array(stride(from: 0, to: max(batch.events.count, 1), by: eventsInBatch))
    writer.number(UInt64(starts.count))
    for start in starts {
      let events = batch.events[start..<min(start + eventsInBatch, batch.events.count)]
      let bytes = EventCoding.encode(
        EventBatch(events: Array(events), gaps: start == 0 ? batch.gaps : []))
      writer.number(UInt64(bytes.count))
      writer.bytes += bytes
    }
    return writer.bytes
  }

  /// Reads the version that the beginning names, which tells whether the rest can be read.
  package static func version(_ bytes: [UInt8]) -> Int? {
    var reader = ByteReader(bytes[...])
    return reader.number().map { Int(clamping: $0) }
  }

  package static func decode(_ bytes: [UInt8]) -> (batch: EventBatch, cursor: EventCursor)? {
    var reader = ByteReader(bytes[...])
    guard let version = reader.number(), version == UInt64(Snapshot.currentVersion),
      let count = reader.number(), count <= UInt64(reader.remaining)
    else { return nil }
    var cursor = EventCursor()
    for _ in 0..<count {
      guard let position = reader.number() else { return nil }
      cursor.positions.append(position)
    }
    var whole = EventBatch()
    switch reader.number() {
    case 0: break
    case 1:
      guard let from = reader.signed(), let until = reader.signed() else { return nil }
      let interruption = EventBatch.Interruption(from: from, until: until)
      guard interruption.isPlausible else { return nil }
      whole.interruption = interruption
    default: return nil
    }
    guard let batches = reader.number(), batches <= UInt64(reader.remaining) else { return nil }
    for _ in 0..<batches {
      guard let size = reader.number(), size <= UInt64(reader.remaining) else { return nil }
      let start = bytes.count - reader.remaining
      guard let part = EventCoding.decode(Array(bytes[start..<start + Int(size)])) else {
        return nil
      }
      reader = ByteReader(bytes[(start + Int(size))...])
      whole.events += part.events
      whole.gaps += part.gaps
    }
    return reader.isAtEnd ? (whole, cursor) : nil
  }
}
