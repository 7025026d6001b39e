package import Testing
internal import Tidemark

/// The measurement of one test function over all of its cases.
package final class TestMeasuring: Sendable {
  /// The tests that run.
  ///
  /// A task-local value would be an allocation for each `Task {}` of a test, which copies it.
  private static let running = Guarded<[Test.ID: TestMeasuring]>([:])

  /// Returns whether a test is being measured.
  package static func isMeasuring(_ test: Test) -> Bool {
    running.withLock { $0[test.id] != nil }
  }

  private let rules: [IgnoreRule]
  private let settling: Settling
  private let usage = Guarded<Usage?>(nil)
  private let issues = IssueWatch()

  private init(_ test: Test) {
    let parts = test.usageParts
    rules = parts.compactMap { if case .ignore(let rule) = $0 { rule } else { nil } }
    settling =
      parts.reversed().compactMap { if case .settling(let time) = $0 { time } else { nil } }.first
      ?? Settling()
  }

  /// Runs all cases of a test, then submits the worst figures and records what is wrong with them.
  ///
  /// A test that fails has no figures: it may have stopped half-way.
  static func judge(_ test: Test, _ function: @Sendable () async throws -> Void) async throws {
    let measuring = TestMeasuring(test)
    Session.shared.begin(TestIdentity(test))
    running.withLock { $0[test.id] = measuring }
    var hasFigures = false
    defer {
      running.withLock { $0[test.id] = nil }
      if !hasFigures { Session.shared.drop(TestIdentity(test)) }
    }
    try await function()
    guard let usage = measuring.usage.withLock({ $0 }), !measuring.issues.hasFailed else { return }
    hasFigures = true
    if let failure = Session.shared.submit(TestMeasurement(test, usage)) {
      Issue.record(Comment(rawValue: failure), sourceLocation: test.sourceLocation)
    }
  }

  /// Runs one case in a bracket of its own.
  ///
  /// A case that throws has no figures.
  static func measure(
    _ testCase: Test.Case, of test: Test, _ function: @Sendable () async throws -> Void
  ) async throws {
    guard let measuring = running.withLock({ $0[test.id] }) else { return try await function() }
    try await measuring.issues.watch(testCase, of: test) {
      let usage = try await measuring.bracket(function)
      measuring.usage.withLock { $0 = $0?.worst(usage) ?? usage }
    }
  }

  private func bracket(_ function: @Sendable () async throws -> Void) async throws -> Usage {
    TaskStack.reserve()
    let bracket = Bracket.open()
    do {
      try await function()
    } catch {
      bracket.leave()
      _ = bracket.close(ignoring: rules)
      throw error
    }
    bracket.leave()
    _ = await settling.settle { bracket.isSettled(ignoring: rules) }
    return bracket.close(ignoring: rules)
  }
}

extension Test {
  /// What the traits of this module say, the outermost suite first.
  var usageParts: [UsageTrait.Part] { traits.compactMap { ($0 as? UsageTrait)?.part } }
}
