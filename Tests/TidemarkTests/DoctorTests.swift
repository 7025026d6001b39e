import Foundation
import TestSupport
import Testing
import Tidemark
import TidemarkBaselines
import TidemarkLedger

/// The program `tidemark-doctor`, and what it says of processes that cannot be measured.
@Suite(.serialized) struct DoctorTests {
  private func run(_ variables: [String: String] = [:]) async throws -> (lines: [String], code: Int)
  {
    let folder = URL(filePath: try #require(executablePath())).deletingLastPathComponent()
    var environment = ProcessInfo.processInfo.environment
    environment["TIDEMARK"] = nil
    environment.merge(variables) { _, new in new }
    let outcome = try Program.run(
      [folder.appending(path: "tidemark-doctor").path], environment: environment)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    return (lines, Int(outcome.code))
  }

  @Test func everyFigureIsRight() async throws {
    let (lines, code) = try await run()
    #expect(code == 0)
    #expect(!lines.contains { $0.hasPrefix("WRONG") }, "\(lines)")
    for metric in Metric.allCases {
      #expect(lines.count { $0.split(separator: " ").dropFirst().first == metric.name[...] } == 1)
    }
    #expect(lines.last == "every figure is right")
  }

  @Test func unknownLayoutMakesFiguresUnavailable() async throws {
    let (lines, code) = try await run(["TIDEMARK_FORCE_UNKNOWN_LAYOUT": "1"])
    #expect(code == 4)
    #expect(!lines.contains { $0.hasPrefix("WRONG") }, "\(lines)")
    for name in ["tasks.created", "tasks.leaked", "hops", "heap.allocations", "threads.created"] {
      #expect(
        lines.contains {
          $0.hasPrefix("unavailable: \(name)")
            && ($0.contains("layout is not the one that is known") || $0.contains("sanitizer"))
        })
    }
  }

  @Test func switchedOffProbeMakesFiguresUnavailable() async throws {
    let (lines, code) = try await run(["TIDEMARK": "off"])
    #expect(code == 4)
    #expect(!lines.contains { $0.hasPrefix("WRONG") }, "\(lines)")
    #expect(lines.contains { $0.hasPrefix("unavailable: tasks.created") && $0.contains("off") })
    #expect(lines.contains { $0.hasPrefix("unavailable: heap.allocations") && $0.contains("off") })
  }

  @Test(.enabled(if: probeCan(.heap))) func lostBlocksMakeWhatIsLeakedUnavailable() async throws {
    let (lines, code) = try await run(["TIDEMARK_FORCE_NO_BLOCKS": "1"])
    #expect(code == 0)
    #expect(!lines.contains { $0.hasPrefix("WRONG") }, "\(lines)")
    for name in ["heap.leakedBlocks", "heap.leakedBytes", "objects.leaked"] {
      #expect(
        lines.contains { $0.hasPrefix("unavailable: \(name)") && $0.contains("no room to keep") })
    }
    #expect(lines.contains { $0.hasPrefix("ok           heap.allocations") })
  }
}
