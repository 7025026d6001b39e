import Foundation
import Testing
import TidemarkBaselines
import TidemarkLedger

@testable import Tidemark

/// From a planted regression to the line that the report names.
@Suite(.enabled(if: probeCan([.heap, .threads]))) struct CauseTests {
  /// What regresses, one thing at a time.
  enum Regression: CaseIterable {
    case task
    case hop
    case thread
    case allocation
    case bytes
  }

  /// Work that uses a bit of everything, and can be made worse at the lines that are marked.
  private struct Feed {
    let counter = Counter()
    var regression: Regression?

    func refresh() async {
      await Task {}.value
      await visit()
      for _ in 0..<3 { await Task {}.value }
      if regression == .task { await Task {}.value }  // mark: task
      await Task.detached {}.value
      if regression == .hop {
        for _ in 0..<10 { opaque(await counter.increment()) }  // mark: hop
      }
      opaque(await counter.increment())
      if regression == .thread { start() }  // mark: thread
      for size in 100..<200 { allocate(size) }
      if regression == .allocation {
        for _ in 0..<20 { free(opaque(malloc(9))) }  // mark: allocation
      }
      allocate(regression == .bytes ? 1 << 16 : 1 << 10)  // mark: bytes
    }

    private func visit() async { opaque(await counter.increment()) }

    private func start() {
      let ended = NSLock()
      ended.lock()
      Thread { ended.unlock() }.start()
      ended.lock()
    }

    @inline(never) private func allocate(_ size: Int) { free(opaque(malloc(size))) }
  }

  private static let environment = Environment(
    platform: "linux-x86_64", swift: "6.3", configuration: "debug", mode: "parallel", poolWidth: 4)
  private static let root = Files.parent(of: Files.parent(of: Files.parent(of: #filePath)))
  private static let metrics: [Metric] = [
    .tasksCreated, .hops, .threadsCreated, .heapAllocations, .heapBytesAllocated,
  ]

  private func measure(_ regression: Regression?) async -> TestMeasurement {
    let feed = Feed(regression: regression)
    let bracket = Bracket.open(detail: true)
    await feed.refresh()
    bracket.leave()
    for _ in 0..<50 where !bracket.isSettled() { try? await Task.sleep(for: .milliseconds(10)) }
    var usage = bracket.close()
    usage.figures = usage.figures.filter { Self.metrics.contains($0.key) }
    return TestMeasurement(
      identity: TestIdentity(target: "FeedTests", suite: "FeedTests", name: "refresh()"),
      library: .swiftTesting, usage: usage)
  }

  private func line(of regression: Regression) throws -> Int {
    let bytes = try #require(try Files.read(#filePath))
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    return try #require(lines.firstIndex { $0.hasSuffix("// mark: \(regression)") }) + 1
  }

  @Test(arguments: Regression.allCases)
  func plantedRegressionIsBlamedOnItsLine(regression: Regression) async throws {
    _ = await measure(regression)
    let recorder = BaselineRecorder(environment: Self.environment, root: Self.root)
    let recorded = recorder.record([await measure(nil), await measure(nil)], into: nil)
    let text = Baseline(entries: ["refresh()": try #require(recorded)]).bytes
    let entry = try Baseline(parsing: text, path: "B.json").entries["refresh()"]
    let comparison = Comparison(environment: Self.environment, root: Self.root)
    #expect(comparison.judge(await measure(nil), against: entry).findings.isEmpty)
    let outcome = comparison.judge(await measure(regression), against: entry)
    let metric: Metric =
      switch regression {
      case .task: .tasksCreated
      case .hop: .hops
      case .thread: .threadsCreated
      case .allocation: .heapAllocations
      case .bytes: .heapBytesAllocated
      }
    let finding = try #require(outcome.findings.first { $0.metric == metric })
    let cause = try #require(finding.causes.first)
    let lines = (cause.frames.prefix(2) + cause.alternatives).compactMap(\.line)
    #expect(lines.contains(try line(of: regression)), "\(finding.causes)")
    #expect(finding.causes.count == 1, "\(finding.causes)")
  }
}
