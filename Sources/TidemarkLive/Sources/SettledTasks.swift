private import Synchronization
import TidemarkLedger

/// The tasks that are known to wait as they did, so that their memory need not be read again.
///
/// Most of many tasks wait for something all the time. While a viewer asks for times, each transition of a
/// task leaves a trace in the ledger, and what has none still waits for what it waited for before.
final class SettledTasks: Sendable {
  /// What a look found.
  struct Found {
    /// The tasks whose memory was read: those that may have changed, run or wait for a turn.
    var unsettled: TaskSurvey
    /// How many tasks sleep; nil when it can't be told from other waits.
    var sleeping: Int?
  }

  private struct State {
    /// The watch for which the rest holds, and how many looks there were.
    var watch: Int64?
    var looks = 0
    // By the index of the task's record:
    /// What the ledger had of a task that waits since; `unknown` of others.
    var settled: [UInt64] = []
    /// Whether it waits in `Task.sleep`.
    var sleeps: [Bool] = []
    /// What the ledger had before the memory of the others was read.
    var pending: [UInt64] = []

    mutating func forget() { (settled, sleeps, pending) = ([], [], []) }

    mutating func grow(to count: Int) {
      guard count > settled.count else { return }
      let more = count - settled.count
      settled += Array(repeating: SettledTasks.unknown, count: more)
      sleeps += Array(repeating: false, count: more)
      pending += Array(repeating: 0, count: more)
    }
  }

  private let state = Mutex(State())

  private static let unknown = UInt64.max

  /// After how many looks the memory of a part of the tasks is read again all the same, and of which part:
  /// seldom, as to tell what they wait for takes the map of the process's code.
  private static let pause = 16
  private static let parts = 64

  /// Looks at all tasks of a process.
  ///
  /// - Parameter whenRead: Is called when the states of all have been read, before the rest is looked at.
  func look(at source: LocalSource, whenRead: () -> Void = {}) -> Found {
    state.withLock { state in
      state.looks += 1
      // A thread without a record leaves no trace of what its tasks do.
      let isTraced = source.memoryRefusal == nil && source.ledger.losses.threads == 0
      let watch = isTraced ? source.watch.cover(at: LocalSource.monotonic()) : nil
      if watch == nil || watch != state.watch { state.forget() }
      state.watch = watch
      var sleeping = 0
      var records = Self.unsettled(of: source, &state, &sleeping)
      // Who could not run for so long that the process stopped to take times knows nothing.
      if watch != nil, watch != source.watch.cover(at: LocalSource.monotonic()) {
        (state.watch, sleeping) = (nil, 0)
        state.forget()
        records = source.ledger.tasks { _ in true }
      }
      var found = Found(
        unsettled: source.survey(records, depth: .shortWait, whenRead: whenRead),
        sleeping: sleeping)
      Self.settle(&found, of: source, &state)
      return found
    }
  }

  /// Returns the tasks that are not known to wait as they did, and counts those of the others that sleep.
  private static func unsettled(
    of source: LocalSource, _ state: inout State, _ sleeping: inout Int
  ) -> [TaskRecord] {
    guard state.watch != nil else { return source.ledger.tasks { _ in true } }
    state.grow(to: source.ledger.taskRecordsUsed)
    // Neighbours, which are read at once.
    let part = state.settled.count / parts + 1
    let first = state.looks / pause % parts * part
    let due = first..<(state.looks % pause == 0 ? first + part : first)
    return source.ledger.tasks { index, change in
      // There may be more than a moment ago.
      guard index < state.settled.count else { return true }
      if state.settled[index] == change.word, !due.contains(index) {
        if state.sleeps[index] { sleeping += 1 }
        return false
      }
      state.settled[index] = Self.unknown
      state.pending[index] = change.word
      return true
    }
  }

  /// Counts the tasks that sleep of those whose memory was read, and notes which of them wait.
  private static func settle(_ found: inout Found, of source: LocalSource, _ state: inout State) {
    var kinds = WaitKinds(found.unsettled, names: source.names)
    for entry in found.unsettled.entries {
      guard let inspection = entry.inspection, inspection.state == .suspended else { continue }
      var sleeps = false
      if inspection.wait == .continuation {
        guard let kind = kinds.kind(of: inspection) else {
          found.sleeping = nil
          continue
        }
        sleeps = kind == .sleep
        if sleeps { found.sleeping? += 1 }
      }
      let index = entry.record.index
      guard index < state.settled.count else { continue }
      let change = source.ledger.change(of: entry.record)
      guard change.word == state.pending[index],
        // Times of another state are of an earlier watch, or those of a transition that is under way.
        change.isSuspended(entry.record) || source.ledger.times(of: entry.record) == nil
      else { continue }
      (state.settled[index], state.sleeps[index]) = (change.word, sleeps)
    }
  }
}
