internal import TidemarkLive

/// The last look at a process, which is good enough for whoever asks at nearly the same time.
///
/// However many clients there are, the process is looked at forty times a second at most.
final class SnapshotCache {
  private let source: any ProcessSource
  private let lifetime: Int64
  private let clock: () -> Int64
  private var last: (snapshot: Snapshot, asked: Detail, time: Int64)?
  private var encoded: [UInt8]?

  /// - Parameters:
  ///   - lifetime: for how many nanoseconds a look is good enough.
  ///   - clock: a clock in nanoseconds.
  init(_ source: any ProcessSource, lifetime: Int64, clock: @escaping () -> Int64) {
    self.source = source
    self.lifetime = lifetime
    self.clock = clock
  }

  func snapshot(asking detail: Detail) throws(RequestError) -> Snapshot {
    let now = clock()
    if let last, now - last.time < lifetime, last.asked.isSuperset(of: detail) {
      return last.snapshot
    }
    last = nil
    encoded = nil
    do throws(SourceError) {
      let snapshot = try source.snapshot(asking: detail)
      last = (snapshot, detail, now)
      return snapshot
    } catch {
      throw RequestError(error)
    }
  }

  /// Returns the same as JSON.
  func json(asking detail: Detail) throws(RequestError) -> [UInt8] {
    let snapshot = try snapshot(asking: detail)
    if let encoded { return encoded }
    let bytes = try JSON.encode(snapshot)
    encoded = bytes
    return bytes
  }
}
