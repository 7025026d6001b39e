internal import CTidemarkLedger

/// How far a reader of events has come.
package struct EventPositions: Codable, Hashable, Sendable {
  /// For each ring, how many of its events have been passed.
  package var positions: [UInt64]

  /// Begins with the oldest events that are kept; what was overwritten before that is a gap.
  package init(positions: [UInt64] = []) { self.positions = positions }
}

/// What a look at the rings found.
package struct EventReading: Hashable, Sendable {
  /// Events of one ring that were overwritten before they could be read.
  package struct Gap: Hashable, Sendable {
    /// The thread of the event after the gap or, where there is none, the one that had the ring last.
    package var thread: Int
    package var count: Int
    /// The time of the event after the gap, or nil.
    package var before: UInt64?
  }

  /// In the order of time; a later look may still find earlier ones, of other threads.
  package var events: [EventRecord] = []
  package var gaps: [Gap] = []

  /// How many events were overwritten before they could be read.
  package var lost: Int { gaps.reduce(0) { $0 + $1.count } }
}

extension Ledger {
  /// Returns the positions after all events that there are at this moment.
  package func eventPositions() -> EventPositions {
    EventPositions(positions: (0..<Int(TIDEMARK_RING_LIMIT)).map { ring($0).written })
  }

  /// Returns what the rings have got since earlier positions, and moves these on.
  ///
  /// Each event that a thread has written is either returned or counted in a gap, exactly once.
  package func events(from cursor: inout EventPositions) -> EventReading {
    let rings = Int(TIDEMARK_RING_LIMIT)
    var positions = cursor.positions.prefix(rings) + []
    positions.append(contentsOf: repeatElement(0, count: rings - positions.count))
    var reading = EventReading()
    var copies: [TidemarkEvent] = []
    // Before any is read, which takes a while: what comes later in one is for the next time in all.
    let ends = (0..<rings).map { ring($0).written }
    for index in 0..<rings {
      readRing(index, from: &positions[index], to: ends[index], copies: &copies, into: &reading)
    }
    cursor.positions = Array(positions)
    reading.events.sort { $0.time < $1.time }
    return reading
  }

  private func ring(_ index: Int) -> TidemarkRing {
    var ring = TidemarkRing()
    withBase { base in
      let rings = (base + ringsOffset).assumingMemoryBound(to: TidemarkRing.self)
      Self.copy(rings + index, to: &ring)
    }
    return ring
  }

  private func readRing(
    _ index: Int, from position: inout UInt64, to written: UInt64, copies: inout [TidemarkEvent],
    into reading: inout EventReading
  ) {
    let room = UInt64(TIDEMARK_RING_EVENTS)
    /// The oldest event that is not being overwritten yet.
    func oldest(_ written: UInt64) -> UInt64 { written < room ? 0 : written - room + 1 }
    guard written != position else { return }
    // The positions are of another process, or the ledger is damaged.
    guard written > position, written - position < 1 << 48 else {
      position = written
      return
    }
    let from = max(position, oldest(written))
    if copies.isEmpty { copies = Array(repeating: TidemarkEvent(), count: Int(room)) }
    copyEvents(of: index, from: from, to: written, into: &copies)
    // What was overwritten while it was copied is lost, too.
    let ring = ring(index)
    let whole = min(max(from, oldest(ring.written)), written)
    var lost = Int(clamping: whole - position)
    let first = reading.events.count
    for event in copies[Int(whole - from)..<Int(written - from)] {
      if let record = EventRecord(event) { reading.events.append(record) } else { lost += 1 }
    }
    position = written
    guard lost > 0 else { return }
    let next = reading.events.count > first ? reading.events[first] : nil
    reading.gaps.append(
      EventReading.Gap(
        thread: next?.thread ?? Int(ring.tid), count: lost, before: next?.time))
  }

  private func copyEvents(
    of ring: Int, from first: UInt64, to end: UInt64, into copies: inout [TidemarkEvent]
  ) {
    let room = Int(TIDEMARK_RING_EVENTS)
    let start = Int(first % UInt64(room))
    let count = Int(end - first)
    let untilEnd = min(count, room - start)
    copies.withUnsafeMutableBytes { bytes in
      guard let target = bytes.baseAddress else { return }
      withBase { base in
        let events =
          (base + eventsOffset).assumingMemoryBound(to: TidemarkEvent.self) + ring * room
        let size = MemoryLayout<TidemarkEvent>.stride
        tidemark_copyShared(target, events + start, UInt64(untilEnd * size))
        tidemark_copyShared(
          target + untilEnd * size, events, UInt64((count - untilEnd) * size))
      }
    }
  }
}
