internal import TidemarkLive

extension EventBatch {
  /// The transitions that are there and those that are known to be missing.
  var count: Int { gaps.reduce(events.count) { $0 + $1.count } }

  /// Returns the last transitions; those before them become gaps.
  func limited(to limit: Int) -> EventBatch {
    guard events.count > limit else { return self }
    var batch = self
    batch.events = Array(events.suffix(limit))
    var missing: [Int: Int] = [:]
    for event in events.dropLast(limit) { missing[event.thread, default: 0] += 1 }
    // The first transition of a thread that is still there says where its gap ends.
    var first: [Int: Int64] = [:]
    for event in batch.events where first[event.thread] == nil { first[event.thread] = event.time }
    let end = batch.events.first?.time ?? 0
    batch.gaps += missing.sorted { $0.key < $1.key }.map { thread, count in
      Gap(thread: thread, count: count, before: first[thread] ?? end)
    }
    return batch
  }
}
