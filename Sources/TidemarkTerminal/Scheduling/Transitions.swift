import TidemarkLive

/// The last transitions of a process, and what its threads ran by them.
struct Transitions: Sendable {
  private(set) var lanes: [Int: Lane] = [:]
  /// In the order of time.
  private(set) var events: [TransitionEvent] = []
  /// How many were overwritten before they were read.
  private(set) var lost = 0
  /// Times in which nobody listened.
  private(set) var silences: [ClosedRange<Int64>] = []
  private var silentSince: Int64?
  /// How many came in all.
  private(set) var total = 0

  /// How many transitions are kept at most.
  static let limit = 100_000

  /// From the first transition that is kept to the last.
  var span: ClosedRange<Int64>? {
    guard let first = events.first, let last = events.last else { return nil }
    return first.time...max(last.time, first.time)
  }

  mutating func add(_ batch: EventBatch) {
    if let interruption = batch.interruption {
      let parts = batch.parts(at: interruption)
      add(parts.before)
      silence(interruption)
      return add(parts.after)
    }
    var gaps: [Int: Int64] = [:]
    for gap in batch.gaps {
      lost += gap.count
      // Of thread 0 are those of which nobody knows the thread.
      if gap.thread != 0 { gaps[gap.thread] = gap.before }
    }
    for event in batch.events {
      if let before = gaps[event.thread], event.time >= before {
        gaps[event.thread] = nil
        lanes[event.thread, default: Lane()].lose(before: before)
      }
      lanes[event.thread, default: Lane()].add(event)
    }
    for (thread, before) in gaps { lanes[thread, default: Lane()].lose(before: before) }
    if let first = batch.events.first, let since = silentSince {
      note(silence: since...max(since, first.time))
      silentSince = nil
    }
    total += batch.events.count
    let isLate = batch.events.first.map { $0.time < events.last?.time ?? .min } ?? false
    events += batch.events.suffix(Self.limit)
    if isLate { events.sort { $0.time < $1.time } }
    if events.count > Self.limit + Self.limit / 4 {
      events.removeFirst(events.count - Self.limit)
    }
  }

  /// Says that nobody listened for a while: what ran then may have ended unseen.
  mutating func interrupt(at time: Int64) {
    guard !events.isEmpty, silentSince == nil else { return }
    silentSince = time
    for thread in lanes.keys { lanes[thread]?.close(at: time) }
  }

  /// Says that the process kept nothing for a while: what ran before may have ended unseen.
  private mutating func silence(_ interruption: EventBatch.Interruption) {
    guard !events.isEmpty else { return }
    // Another viewer may have asked for some of it.
    let start = max(interruption.from, events.last?.time ?? interruption.from)
    for thread in lanes.keys { lanes[thread]?.close(at: start) }
    note(silence: start...max(start, interruption.until))
  }

  private mutating func note(silence: ClosedRange<Int64>) {
    silences.append(silence)
    if silences.count > 100 { silences.removeFirst() }
  }

  /// Forgets threads that are no more.
  mutating func keep(threads: Set<Int>) {
    guard lanes.count > threads.count + 64 else { return }
    lanes = lanes.filter { threads.contains($0.key) }
  }

  /// Returns the last transitions up to a time, the newest first.
  func events(upTo time: Int64, count: Int) -> [TransitionEvent] {
    let end = index(after: time)
    return Array(events[max(end - count, 0)..<end].reversed())
  }

  /// Returns the time of the transition that is a number of transitions from a time.
  func time(steps: Int, from time: Int64) -> Int64? {
    guard !events.isEmpty else { return nil }
    let index = steps > 0 ? index(after: time) - 1 + steps : self.index(after: time - 1) + steps
    return events[min(max(index, 0), events.count - 1)].time
  }

  private func index(after time: Int64) -> Int {
    var low = 0
    var high = events.count
    while low < high {
      let middle = (low + high) / 2
      if events[middle].time <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
