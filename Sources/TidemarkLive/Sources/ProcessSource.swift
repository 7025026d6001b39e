/// Something that shows a process: one on this machine, one behind HTTP, or a recording.
///
/// All calls may block, for a short time; none needs the cooperative pool. Several threads may call.
package protocol ProcessSource: Sendable {
  /// What to call it on a screen: `server (4711)`, `host:9090`, `file.tidemark`.
  var title: String { get }

  /// A descriptor that becomes readable when the process ends; nil where there is none.
  var endDescriptor: CInt? { get }

  /// Looks at the process.
  ///
  /// - Parameter asking: what the process is to keep from now on, for the next few seconds.
  func snapshot(asking: Detail) throws(SourceError) -> Snapshot

  /// Returns the live tasks.
  func tasks(_ query: TaskQuery) throws(SourceError) -> TaskList

  /// Returns what happened since the last call with the same cursor, and asks for more of it.
  func events(after cursor: inout EventCursor) throws(SourceError) -> EventBatch

  /// Returns the calls that created tasks at places that transitions have named, innermost first, as lists
  /// of tasks have them; an empty list for each unknown one.
  func frames(at places: [UInt64]) -> [[Frame]]

  /// Returns what is known of executors that transitions have named; unknown ones are left out.
  func executors(_ identities: [UInt64]) -> [ExecutorDescription]
}

extension ProcessSource {
  package var endDescriptor: CInt? { nil }

  package func executors(_ identities: [UInt64]) -> [ExecutorDescription] { [] }
}

/// What a viewer asks a process to keep, which costs it something until the viewer stops to ask.
package struct Detail: OptionSet, Sendable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The times of tasks, and the histograms.
  package static let times = Self(rawValue: 1 << 0)
  /// Every transition; includes the times.
  package static let events = Self(rawValue: 1 << 1)
}

/// What to say of which tasks.
package struct TaskQuery: Codable, Hashable, Sendable {
  /// Whether to follow the async frames of suspended tasks.
  package var stacks = false
  /// Whether to look up functions, files and lines; without it, only what is known already.
  package var symbols = true
  /// How many tasks to list at most.
  package var limit: Int?
  /// The runtime's id of the only task to list; nothing is listed where there is none of that id.
  package var id: UInt64?

  package init(
    stacks: Bool = false, symbols: Bool = true, limit: Int? = nil, id: UInt64? = nil
  ) {
    self.stacks = stacks
    self.symbols = symbols
    self.limit = limit
    self.id = id
  }
}

/// How far a reader of events has come: for each ring, how many it has seen.
package struct EventCursor: Codable, Hashable, Sendable {
  package var positions: [UInt64] = []

  package init() {}
}

/// Why a process can't be shown.
package enum SourceError: Error, Hashable, Sendable {
  /// The process has ended, and how, as far as that can be told.
  case ended(Ending)
  /// It can't be reached or read, and what to do about it.
  case unreadable(String)
}

extension SourceError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .ended(let how): how.description
    case .unreadable(let why): why
    }
  }
}
