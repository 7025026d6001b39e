extension EventBatch {
  /// Returns the batch as JSON, the same as an encoder with sorted keys makes of it.
  ///
  /// A busy process makes more transitions in a second than an encoder can write.
  package func text() -> [UInt8] {
    var writer = BatchWriter(room: 64 + events.count * 112 + gaps.count * 64)
    writer.write(self)
    return writer.text
  }
}

/// Writes JSON of numbers and of words that need no escaping.
private struct BatchWriter {
  var text: [UInt8] = []

  init(room: Int) { text.reserveCapacity(room) }

  mutating func write(_ batch: EventBatch) {
    text += "{\"events\":[".utf8
    for (index, event) in batch.events.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      write(event)
    }
    text += "],\"gaps\":[".utf8
    for (index, gap) in batch.gaps.enumerated() {
      text += (index > 0 ? ",{\"before\":" : "{\"before\":").utf8
      write(gap.before)
      text += ",\"count\":".utf8
      write(gap.count)
      text += ",\"thread\":".utf8
      write(gap.thread)
      text.append(UInt8(ascii: "}"))
    }
    text.append(UInt8(ascii: "]"))
    if let interruption = batch.interruption {
      text += ",\"interruption\":{\"from\":".utf8
      write(interruption.from)
      text += ",\"until\":".utf8
      write(interruption.until)
      text.append(UInt8(ascii: "}"))
    }
    text += ",\"version\":".utf8
    write(batch.version)
    text.append(UInt8(ascii: "}"))
  }

  private mutating func write(_ event: TransitionEvent) {
    text.append(UInt8(ascii: "{"))
    if let executor = event.executor {
      text += "\"executor\":".utf8
      write(executor)
      text.append(UInt8(ascii: ","))
    }
    text += "\"kind\":\"".utf8
    text += event.kind.rawValue.utf8
    text += "\",".utf8
    if let other = event.other {
      text += "\"other\":".utf8
      write(other)
      text.append(UInt8(ascii: ","))
    }
    if let place = event.place {
      text += "\"place\":".utf8
      write(place)
      text.append(UInt8(ascii: ","))
    }
    if let reason = event.reason {
      text += "\"reason\":\"".utf8
      text += reason.rawValue.utf8
      text += "\",".utf8
    }
    text += "\"task\":".utf8
    write(event.task)
    text += ",\"thread\":".utf8
    write(event.thread)
    text += ",\"time\":".utf8
    write(event.time)
    text.append(UInt8(ascii: "}"))
  }

  private mutating func write(_ number: some FixedWidthInteger) {
    if number < 0 { text.append(UInt8(ascii: "-")) }
    var rest = UInt64(number.magnitude)
    let start = text.count
    repeat {
      text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    text[start...].reverse()
  }
}
