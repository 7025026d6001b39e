/// A count per iteration on both sides.
///
/// Counts are compared exactly: it is a change when no process of one side saw as few or as many as
/// any of the other.
struct CountChange: Hashable {
  enum Direction: String, Hashable {
    case risen
    case fallen
    case level
    /// The processes of a side disagree, and the two sides overlap.
    case unclear
  }

  /// The engine's name of the counter.
  var name: String
  /// The least and the most that a process saw before.
  var before: ClosedRange<Double>
  /// The least and the most that a process saw after.
  var after: ClosedRange<Double>

  /// Compares the values of all processes; nil when a side has none.
  init?(_ name: String, before: [Double], after: [Double]) {
    guard let first = before.min(), let second = after.min() else { return nil }
    self.name = name
    self.before = first...(before.max() ?? first)
    self.after = second...(after.max() ?? second)
  }

  /// What became of it.
  var direction: Direction {
    if before == after, isExact { return .level }
    if after.lowerBound > before.upperBound { return .risen }
    if after.upperBound < before.lowerBound { return .fallen }
    return .unclear
  }

  /// Whether all processes of each side agree.
  var isExact: Bool {
    before.lowerBound == before.upperBound && after.lowerBound == after.upperBound
  }
}
