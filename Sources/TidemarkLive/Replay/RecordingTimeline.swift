/// A recording as a row of moments through which one can go, forwards and backwards.
///
/// At the beginnings of some blocks the state is kept, so that going back does not begin anew.
package struct RecordingTimeline {
  /// Something that happened, or that is missing.
  package enum Moment: Hashable, Sendable {
    case event(TransitionEvent)
    case gap(EventBatch.Gap)

    package var time: Int64 {
      switch self {
      case .event(let event): event.time
      case .gap(let gap): gap.before
      }
    }
  }

  package let file: RecordingFile
  /// The times of the beginning and the end.
  package let first: Int64
  package let last: Int64
  /// How many moments there are.
  package let count: Int
  /// The state after the moments before `index`.
  package private(set) var state: TransitionState
  /// How many moments lie behind.
  package private(set) var index = 0
  /// Where one is: the time of the last moment, or the one that was gone to.
  package private(set) var time: Int64

  private let blocks: [RecordingFile.Entry]
  /// How many moments there are before each block.
  private let starts: [Int]
  /// What else changes the state: lists of tasks, and where the recording was continued.
  private let marks: [RecordingFile.Entry]
  private var mark = 0
  private var checkpoints = Checkpoints()
  private var decoded: (block: Int, moments: [Moment])?

  package init(_ file: RecordingFile) {
    self.file = file
    blocks = file.entries.filter { $0.kind == .events }
    var starts: [Int] = []
    var count = 0
    for block in blocks {
      starts.append(count)
      count += block.events + block.gaps
    }
    self.starts = starts
    self.count = count
    // The first header begins nothing anew.
    let headers = file.entries.filter { $0.kind == .header }.dropFirst()
    let lists = file.entries.filter { $0.kind == .tasks }
    marks = (headers + lists).enumerated()
      .sorted { ($0.element.first, $0.offset) < ($1.element.first, $1.offset) }.map(\.element)
    // What was looked up after the end is of no moment of the recording.
    let dated = file.entries.filter { entry in
      file.end.map { entry.first <= $0.time } ?? true || entry.kind == .events
    }
    let times = dated.flatMap { [$0.first, $0.last] }
    // The rings were asked before the first look.
    first = times.min() ?? 0
    last = max(times.max() ?? first, first)
    time = first
    state = TransitionState(time: first)
    checkpoints.keep(state, mark: 0, block: 0)
    passMarks(until: first)
  }

  /// Goes to a moment in time: behind everything that had happened by then.
  package mutating func go(to target: Int64) {
    let target = min(max(target, first), last)
    if target < time {
      let blocks = blocks
      restore { blocks[$0].first <= target }
    }
    while let moment = next, moment.time <= target { pass(moment) }
    passMarks(until: target)
    time = target
  }

  /// Goes forwards or backwards by a number of moments.
  package mutating func step(by steps: Int) {
    let target = min(max(index + steps, 0), count)
    if target < index {
      let starts = starts
      restore { starts[$0] <= target }
      while index < target, let moment = next { pass(moment) }
      return
    }
    while index < target, let moment = next { pass(moment) }
  }

  /// What happens next, or nil at the end.
  package var next: Moment? {
    mutating get {
      while index < count {
        let block = blockIndex(of: index)
        let moments = moments(of: block)
        if index - starts[block] < moments.count { return moments[index - starts[block]] }
        // A block that turned out to be unreadable has less than it claims.
        guard block + 1 < blocks.count else { return nil }
        index = starts[block + 1]
      }
      return nil
    }
  }

  /// Returns the moments of a range of numbers.
  package mutating func moments(_ range: Range<Int>) -> [Moment] {
    var found: [Moment] = []
    var index = max(range.lowerBound, 0)
    while index < min(range.upperBound, count) {
      let block = blockIndex(of: index)
      let moments = moments(of: block)
      let end = min(range.upperBound - starts[block], moments.count)
      if index - starts[block] < end { found += moments[(index - starts[block])..<end] }
      index = block + 1 < starts.count ? starts[block + 1] : count
    }
    return found
  }

  /// Returns how many moments there are up to a time.
  package mutating func index(at target: Int64) -> Int {
    // Blocks lie in the order of time but for a few moments at their edges.
    guard let block = blocks.lastIndex(where: { $0.first <= target }) else { return 0 }
    return starts[block] + moments(of: block).prefix { $0.time <= target }.count
  }

  private mutating func pass(_ moment: Moment) {
    let block = blockIndex(of: index)
    if starts[block] == index { checkpoints.keep(state, mark: mark, block: block) }
    passMarks(until: moment.time)
    switch moment {
    case .event(let event): state.apply(event)
    case .gap(let gap): state.apply(gap)
    }
    index += 1
    time = max(moment.time, first)
  }

  private mutating func passMarks(until time: Int64) {
    while mark < marks.count, marks[mark].first <= time {
      let found = file.block(marks[mark])
      mark += 1
      switch found {
      case .header(let header)?: state.interrupt(at: header.time)
      case .tasks(var list)?:
        // A long list is several blocks.
        while mark < marks.count, marks[mark].kind == .tasks, marks[mark].first == list.time {
          if case .tasks(let more)? = file.block(marks[mark]) { list.tasks += more.tasks }
          mark += 1
        }
        state.apply(list, isWhole: list.tasks.count == list.total)
      default: break
      }
    }
  }

  /// Goes back to the last kept state that fits.
  private mutating func restore(_ fits: (Int) -> Bool) {
    let kept = checkpoints.last { $0 == 0 || fits($0) }
    state = kept.state
    mark = kept.mark
    index = blocks.isEmpty ? 0 : starts[kept.block]
    time = state.time
    passMarks(until: time)
  }

  private func blockIndex(of index: Int) -> Int {
    var (low, high) = (0, starts.count)
    while low + 1 < high {
      let middle = (low + high) / 2
      if starts[middle] <= index { low = middle } else { high = middle }
    }
    return low
  }

  private mutating func moments(of block: Int) -> [Moment] {
    if let decoded, decoded.block == block { return decoded.moments }
    var moments: [Moment] = []
    if case .events(let batch)? = file.block(blocks[block]) {
      var gaps = batch.gaps.sorted { $0.before < $1.before }[...]
      moments.reserveCapacity(batch.events.count + gaps.count)
      for event in batch.events {
        while let gap = gaps.first, gap.before <= event.time {
          moments.append(.gap(gap))
          gaps = gaps.dropFirst()
        }
        moments.append(.event(event))
      }
      moments += gaps.map(Moment.gap)
    }
    decoded = (block, moments)
    return moments
  }
}
