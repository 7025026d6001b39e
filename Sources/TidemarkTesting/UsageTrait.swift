private import Synchronization
public import Testing
package import Tidemark

/// A trait that measures a test, or says how its measurement is judged.
///
/// Several of them on a test and its suites make one measurement: the last one, which stands closest
/// to the test's body, measures, and takes what the others say into account. Scopes of other traits
/// that come earlier are therefore outside of the measurement, and an empty test uses nothing.
public struct UsageTrait: TestTrait, SuiteTrait, TestScoping {
  /// What one trait contributes.
  package enum Part: Hashable, Sendable {
    /// The test is held against its committed baseline.
    case baseline
    /// A metric of the test has to stay in a range.
    case limit(Limit)
    /// A leak of the test is accepted.
    case ignore(IgnoreRule)
    /// The time that the test's leftovers get to go away.
    case settling(Settling)
  }

  /// What this trait contributes.
  package let part: Part
  private let serial: Int
  private static let lastSerial = Atomic<Int>(0)

  /// Creates a trait.
  package init(_ part: Part) {
    self.part = part
    serial = Self.lastSerial.wrappingAdd(1, ordering: .relaxed).newValue
  }

  /// A suite's trait is a trait of every test below it.
  public var isRecursive: Bool { true }

  /// Returns this trait for the test it is closest to, and for each of that test's cases.
  public func scopeProvider(for test: Test, testCase: Test.Case?) -> UsageTrait? {
    guard Session.shared.isOn, !test.isSuite else { return nil }
    let last = test.traits.lazy.reversed().compactMap { $0 as? UsageTrait }.first
    return last?.serial == serial ? self : nil
  }

  /// Measures a case, or judges the test once all of its cases have been measured.
  public func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @Sendable () async throws -> Void
  ) async throws {
    if let testCase {
      try await TestMeasuring.measure(testCase, of: test, function)
    } else {
      try await TestMeasuring.judge(test, function)
    }
  }
}
