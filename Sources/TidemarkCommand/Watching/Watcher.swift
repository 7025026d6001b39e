import TidemarkLive

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// Prints a line for each interval until the process ends or enough is seen.
struct Watcher {
  var source: any ProcessSource
  var interval: Double = 1
  var count: Int?
  var json = false

  /// Watches; the end of the process is an end like any other, and is told of on the error stream.
  func run() throws -> Int32 {
    if let recording = source as? RecordingSource { return try run(recording) }
    if !json { Console.error("tidemark: watching \(source.title)") }
    var lines = WatchLines()
    var earlier: Snapshot?
    var due = ContinuousClock.now
    for number in 0... {
      if let count, number >= count { break }
      if number > 0 {
        due = Self.next(after: due, interval)
        Self.sleep(until: due)
      }
      guard let snapshot = try look(isFirst: number == 0) else { break }
      try show(snapshot, after: earlier, &lines)
      earlier = snapshot
    }
    return 0
  }

  /// Prints the looks of a recording at once, those that are an interval apart.
  private func run(_ recording: RecordingSource) throws -> Int32 {
    var lines = WatchLines()
    var earlier: Snapshot?
    var left = count ?? .max
    for snapshot in recording.snapshots where left > 0 {
      // One that is a little early counts, or every second one would be late.
      if let earlier, Double(snapshot.time - earlier.time) < interval * 0.9e9 { continue }
      try show(snapshot, after: earlier, &lines)
      earlier = snapshot
      left -= 1
    }
    if left > 0 {
      let end = earlier == nil ? "has no look at the process" : "ends here"
      Console.error("tidemark: the recording \(recording.title) \(end)")
    }
    return 0
  }

  private func show(
    _ snapshot: Snapshot, after earlier: Snapshot?, _ lines: inout WatchLines
  ) throws {
    let rates = earlier.flatMap { FigureRates(from: $0, to: snapshot) }
    if json {
      try Console.output(WatchRecord.line(WatchRecord(snapshot, rates: rates)))
    } else {
      for line in lines.lines(snapshot, rates: rates) { try Console.output(line) }
    }
  }

  /// Looks at the process, or returns nil when it has ended since the first look.
  private func look(isFirst: Bool) throws -> Snapshot? {
    do {
      return try source.snapshot(asking: [])
    } catch {
      guard case .ended(let how) = error, !isFirst else { throw error }
      Console.error("tidemark: \(how)")
      return nil
    }
  }

  /// Returns when the next look is due; when looks take long, none is made up for.
  static func next(
    after due: ContinuousClock.Instant, _ interval: Double
  ) -> ContinuousClock.Instant {
    let next = due + .seconds(interval)
    return next > .now ? next : .now + .seconds(interval)
  }

  /// Waits for a moment.
  static func sleep(until due: ContinuousClock.Instant) {
    var left = ContinuousClock.now.duration(to: due)
    while left > .zero {
      let (seconds, attoseconds) = left.components
      usleep(seconds > 0 ? 999_999 : useconds_t(attoseconds / 1_000_000_000_000) + 1)
      left = ContinuousClock.now.duration(to: due)
    }
  }
}
