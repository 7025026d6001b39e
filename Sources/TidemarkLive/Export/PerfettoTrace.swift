/// A trace in Perfetto's own form: a `Trace` message of packets, on one sequence.
///
/// The numbers of fields are those of `perfetto/trace/trace_packet.proto` and of the messages that it
/// names. Times are on the monotonic clock; a snapshot of clocks ties them to the time of day.
struct PerfettoTrace: TraceFormat {
  private static let sequence: UInt64 = 1
  /// `BUILTIN_CLOCK_REALTIME` and `BUILTIN_CLOCK_MONOTONIC`.
  private static let realtime: UInt64 = 1
  private static let monotonic: UInt64 = 3

  /// Numbers of fields, by message.
  private enum Packet {
    static let clockSnapshot = 6
    static let timestamp = 8
    static let sequence = 10
    static let trackEvent = 11
    static let internedData = 12
    static let sequenceFlags = 13
    static let clock = 58
    static let defaults = 59
    static let trackDescriptor = 60
  }

  private enum Event {
    static let annotations = 4
    static let type = 9
    static let nameNumber = 10
    static let track = 11
    static let categories = 22
    static let counter = 30
    static let flows = 47
    static let endingFlows = 48
  }

  private enum EventType {
    static let begin: UInt64 = 1
    static let end: UInt64 = 2
    static let instant: UInt64 = 3
    static let counter: UInt64 = 4
  }

  private var process: ProcessDescription?
  private var threads: Set<Int> = []
  private var counters: [TraceItem.Counter: UInt64] = [:]
  private var names: [String: UInt64] = [:]
  /// How many names are given numbers; a viewer keeps each of them.
  private static let nameLimit = 100_000

  mutating func beginning(_ header: RecordingHeader, threads: [Worker]) -> [UInt8] {
    process = header.process
    var bytes = packet { packet in
      packet.number(Packet.sequenceFlags, UInt64(1))
      packet.message(Packet.clockSnapshot) { snapshot in
        for (clock, time) in [
          (Self.monotonic, header.time), (Self.realtime, header.wallTime),
        ] {
          snapshot.message(1) { entry in
            entry.number(1, clock)
            entry.number(2, Int(time))
          }
        }
        snapshot.number(2, Self.monotonic)
      }
      packet.message(Packet.defaults) { $0.number(Packet.clock, Self.monotonic) }
    }
    bytes += packet { packet in
      packet.message(Packet.trackDescriptor) { track in
        track.number(1, Self.processTrack)
        track.message(3) { process in
          process.number(1, header.process.pid)
          process.text(6, header.process.name)
        }
      }
    }
    for thread in threads { bytes += descriptor(thread: thread.thread, name: thread.name) }
    return bytes
  }

  mutating func piece(_ item: TraceItem) -> [UInt8] {
    switch item {
    case .begin(let run):
      var bytes = track(run.thread)
      let number = nameNumber(run.name)
      bytes += packet(at: run.time, naming: number.isNew ? (number.value, run.name) : nil) {
        event in
        event.number(Event.type, EventType.begin)
        event.number(Event.track, Self.threadTrack(run.thread))
        name(run.name, number.value, of: &event)
        event.text(Event.categories, "task")
        if let flow = run.flow { event.fixed64(Event.endingFlows, flow) }
        annotate(&event, "task", Int(clamping: run.task))
        annotate(&event, "executor", run.executor)
        if let queued = run.queued { annotate(&event, "queued (ns)", Int(queued)) }
        if let note = run.note { annotate(&event, "note", note) }
      }
      return bytes
    case .end(let time, let thread):
      return packet(at: time) { event in
        event.number(Event.type, EventType.end)
        event.number(Event.track, Self.threadTrack(thread))
      }
    case .instant(let instant):
      var bytes = instant.thread.map { track($0) } ?? []
      let number = nameNumber(instant.name)
      bytes += packet(at: instant.time, naming: number.isNew ? (number.value, instant.name) : nil) {
        event in
        event.number(Event.type, EventType.instant)
        event.number(
          Event.track, instant.thread.map(Self.threadTrack) ?? Self.processTrack)
        name(instant.name, number.value, of: &event)
        event.text(Event.categories, "transition")
        if let flow = instant.flow { event.fixed64(Event.flows, flow) }
        if let task = instant.task { annotate(&event, "task", Int(clamping: task)) }
        for (key, value) in instant.details.sorted(by: { $0.key < $1.key }) {
          annotate(&event, key, value)
        }
      }
      return bytes
    case .count(let time, let counter, let value):
      var bytes: [UInt8] = []
      let track = counters[counter] ?? (2 << 32 | UInt64(counters.count))
      if counters.updateValue(track, forKey: counter) == nil {
        bytes += packet { packet in
          packet.message(Packet.trackDescriptor) { descriptor in
            descriptor.number(1, track)
            descriptor.text(2, counter.name)
            descriptor.number(5, Self.processTrack)
            // What is counted has no unit but itself: UNIT_COUNT.
            descriptor.message(8) { $0.number(3, UInt64(2)) }
          }
        }
      }
      bytes += packet(at: time) { event in
        event.number(Event.type, EventType.counter)
        event.number(Event.track, track)
        event.number(Event.counter, value)
      }
      return bytes
    }
  }

  mutating func end() -> [UInt8] { [] }

  // Tracks of threads are one with their number in the upper half, so that they meet no other.
  private static let processTrack: UInt64 = 1
  private static func threadTrack(_ thread: Int) -> UInt64 {
    1 << 32 | UInt64(UInt32(truncatingIfNeeded: thread))
  }

  private mutating func track(_ thread: Int) -> [UInt8] {
    threads.contains(thread) ? [] : descriptor(thread: thread, name: nil)
  }

  private mutating func descriptor(thread: Int, name: String?) -> [UInt8] {
    threads.insert(thread)
    let pid = process?.pid ?? 0
    return packet { packet in
      packet.message(Packet.trackDescriptor) { track in
        track.number(1, Self.threadTrack(thread))
        track.number(5, Self.processTrack)
        track.message(4) { descriptor in
          descriptor.number(1, pid)
          descriptor.number(2, thread)
          if let name { descriptor.text(5, name) }
        }
      }
    }
  }

  private mutating func nameNumber(_ name: String) -> (value: UInt64?, isNew: Bool) {
    if let number = names[name] { return (number, false) }
    guard names.count < Self.nameLimit else { return (nil, false) }
    let number = UInt64(names.count + 1)
    names[name] = number
    return (number, true)
  }

  private func name(_ name: String, _ number: UInt64?, of event: inout ProtobufWriter) {
    if let number { event.number(Event.nameNumber, number) } else { event.text(23, name) }
  }

  private func annotate(_ event: inout ProtobufWriter, _ name: String, _ value: String) {
    event.message(Event.annotations) { annotation in
      annotation.text(10, name)
      annotation.text(6, value)
    }
  }

  private func annotate(_ event: inout ProtobufWriter, _ name: String, _ value: Int) {
    event.message(Event.annotations) { annotation in
      annotation.text(10, name)
      annotation.number(4, value)
    }
  }

  private func packet(
    at time: Int64, naming name: (number: UInt64?, text: String)? = nil,
    _ body: (inout ProtobufWriter) -> Void
  ) -> [UInt8] {
    packet { packet in
      packet.number(Packet.timestamp, Int(time))
      // What numbers mean was said in this sequence.
      packet.number(Packet.sequenceFlags, UInt64(2))
      if let name, let number = name.number {
        packet.message(Packet.internedData) { data in
          data.message(2) { entry in
            entry.number(1, number)
            entry.text(2, name.text)
          }
        }
      }
      packet.message(Packet.trackEvent, body)
    }
  }

  private func packet(_ body: (inout ProtobufWriter) -> Void) -> [UInt8] {
    var trace = ProtobufWriter()
    trace.message(1) { packet in
      packet.number(Packet.sequence, Self.sequence)
      body(&packet)
    }
    return trace.bytes
  }
}
