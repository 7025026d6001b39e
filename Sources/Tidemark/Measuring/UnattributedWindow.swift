package import TidemarkBaselines
import TidemarkLedger

/// What happens while something is being measured and belongs to nobody.
///
/// Between measurements the test library works for itself, which says nothing about how well the
/// figures are attributed.
package enum UnattributedWindow {
  private struct State: Sendable {
    var open = 0
    var start = Unattributed()
    var total = Unattributed()
  }

  private static let state = Guarded(State())

  /// What has happened so far.
  package static var total: Unattributed {
    let now = reading()
    return state.withLock { $0.open > 0 ? $0.total + (now - $0.start) : $0.total }
  }

  static func enter() {
    let now = reading()
    state.withLock { state in
      if state.open == 0 { state.start = now }
      state.open += 1
    }
  }

  static func leave() {
    let now = reading()
    state.withLock { state in
      state.open -= 1
      if state.open == 0 { state.total = state.total + (now - state.start) }
    }
  }

  private static func reading() -> Unattributed {
    let counters = Bracket.processLedger?.counters(of: Ledger.unattributed) ?? Counters()
    return Unattributed(
      tasks: counters.tasksCreated, allocations: counters.allocations,
      bytes: counters.bytesAllocated)
  }
}

extension Unattributed {
  fileprivate static func + (left: Self, right: Self) -> Self {
    Unattributed(
      tasks: left.tasks + right.tasks, allocations: left.allocations + right.allocations,
      bytes: left.bytes + right.bytes)
  }

  fileprivate static func - (left: Self, right: Self) -> Self {
    Unattributed(
      tasks: left.tasks - right.tasks, allocations: left.allocations - right.allocations,
      bytes: left.bytes - right.bytes)
  }
}
