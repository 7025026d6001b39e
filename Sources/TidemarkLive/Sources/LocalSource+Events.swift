internal import TidemarkLedger

extension LocalSource {
  /// Returns what the rings have got since the last call, and asks for more.
  ///
  /// A cursor that is new begins now. What the rings still have of a process that has ended is returned
  /// like anything else; whether it has ended is for a snapshot to say.
  package func events(after cursor: inout EventCursor) throws(SourceError) -> EventBatch {
    // After the rings' own: how many transitions there was no ring for, and until when the process keeps
    // them. That it had stopped to is for each reader to find out, whoever else may have asked since.
    let unkept = UInt64(ledger.losses.events)
    guard cursor.positions.count >= 2 else {
      waitPlaces.prepare(names)
      let positions = ledger.eventPositions().positions
      // Not before, or what the process does first would be passed over.
      ask(.events)
      cursor.positions = positions + [unkept, UInt64(clamping: transitionWatch.span.until)]
      return EventBatch()
    }
    let (before, keptUntil) = (cursor.positions.suffix(2).first ?? 0, cursor.positions.last ?? 0)
    ask(.events)
    let asked = transitionWatch.span
    var positions = EventPositions(positions: cursor.positions.dropLast(2))
    let reading = ledger.events(from: &positions)
    cursor.positions = positions.positions + [unkept, UInt64(clamping: asked.until)]
    var batch = batch(of: reading)
    if unkept > before {
      batch.gaps.append(
        EventBatch.Gap(
          thread: 0, count: Int(unkept - before),
          before: batch.events.last?.time ?? Self.monotonic()))
    }
    if asked.since > Int64(clamping: keptUntil) {
      batch.interruption = .init(from: Int64(clamping: keptUntil), until: asked.since)
    }
    return batch
  }

  /// Returns all that the rings still have, however long ago it was.
  package func recentEvents() -> EventBatch {
    var positions = EventPositions()
    return batch(of: ledger.events(from: &positions))
  }

  private func batch(of reading: EventReading) -> EventBatch {
    executorKinds.note(reading.events)
    let reasons = waitPlaces.reasons(of: reading.events, ledger: ledger, names: names)
    return EventBatch(reading, reasons: reasons, now: Self.monotonic())
  }
}

extension EventBatch {
  /// Takes what a look at the rings found.
  ///
  /// - Parameter reasons: what tasks wait for in the runtime's own functions, by their places.
  init(_ reading: EventReading, reasons: [UInt64: TransitionEvent.Reason], now: Int64) {
    self.init(
      events: reading.events.map { TransitionEvent($0, reasons) },
      gaps: reading.gaps.map { gap in
        Gap(
          thread: gap.thread, count: gap.count,
          before: gap.before.map { Int64(clamping: $0) } ?? now)
      })
  }
}

extension TransitionEvent {
  init(_ record: EventRecord, _ reasons: [UInt64: Reason] = [:]) {
    let reason = record.wait.map { wait in
      record.place.map { reasons[$0] ?? .unknown } ?? Reason(wait)
    }
    self.init(
      time: Int64(clamping: record.time), thread: record.thread, kind: Kind(record.kind),
      task: record.task, executor: record.executor?.identity,
      other: record.origin?.identity ?? record.other, reason: reason,
      place: record.kind == .created ? record.place : nil)
  }
}

extension TransitionEvent.Kind {
  fileprivate init(_ kind: EventRecord.Kind) {
    self =
      switch kind {
      case .created: .created
      case .enqueued: .enqueued
      case .run: .run
      case .suspended: .suspended
      case .hopped: .hopped
      case .completed: .completed
      case .threadStarted: .threadStarted
      case .threadEnded: .threadEnded
      }
  }
}

extension TransitionEvent.Reason {
  fileprivate init(_ wait: EventRecord.Wait) {
    self =
      switch wait {
      case .unknown: .unknown
      case .task: .task
      case .continuation: .continuation
      case .group: .group
      case .enqueued: .enqueued
      }
  }
}
