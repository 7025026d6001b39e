import Testing
import Tidemark
import TidemarkTesting

@Suite struct IssueWatchTests {
  private func watch(_ body: @escaping @Sendable () async -> Void) async throws -> Bool {
    let watch = IssueWatch()
    let test = try #require(Test.current)
    try await watch.watch(#require(Test.Case.current), of: test) { await body() }
    return watch.hasFailed
  }

  // The trait further out keeps the issue from failing this test as well.
  @Test(.filterIssues { !$0.comments.contains("planted") })
  func failureIsSeen() async throws {
    #expect(try await watch { Issue.record("planted") })
    #expect(
      try await watch {
        async let child: Void = { _ = Issue.record("planted") }()
        await child
      })
  }

  @Test func whatDoesNotFailTheTestIsNone() async throws {
    #expect(try await !watch {})
    #expect(try await !watch { withKnownIssue { Issue.record("expected") } })
  }
}
