package import Tidemark
package import XCTest

/// The measurement of one XCTest test, from before `setUp` to after `tearDown`.
///
/// Two brackets: the outer one holds everything, and from it come tasks, threads and what leaked. The
/// inner one holds the test method alone, and from it come heap and objects: the way in which XCTest
/// waits for asynchronous set-up and tear-down allocates differently each time.
package final class CaseMeasuring: Sendable {
  private static let current = Guarded<CaseMeasuring?>(nil)

  private struct State: Sendable {
    var method: Bracket?
    var isAsync = false
    var threw = false
    var isInMethod = false
  }

  private let test: ObjectIdentifier
  private let rules: [IgnoreRule]
  private let settling: Settling
  private let whole: Bracket
  private let state = Guarded(State())

  private init(_ test: XCTestCase, rules: [IgnoreRule], settling: Settling) {
    self.test = ObjectIdentifier(test)
    self.rules = rules
    self.settling = settling
    whole = Bracket.open()
  }

  /// Starts to measure a test.
  ///
  /// XCTest runs one test at a time in a process.
  package static func begin(
    _ test: XCTestCase, ignoring rules: [IgnoreRule] = [], settling: Settling = Settling()
  ) -> CaseMeasuring {
    CaseOverhead.prepare()
    Session.shared.begin(TestIdentity(test))
    let measuring = CaseMeasuring(test, rules: rules, settling: settling)
    current.withLock { $0 = measuring }
    return measuring
  }

  /// Returns the measurement that a test is in, or nil.
  package static func running(_ test: XCTestCase) -> CaseMeasuring? {
    current.withLock { $0?.test == ObjectIdentifier(test) ? $0 : nil }
  }

  /// Ends the measurement and returns it.
  ///
  /// Nil when there is nothing to judge, which is noted: the test failed or was skipped.
  package func measurement(of test: XCTestCase, limits: [Limit] = []) -> TestMeasurement? {
    guard let usage = end(), test.testRun?.hasBeenSkipped != true,
      test.testRun?.totalFailureCount ?? 0 == 0
    else {
      Session.shared.drop(TestIdentity(test))
      return nil
    }
    return TestMeasurement(test, usage, limits: limits)
  }

  /// Ends the measurement, waits for leftovers, and returns the figures.
  ///
  /// Nil when there is nothing to judge: the test threw, was skipped or never got to its method.
  private func end() -> Usage? {
    whole.leave()
    Self.current.withLock { $0 = nil }
    _ = settling.settleBlocking { whole.isSettled(ignoring: rules) }
    let (method, isAsync, threw) = state.withLock { ($0.method, $0.isAsync, $0.threw) }
    let inner = method?.close(ignoring: rules)
    let usage = whole.close(ignoring: rules).subtracting(CaseOverhead.of(isAsync: isAsync))
    guard let inner else {
      #if os(Linux)
        return CaseOverhead.isHooked ? nil : usage.withoutHeap()
      #else
        return usage
      #endif
    }
    return threw ? nil : usage.taking(Self.methodMetrics, from: inner)
  }

  /// Figures that are taken from the test method alone.
  package static let methodMetrics: [Metric] = [
    .heapAllocations, .heapBytesAllocated, .heapPeakBytes, .heapLeakedBytes, .heapLeakedBlocks,
    .objectsAllocated, .objectsLeaked,
  ]

  /// Whether the test method is running in its own bracket.
  package var isInMethod: Bool { state.withLock { $0.isInMethod } }

  /// Notes that the method is asynchronous and will come back on a task.
  func expectAsyncMethod() {
    state.withLock { $0.isAsync = true }
  }

  /// Runs the test method, unless an asynchronous one is about to measure itself.
  func measureMethod(_ body: () throws -> Void) throws {
    if state.withLock({ $0.isAsync }) { return try body() }
    let bracket = enter()
    do {
      try body()
      leave(bracket, threw: false)
    } catch {
      leave(bracket, threw: true)
      throw error
    }
  }

  /// Runs an asynchronous test method on the task that XCTest made for it.
  func measureAsyncMethod(_ body: () async throws -> Void) async throws {
    TaskStack.reserve()
    let bracket = enter()
    do {
      try await body()
      leave(bracket, threw: false)
    } catch {
      leave(bracket, threw: true)
      throw error
    }
  }

  private func enter() -> Bracket {
    state.withLock { $0.isInMethod = true }
    return Bracket.open(process: false)
  }

  private func leave(_ bracket: Bracket, threw: Bool) {
    bracket.leave()
    bracket.returnToOuter()
    state.withLock {
      $0.method = bracket
      $0.threw = threw
      $0.isInMethod = false
    }
  }
}

extension Usage {
  /// Returns this usage without the figures that XCTest's own work would be mixed into.
  fileprivate func withoutHeap() -> Usage {
    var result = self
    for metric in CaseMeasuring.methodMetrics {
      result.figures[metric] = .unavailable(
        reason: "the hook into XCTest's list of tests did not take")
    }
    return result
  }
}
