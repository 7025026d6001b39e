import Testing
import Tidemark
import TidemarkTesting

/// Cancels a test, or a case of it, before it has begun.
private struct Cancelling: TestTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    for _ in 0..<9 { Task {} }
    try Test.cancel("by a trait")
  }
}

/// Tests with known figures, and between them some that are cancelled.
///
/// Those keep none of the limits, so they must not be judged, nor count for the one after them.
@Suite(.serialized, .limit(.tasksCreated, 3...3), .limit(.tasksLeaked, 0...0))
struct CancelledTests {
  private func create() async {
    for _ in 0..<3 { await Task {}.value }
  }

  @Test func before() async { await create() }

  @Test(Cancelling()) func isCancelled() { Issue.record("was run all the same") }

  @Test func after() async throws {
    #expect(TestMeasuring.isMeasuring(try #require(Test.current)))
    await create()
  }

  @Test func cancelsItself() async throws {
    await Task {}.value
    try Test.cancel("half-way")
  }

  @Test func afterThat() async { await create() }
}
