/// What an executor has to do, and how long its queue was lately.
///
/// Time is cut into tenths of a second, of each of which the longest is kept.
struct ExecutorQueue: Hashable, Sendable {
  /// The most that waited in a stretch of time in which the queue changed.
  private struct Stretch: Hashable, Sendable {
    var number: Int64
    var most: Int
  }

  private(set) var load = TransitionState.Load()
  /// In the order of time.
  private var stretches: [Stretch] = []

  private static let stretch: Int64 = 100_000_000
  private static let count = TransitionState.memory / stretch

  /// Takes that more or fewer tasks wait or run.
  mutating func change(queued: Int, running: Int, at time: Int64) {
    // What waited until now has waited since the last change.
    let most = max(load.queued, load.queued + queued)
    load.queued += queued
    load.running += running
    let number = time / Self.stretch
    if let last = stretches.indices.last, stretches[last].number >= number {
      stretches[last].most = max(stretches[last].most, most)
      return
    }
    if let kept = stretches.firstIndex(where: { $0.number >= number - Self.count }) {
      stretches.removeFirst(kept)
    } else {
      stretches.removeAll()
    }
    stretches.append(Stretch(number: number, most: most))
  }

  /// Whether it has something to do at a moment, or had shortly before.
  func isInSight(at time: Int64) -> Bool {
    load != TransitionState.Load()
      || stretches.last.map { $0.number >= time / Self.stretch - Self.count } ?? false
  }

  /// Returns the most that waited at once in the seconds up to a moment.
  func most(at time: Int64) -> Int {
    let first = time / Self.stretch - Self.count
    return stretches.reversed().prefix { $0.number >= first }
      .reduce(load.queued) { max($0, $1.most) }
  }
}
