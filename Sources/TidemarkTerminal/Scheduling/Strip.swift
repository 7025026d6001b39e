import TidemarkLive

/// What a thread did, in columns of equal time.
struct Strip: Hashable, Sendable {
  enum Column: Hashable, Sendable {
    /// Nothing is known of this time.
    case unknown
    case idle
    /// The share of the time that it ran something, and the longest stretch's task and executor.
    case busy(share: Double, task: UInt64, executor: UInt64?)
    /// It ran something at a look; what it did before and after is not known.
    case seen(task: UInt64, executor: UInt64?)
    /// Transitions of this time were lost.
    case lost
  }

  var columns: [Column]

  /// Collects what the transitions say.
  ///
  /// - Parameters:
  ///   - end: The moment at the right edge; the columns end at multiples of their time.
  ///   - known: The time of which there are transitions.
  ///   - silences: Times within it of which there are none, as nobody listened.
  init(
    _ lane: Lane, endingAt end: Int64, step: Int64, count: Int, known: ClosedRange<Int64>,
    silences: [ClosedRange<Int64>] = []
  ) {
    let last = end / step
    let first = last - Int64(count) + 1
    var busy = [Int64](repeating: 0, count: count)
    var longest = [Int64](repeating: 0, count: count)
    var owners = [Slice?](repeating: nil, count: count)
    for slice in lane.slices(in: first * step...end) {
      let start = max(slice.start, first * step)
      let stop = min(slice.end ?? end, end)
      guard stop >= start else { continue }
      for column in (start / step)...(stop / step) {
        let index = Int(column - first)
        guard busy.indices.contains(index) else { continue }
        let time = min(stop, (column + 1) * step) - max(start, column * step)
        busy[index] += time
        if time > longest[index] || owners[index] == nil {
          longest[index] = time
          owners[index] = slice
        }
      }
    }
    columns = (0..<count).map { index in
      let start = (first + Int64(index)) * step
      let time = start...(start + step - 1)
      if lane.gaps.contains(where: { $0.overlaps(time) }) { return .lost }
      if let owner = owners[index] {
        // The last column is not over yet.
        let length = min(step, end - start + 1)
        return .busy(
          share: min(Double(busy[index]) / Double(length), 1), task: owner.task,
          executor: owner.executor)
      }
      if silences.contains(where: { $0.overlaps(time) }) { return .unknown }
      return known.overlaps(time) ? .idle : .unknown
    }
  }

  /// Takes from another strip what is not known in this one.
  func filled(with other: Strip) -> Strip {
    var strip = self
    for (index, column) in zip(strip.columns.indices, other.columns)
    where strip.columns[index] == .unknown {
      strip.columns[index] = column
    }
    return strip
  }

  /// Collects what was seen at looks: whatever happened between them is not in it.
  init(_ glances: [Glance], of thread: Int, endingAt end: Int64, step: Int64, count: Int) {
    let first = end / step - Int64(count) + 1
    columns = Array(repeating: .unknown, count: count)
    for glance in glances {
      let index = Int(glance.time / step - first)
      guard columns.indices.contains(index), glance.time <= end else { continue }
      if let run = glance.runs[thread] {
        columns[index] = .seen(task: run.task, executor: run.executor)
      } else if columns[index] == .unknown {
        columns[index] = .idle
      }
    }
  }
}
