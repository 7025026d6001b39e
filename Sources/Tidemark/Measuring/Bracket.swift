package import TidemarkBaselines

/// A piece of work that is being measured: a scope of the probe and a clock.
package struct Bracket: Sendable {
  private let started = ContinuousClock.now

  /// Enters a new scope on the current task, or on the thread outside a task.
  ///
  /// Scopes nest, and what
  /// happens in an inner one belongs to the outer ones too.
  package static func open() -> Bracket { Bracket() }

  /// Leaves the scope on the current task or thread.
  package func leave() {}

  /// Returns whether no task or thread of the scope is left that no rule accepts.
  package func isSettled(ignoring rules: [IgnoreRule]) -> Bool { true }

  /// Ends the scope and returns what it used.
  package func close(ignoring rules: [IgnoreRule]) -> Usage {
    let elapsed = (ContinuousClock.now - started).components
    let seconds = Int(elapsed.seconds)
    let nanoseconds = seconds * 1_000_000_000 + Int(elapsed.attoseconds / 1_000_000_000)
    return Usage(figures: [.timeWall: .measured(nanoseconds)])
  }
}
