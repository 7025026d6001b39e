/// What a trace viewer draws, before it is written in the form of one.
enum TraceItem: Hashable, Sendable {
  /// A task begins to run on a thread.
  case begin(Run)
  /// What was begun last on a thread is over.
  case end(time: Int64, thread: Int)
  /// Something that takes no time, with where an arrow begins.
  case instant(Instant)
  case count(time: Int64, Counter, Int)

  struct Run: Hashable, Sendable {
    var time: Int64
    var thread: Int
    var task: UInt64
    var name: String
    var executor: String
    /// The arrow that ends here.
    var flow: UInt64?
    /// Nanoseconds since it was enqueued.
    var queued: Int64?
    /// Why it could not be told what it was before.
    var note: String?
  }

  struct Instant: Hashable, Sendable {
    var time: Int64
    /// The thread; nil where nobody knows which.
    var thread: Int?
    var name: String
    var task: UInt64?
    var flow: UInt64?
    var details: [String: String] = [:]
  }

  /// A curve: of the whole process, or of one executor.
  enum Counter: Hashable, Sendable {
    case liveTasks
    case queue(executor: UInt64, name: String)

    var name: String {
      switch self {
      case .liveTasks: "Live tasks"
      case .queue(_, let name): "Queue of \(name)"
      }
    }
  }
}
