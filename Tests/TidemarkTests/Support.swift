import Testing
import Tidemark
import TidemarkBaselines
import TidemarkLedger

/// Measures a piece of work once it has settled, for tests of what the probe counts.
func bracketed(
  isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Void
) async rethrows -> Usage {
  let bracket = Bracket.open()
  do {
    try await body()
  } catch {
    bracket.leave()
    _ = bracket.close()
    throw error
  }
  bracket.leave()
  for _ in 0..<50 where !bracket.isSettled() {
    try? await Task.sleep(for: .milliseconds(10))
  }
  return bracket.close()
}

/// Holds tasks back until it is opened.
actor Gate {
  private var isOpen = false
  private var arrived = 0
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func wait() async {
    if isOpen { return }
    await withCheckedContinuation { waiting.append($0) }
  }

  /// Opens the gate for all once so many have arrived.
  func arrive(of count: Int) {
    arrived += 1
    if arrived == count { open() }
  }

  /// Returns once a number of tasks wait.
  func waits(for count: Int) async {
    while waiting.count < count { await Task.yield() }
  }

  func open() {
    isOpen = true
    for continuation in waiting { continuation.resume() }
    waiting = []
  }
}

actor Counter {
  private(set) var value = 0

  func increment() { value += 1 }
}

/// Increments a counter and comes back, which the optimizer leaves out where nothing is done between
/// two visits of an actor.
func visit(_ counter: Counter) async {
  opaque(await counter.increment())
}

/// Uses a value in a way that the optimizer cannot see through.
@discardableResult @inline(never) @_optimize(none)
func opaque<Value>(_ value: Value) -> Value { value }

/// Returns whether the probe of this process has hooks of the given kinds.
func probeCan(_ needed: Ledger.Capabilities) -> Bool {
  Bracket.processLedger?.capabilities.isSuperset(of: needed) ?? false
}
