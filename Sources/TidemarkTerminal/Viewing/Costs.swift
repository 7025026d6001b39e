/// What the looking itself takes.
struct Costs: Hashable, Sendable {
  /// Nanoseconds that the last look, list of tasks and batch of transitions took to get.
  var snapshot: Int64?
  var tasks: Int64?
  var events: Int64?
  /// The viewer's own processor time per time, and screens per second.
  var processors: Double?
  var frames: Double?
}
