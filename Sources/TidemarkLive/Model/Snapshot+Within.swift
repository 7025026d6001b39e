extension Snapshot {
  /// Says of how long a time figures, threads and queues are; nil where they are of one moment.
  package var spread: String? {
    briefSpread.map { "read \($0), while tasks moved: figures and queues need not add up" }
  }

  /// The same in few words.
  package var briefSpread: String? { within.map { "within \(Self.milliseconds($0))" } }

  /// Returns a bound of a time, in tenths of milliseconds.
  private static func milliseconds(_ time: Int64) -> String {
    let tenths = max(time, 0) / 100_000 + 1
    return "\(tenths / 10).\(tenths % 10) ms"
  }
}
