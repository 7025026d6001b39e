import Foundation
import TestSupport
import Testing
import TidemarkBaselines

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct StoppingTests {
  private func commandLine(_ pid: Int32) -> [UInt8] {
    (try? Files.read("/proc/\(pid)/cmdline")) ?? []
  }

  /// Waits for a number that one of the package's programs writes to a file, its own.
  private func pid(_ name: String, in package: FakePackage) async throws -> Int32 {
    for _ in 0..<1500 {
      if let number = package.read("fake/\(name)").flatMap({ Int32($0.filter(\.isNumber)) }) {
        return number
      }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw CocoaError(.fileNoSuchFile)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func signalEndsTheTestsAndLeavesNothing(number: Int32) async throws {
    let package = try FakePackage()
    try package.record([.sample()])
    try package.plan([], running: .refresh, end: nil, flag: "hangs")
    let running = try package.start(["check"])
    let child = try await pid("pid", in: package)
    let grandchild = try await pid("grandchild", in: package)
    #expect(!commandLine(grandchild).isEmpty)
    kill(running.pid, number)
    let start = ContinuousClock.now
    let outcome = try running.finish()
    #expect(ContinuousClock.now - start < .seconds(30))
    #expect(outcome.code == 128 + number)
    #expect(outcome.errors.contains("while running: FeedSuite/refresh(); nothing was recorded"))
    #expect(kill(child, 0) == -1)
    // What nobody has waited for yet still has a number, but no command line.
    for _ in 0..<100 where !commandLine(grandchild).isEmpty {
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(commandLine(grandchild).isEmpty)
    #expect(package.names(in: ".tidemark/runs").isEmpty)
    #expect(package.read(".tidemark/last.json") == nil)
  }

  @Test func hangingTestIsNamed() throws {
    let package = try FakePackage()
    try package.plan([], running: .refresh, end: nil, flag: "hangs")
    let outcome = try package.run("check", "--timeout", "1")
    #expect(outcome.code == 4)
    #expect(outcome.errors.contains("nothing happened for 1 s while FeedSuite/refresh()"))
  }
}
