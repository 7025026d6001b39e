import TidemarkLive

extension Transitions {
  /// How many tasks waited for an executor and ran on it.
  struct Load: Hashable, Sendable {
    var queued = 0
    var running = 0
  }

  /// How many transitions before a moment are looked at.
  static let reach = 5000

  /// Returns what waited where and ran at a moment, by the last transition of each task.
  ///
  /// A task that had none for so long that `reach` others came since is not counted.
  func loads(at time: Int64) -> [UInt64: Load] {
    var seen: Set<UInt64> = []
    var loads: [UInt64: Load] = [:]
    // What waited or ran before a time of which nothing is known need not do so any more.
    let start = silences.last { $0.lowerBound <= time }?.upperBound ?? .min
    for event in events(upTo: time, count: Self.reach) where event.task != 0 {
      if event.time < start { break }
      switch event.kind {
      case .threadStarted, .threadEnded: continue
      default: break
      }
      guard seen.insert(event.task).inserted, let executor = event.executor else { continue }
      switch event.kind {
      case .enqueued: loads[executor, default: Load()].queued += 1
      case .run, .hopped: loads[executor, default: Load()].running += 1
      default: break
      }
    }
    return loads
  }
}
