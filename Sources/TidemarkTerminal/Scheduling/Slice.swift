/// A stretch of time in which a thread ran one task on one executor.
struct Slice: Hashable, Sendable {
  var start: Int64
  /// nil while it goes on.
  var end: Int64?
  var task: UInt64
  var executor: UInt64?
  /// Whether the task came from another executor without leaving the thread.
  var isHop = false
}
