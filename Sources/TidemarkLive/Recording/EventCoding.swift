/// The compact form of a batch of events; each block is read without any other.
///
/// It begins with how many events there are, the times of the first and the last one, how many are
/// missing, and how many gaps there are. Numbers are of variable length. Of each event there are:
///
/// * a byte: the kind in bits 0 to 2; whether the thread is that of the event before (8); and either
///   whether there is an executor (32), another task or executor (64) and a place (128), or, with 16,
///   the reason in bits 5 to 7; the reason 7 says that two bytes follow, for reason and fields;
/// * the time since the event before, which may be negative;
/// * the thread, unless it is the same one; what the task's id is more than that of the event before;
///   the executor; the other one, for a hop an executor, else as a difference to the task; the place.
///
/// Threads, executors and places are numbers of a list that begins empty in each block: 0 means that a
/// new one follows.
package enum EventCoding {
  /// What the beginning of a block says.
  struct Summary: Hashable, Sendable {
    var events = 0
    var first: Int64 = 0
    var last: Int64 = 0
    var lost = 0
    var gaps = 0
  }

  private static let times = PlausibleTimes.range
  /// What no ring says, so that nobody can be made to count too far.
  private static let lostLimit: Int64 = 1 << 40
  /// A block with more of them is refused.
  private static let eventLimit = 1 << 16
  private static let kinds = TransitionEvent.Kind.allCases
  private static let reasons = TransitionEvent.Reason.allCases

  static func encode(_ batch: EventBatch) -> [UInt8] {
    var writer = ByteWriter()
    writer.bytes.reserveCapacity(batch.events.count * 8 + 64)
    let times = batch.events.lazy.map(\.time)
    let first = times.min() ?? batch.gaps.first?.before ?? 0
    writer.number(UInt64(batch.events.count))
    writer.signed(first)
    writer.signed(times.max() ?? first)
    writer.number(batch.gaps.reduce(0) { $0 &+ UInt64(clamping: $1.count) })
    writer.number(UInt64(batch.gaps.count))
    for gap in batch.gaps {
      writer.signed(Int64(gap.thread))
      writer.signed(Int64(gap.count))
      writer.signed(gap.before &- first)
    }
    var numbers = Numbers()
    var before = (time: first, task: UInt64(0), thread: Int?.none)
    for event in batch.events {
      let isSameThread = event.thread == before.thread
      tag(of: event, isSameThread: isSameThread, to: &writer)
      writer.signed(event.time &- before.time)
      if !isSameThread {
        numbers.write(UInt64(bitPattern: Int64(event.thread)), .thread, to: &writer)
      }
      writer.signed(Int64(bitPattern: event.task &- before.task))
      if let executor = event.executor { numbers.write(executor, .executor, to: &writer) }
      if let other = event.other {
        if event.kind == .hopped {
          numbers.write(other, .executor, to: &writer)
        } else {
          writer.signed(Int64(bitPattern: other &- event.task))
        }
      }
      if let place = event.place { numbers.write(place, .place, to: &writer) }
      before = (event.time, event.task, event.thread)
    }
    return writer.bytes
  }

  /// Reads what the beginning says, without the events.
  static func summary(_ bytes: [UInt8]) -> Summary? {
    var reader = ByteReader(bytes[...])
    return summary(&reader)
  }

  static func decode(_ bytes: [UInt8]) -> EventBatch? {
    var reader = ByteReader(bytes[...])
    guard let summary = summary(&reader) else { return nil }
    var batch = EventBatch()
    for _ in 0..<summary.gaps {
      guard let thread = reader.signed(), let count = reader.signed(),
        (0..<lostLimit).contains(count), let passed = reader.signed()
      else { return nil }
      let time = summary.first &+ passed
      guard times.contains(time) else { return nil }
      batch.gaps.append(EventBatch.Gap(thread: Int(thread), count: Int(count), before: time))
    }
    batch.events.reserveCapacity(summary.events)
    var numbers = Numbers()
    var before = (time: summary.first, task: UInt64(0), thread: Int?.none)
    for _ in 0..<summary.events {
      guard let tag = Tag(&reader), let time = reader.signed() else { return nil }
      var thread = before.thread
      if !tag.isSameThread {
        thread = numbers.read(.thread, from: &reader).map { Int(Int64(bitPattern: $0)) }
        guard thread != nil else { return nil }
      }
      guard let thread, let task = reader.signed() else { return nil }
      var event = TransitionEvent(
        time: before.time &+ time, thread: thread, kind: tag.kind,
        task: before.task &+ UInt64(bitPattern: task))
      event.reason = tag.reason
      if tag.fields & 1 != 0 {
        guard let executor = numbers.read(.executor, from: &reader) else { return nil }
        event.executor = executor
      }
      if tag.fields & 2 != 0 {
        let other =
          event.kind == .hopped
          ? numbers.read(.executor, from: &reader)
          : reader.signed().map { event.task &+ UInt64(bitPattern: $0) }
        guard let other else { return nil }
        event.other = other
      }
      if tag.fields & 4 != 0 {
        guard let place = numbers.read(.place, from: &reader) else { return nil }
        event.place = place
      }
      guard times.contains(event.time) else { return nil }
      batch.events.append(event)
      before = (event.time, event.task, event.thread)
    }
    return reader.isAtEnd ? batch : nil
  }

  private static func summary(_ reader: inout ByteReader) -> Summary? {
    guard let events = reader.number(), let first = reader.signed(), let last = reader.signed(),
      let lost = reader.number(), let gaps = reader.number(),
      // Each takes three bytes at least, so that nothing is reserved for what can't be there.
      events <= UInt64(reader.remaining / 3), gaps <= UInt64(reader.remaining / 3),
      events <= eventLimit, lost < lostLimit, times.contains(first), times.contains(last),
      first <= last
    else { return nil }
    return Summary(
      events: Int(events), first: first, last: last, lost: Int(clamping: lost), gaps: Int(gaps))
  }

  private static func tag(
    of event: TransitionEvent, isSameThread: Bool, to writer: inout ByteWriter
  ) {
    var fields: UInt8 = event.executor == nil ? 0 : 1
    if event.other != nil { fields |= 2 }
    if event.place != nil { fields |= 4 }
    let head = index(of: event.kind) | (isSameThread ? 8 : 0)
    switch event.reason.map(index(of:)) {
    case nil: writer.bytes.append(head | fields << 5)
    case let reason? where fields == 0: writer.bytes.append(head | 16 | reason << 5)
    case let reason?: writer.bytes += [head | 16 | 7 << 5, reason, fields]
    }
  }

  /// The first byte of an event, or the first three.
  private struct Tag {
    var kind: TransitionEvent.Kind
    var isSameThread: Bool
    var reason: TransitionEvent.Reason?
    var fields: UInt8 = 0

    init?(_ reader: inout ByteReader) {
      guard let head = reader.byte() else { return nil }
      kind = kinds[Int(head & 7)]
      isSameThread = head & 8 != 0
      let rest = head >> 5
      guard head & 16 != 0 else {
        fields = rest
        return
      }
      var number = rest
      if rest == 7 {
        guard let reason = reader.byte(), let fields = reader.byte(), fields < 8 else { return nil }
        number = reason
        self.fields = fields
      }
      guard number < reasons.count else { return nil }
      reason = reasons[Int(number)]
    }
  }

  private static func index(of kind: TransitionEvent.Kind) -> UInt8 {
    switch kind {
    case .created: 0
    case .enqueued: 1
    case .run: 2
    case .suspended: 3
    case .hopped: 4
    case .completed: 5
    case .threadStarted: 6
    case .threadEnded: 7
    }
  }

  private static func index(of reason: TransitionEvent.Reason) -> UInt8 {
    switch reason {
    case .task: 0
    case .continuation: 1
    case .group: 2
    case .enqueued: 3
    case .unknown: 4
    case .sleep: 5
    }
  }
}

/// The numbers by which a block calls what is long and comes again.
private struct Numbers {
  enum List { case thread, executor, place }

  private var threads = Entries()
  private var executors = Entries()
  private var places = Entries()

  private struct Entries {
    var numbers: [UInt64: UInt64] = [:]
    var values: [UInt64] = []
    var last: (value: UInt64, number: UInt64)?

    mutating func write(_ value: UInt64, to writer: inout ByteWriter) {
      if let last, last.value == value { return writer.number(last.number) }
      if let number = numbers[value] {
        writer.number(number)
        last = (value, number)
      } else {
        writer.number(0)
        writer.number(value)
        let number = UInt64(numbers.count + 1)
        numbers[value] = number
        last = (value, number)
      }
    }

    mutating func read(from reader: inout ByteReader) -> UInt64? {
      guard let number = reader.number() else { return nil }
      if number == 0 {
        guard let value = reader.number() else { return nil }
        values.append(value)
        return value
      }
      return number <= UInt64(values.count) ? values[Int(number) - 1] : nil
    }
  }

  mutating func write(_ value: UInt64, _ list: List, to writer: inout ByteWriter) {
    switch list {
    case .thread: threads.write(value, to: &writer)
    case .executor: executors.write(value, to: &writer)
    case .place: places.write(value, to: &writer)
    }
  }

  mutating func read(_ list: List, from reader: inout ByteReader) -> UInt64? {
    switch list {
    case .thread: threads.read(from: &reader)
    case .executor: executors.read(from: &reader)
    case .place: places.read(from: &reader)
    }
  }
}
