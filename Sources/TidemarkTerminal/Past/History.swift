package import TidemarkLive

/// The last looks at a process, of which the oldest are forgotten.
package struct History: Sendable {
  /// How many looks are kept.
  package let capacity: Int
  /// The time between two looks from which on something is missing between them.
  package var patience: Int64
  private var stored: [Sample] = []
  private var last: Snapshot?

  package init(capacity: Int, patience: Int64) {
    self.capacity = max(capacity, 2)
    self.patience = patience
  }

  package var samples: ArraySlice<Sample> { stored.suffix(capacity) }
  package var isEmpty: Bool { stored.isEmpty }
  package var newest: Sample? { stored.last }

  /// From the first look to the last.
  package var span: ClosedRange<Int64>? {
    guard let first = samples.first, let last = samples.last else { return nil }
    return first.time...last.time
  }

  /// Adds a look; one that is not after the last one is ignored.
  package mutating func append(_ snapshot: Snapshot) {
    if let last, snapshot.time <= last.time { return }
    let rates = last.flatMap { Rates(from: $0, to: snapshot) }
    var lean = snapshot
    lean.histograms = []
    stored.append(Sample(snapshot: lean, rates: rates))
    last = snapshot
    // Seldom and many at once, as each time moves all that stay.
    if stored.count > capacity + capacity / 4 { stored.removeFirst(stored.count - capacity) }
  }

  /// Returns the last look at or before a time, or the first of all.
  package func sample(at time: Int64) -> Sample? {
    let samples = samples
    let index = firstIndex(after: time)
    return index > samples.startIndex ? samples[index - 1] : samples.first
  }

  /// Returns the looks of a time, and the last one before it.
  package func samples(in range: ClosedRange<Int64>) -> ArraySlice<Sample> {
    let samples = samples
    let end = firstIndex(after: range.upperBound)
    let start = max(firstIndex(after: range.lowerBound - 1) - 1, samples.startIndex)
    return start < end ? samples[start..<end] : []
  }

  /// Returns the time of the look that is a number of looks from a time.
  package func time(steps: Int, from time: Int64) -> Int64? {
    let samples = samples
    guard !samples.isEmpty else { return nil }
    let index = max(firstIndex(after: time) - 1, samples.startIndex)
    return samples[min(max(index + steps, samples.startIndex), samples.endIndex - 1)].time
  }

  private func firstIndex(after time: Int64) -> Int {
    let samples = samples
    var low = samples.startIndex
    var high = samples.endIndex
    while low < high {
      let middle = low + (high - low) / 2
      if samples[middle].time <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
