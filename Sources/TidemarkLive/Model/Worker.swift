/// A thread of an observed process.
package struct Worker: Codable, Hashable, Sendable {
  package enum Kind: String, Codable, Sendable, CaseIterable {
    /// A worker of Dispatch or of the cooperative pool.
    case pool
    /// The thread that the process started with.
    case main
    /// A thread that the program's own code started.
    case user
    /// A thread whose start was not seen, or one of a library's own.
    case other
  }

  /// The kernel's id of the thread, and its name.
  package var thread: Int
  package var name: String
  package var kind: Kind
  /// The task that the thread runs, or nil.
  package var task: UInt64?
  /// The executor on which the thread runs it, nil when it runs none or it is not known.
  package var executor: UInt64?
  /// Since when it runs the task, on the monotonic clock; known while times are asked for.
  package var since: Int64?
  /// The calls in which the thread waits, innermost first; nil when it runs, when nobody can tell, and
  /// when it was not asked for.
  package var stack: [Frame]?

  package init(
    thread: Int, name: String, kind: Kind, task: UInt64? = nil, executor: UInt64? = nil,
    since: Int64? = nil, stack: [Frame]? = nil
  ) {
    self.thread = thread
    self.name = name
    self.kind = kind
    self.task = task
    self.executor = executor
    self.since = since
    self.stack = stack
  }
}
