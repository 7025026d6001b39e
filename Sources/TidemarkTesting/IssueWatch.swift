package import Testing
internal import Tidemark

/// Sees whether a failing issue was recorded while a test's case ran.
///
/// The public trait for handling issues is the only supported way to learn of one. It is asked to
/// provide its scope around the case, outside of what is measured, and passes issues on unchanged.
package final class IssueWatch: Sendable {
  private let failed = Guarded(false)

  /// Creates a watch that has seen nothing.
  package init() {}

  /// Whether the test has failed so far.
  ///
  /// Issues of detached tasks belong to no test and are not among them.
  package var hasFailed: Bool { failed.withLock { $0 } }

  /// Runs one case while watching.
  package func watch(
    _ testCase: Test.Case, of test: Test, _ function: @Sendable () async throws -> Void
  ) async throws {
    #if compiler(>=6.3)
      let trait: IssueHandlingTrait = .compactMapIssues { issue in
        // An issue recorded outside of any test, as by a detached task, is sent to every scope that
        // is open, those around this one included: passed on from here, it would be told again by
        // each test that happens to run.
        guard Test.current != nil else { return nil }
        if issue.isFailure { self.failed.withLock { $0 = true } }
        return issue
      }
      try await trait.provideScope(for: test, testCase: testCase, performing: function)
    #else
      try await function()
    #endif
  }
}
