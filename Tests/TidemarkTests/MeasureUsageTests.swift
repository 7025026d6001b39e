import Testing
import Tidemark

@Suite struct MeasureUsageTests {
  private struct Failure: Error {}

  @Test func worksForSynchronousAndAsynchronousWork() async throws {
    let quick = measureUsage { 1 + 1 }
    #expect(quick[.timeWall] != nil)
    let slow = try await measureUsage { try await Task.sleep(for: .milliseconds(2)) }
    #expect(try #require(slow[.timeWall]) >= 2_000_000)
  }

  @Test func passesErrorsOn() async {
    #expect(throws: Failure.self) { try measureUsage { throw Failure() } }
    await #expect(throws: Failure.self) {
      try await measureUsage {
        await Task.yield()
        throw Failure()
      }
    }
  }

  @MainActor @Test func staysOnTheCallersActor() async {
    var count = 0
    _ = await measureUsage {
      await Task.yield()
      count += 1
    }
    #expect(count == 1)
  }
}
