import TidemarkLive

/// What one thread ran, as far as its transitions are known.
struct Lane: Hashable, Sendable {
  /// The stretches in the order of time; the last one may go on.
  private(set) var slices: [Slice] = []
  /// Times of which transitions were lost.
  private(set) var gaps: [ClosedRange<Int64>] = []
  private var lastEvent: Int64?

  /// How many stretches are kept at most.
  static let limit = 20_000

  mutating func add(_ event: TransitionEvent) {
    lastEvent = event.time
    switch event.kind {
    case .run:
      close(at: event.time)
      append(Slice(start: event.time, task: event.task, executor: event.executor))
    case .hopped:
      guard let last = slices.last, last.end == nil, last.task == event.task else { return }
      close(at: event.time)
      append(Slice(start: event.time, task: event.task, executor: event.executor, isHop: true))
    case .suspended, .completed:
      guard let last = slices.last, last.task == event.task else { return }
      // Who hops into a queue was not on the executor that it hops to.
      if last.isHop, last.end == nil, event.reason == .enqueued {
        slices.removeLast()
        if !slices.isEmpty { slices[slices.count - 1].end = event.time }
      }
      close(at: event.time)
    case .threadEnded: close(at: event.time)
    case .created, .enqueued, .threadStarted: break
    }
  }

  private mutating func append(_ slice: Slice) {
    slices.append(slice)
    // Seldom and many at once, as each time moves all that stay.
    if slices.count > Self.limit + Self.limit / 4 {
      slices.removeFirst(slices.count - Self.limit)
    }
  }

  /// Notes that transitions are missing before one.
  mutating func lose(before time: Int64) {
    let start = lastEvent ?? slices.last?.start ?? time
    close(at: start)
    if start < time { gaps.append(start...time) }
    lastEvent = time
    if gaps.count > 1000 { gaps.removeFirst(500) }
  }

  /// Ends what goes on: nothing is known from a time on.
  mutating func close(at time: Int64) {
    guard let last = slices.last, last.end == nil else { return }
    slices[slices.count - 1].end = max(time, last.start)
  }

  /// Returns what ran at a time.
  func slice(at time: Int64) -> Slice? {
    let index = firstIndex(after: time)
    guard index > 0 else { return nil }
    let slice = slices[index - 1]
    return slice.end.map { $0 > time } ?? true ? slice : nil
  }

  /// Returns the stretches that reach into a time.
  func slices(in range: ClosedRange<Int64>) -> ArraySlice<Slice> {
    let end = firstIndex(after: range.upperBound)
    let start = max(firstIndex(after: range.lowerBound) - 1, 0)
    return start < end ? slices[start..<end] : []
  }

  private func firstIndex(after time: Int64) -> Int {
    var low = 0
    var high = slices.count
    while low < high {
      let middle = (low + high) / 2
      if slices[middle].start <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
