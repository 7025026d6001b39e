import Foundation
import Testing

@Test func free() {}

@Test func freeAsync() async {}

@Test(arguments: [1, 2, 3]) func oneArgument(value: Int) {}

@Test(arguments: [1, 2], ["a", "b"]) func twoArguments(number: Int, text: String) async {}

@Test(arguments: zip([1, 2], ["a", "b"])) func zipped(number: Int, text: String) {}

@Test(arguments: ["a": 1]) func dictionary(pair: (key: String, value: Int)) {}

@Test func exits() async {
  await #expect(processExitsWith: .exitCode(3)) { exit(3) }
}

/// Fails when the environment asks for it; once by itself, once by a task of nobody's.
@Test func fails() async {
  guard ProcessInfo.processInfo.environment["PLANTED_FAILURE"] != nil else { return }
  Issue.record("planted")
  await Task.detached { _ = Issue.record("detached") }.value
}

/// Ends the process when the environment asks for it, as if all were well.
@Test func leaves() {
  if ProcessInfo.processInfo.environment["PLANTED_EXIT"] != nil { exit(0) }
}

struct SetUp: TestTrait, SuiteTrait, TestScoping {
  var isRecursive: Bool { true }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await function()
  }
}

@Suite(.serialized) struct Ordered {
  @Test func first() {}

  @Test(.timeLimit(.minutes(1)), .bug("https://example.com/1"), SetUp())
  func second() async throws {}

  @Test(.disabled("never runs")) func third() {}

  struct Inner {
    @Test func `raw name`() {}

    @MainActor @Test func onMainActor() {}
  }
}

@Suite(SetUp()) final class Shared {
  deinit {}

  @Test(.enabled(if: true)) func instance() throws {}

  @Test static func ofType() {}

  @Test("with a title") func titled() {}
}
