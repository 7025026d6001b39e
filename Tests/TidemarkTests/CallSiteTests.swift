private import CTestSupport
import Dispatch
import Foundation
import Testing
import TidemarkBaselines
import TidemarkLedger

@testable import Tidemark

/// Workloads whose call sites are known by construction.
@Suite(.enabled(if: probeCan([.heap, .threads]))) struct CallSiteTests {
  private func sites(
    _ metric: Metric, isolation: isolated (any Actor)? = #isolation,
    _ body: () async throws -> Void
  ) async rethrows -> [CallSite] {
    let bracket = Bracket.open(detail: true)
    defer { _ = bracket.close() }
    do {
      try await body()
    } catch {
      bracket.leave()
      throw error
    }
    bracket.leave()
    for _ in 0..<50 where !bracket.isSettled() { try? await Task.sleep(for: .milliseconds(10)) }
    return bracket.usage(end: nil, ignoring: []).callSites.filter { $0.metric == metric }
  }

  /// Returns `line: count` of the sites in this file.
  private func lines(_ sites: [CallSite]) -> [String] {
    sites.map { site in
      let frame = site.frames.first { $0.file?.hasSuffix("CallSiteTests.swift") == true }
      return "\(frame?.line ?? 0): \(site.count)"
    }
  }

  @Test func tasksAreCountedByLine() async {
    let line = #line + 4
    let sites = await sites(.tasksCreated) {
      for index in 0..<5 {
        if index % 2 == 0 {
          await Task {}.value
        } else {
          await Task.detached {}.value
        }
      }
    }
    #expect(lines(sites) == ["\(line): 3", "\(line + 2): 2"])
  }

  @Test func childTasksAreCountedByLine() async {
    let line = #line + 2
    let sites = await sites(.tasksCreated) {
      async let one = 1
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<4 { group.addTask {} }
      }
      _ = await one
    }
    #expect(lines(sites) == ["\(line + 2): 4", "\(line): 1"])
  }

  @inline(never) private func allocate(_ blocks: Int) {
    for _ in 0..<blocks { free(opaque(malloc(100))) }
  }

  @Test func allocationsAreCountedByFunction() async throws {
    let sites = await sites(.heapAllocations) {
      allocate(30)
      allocate(12)
    }
    let ofFunction = sites.filter { $0.frames.first?.symbol == "CallSiteTests.allocate(_:)" }
    #expect(ofFunction.map(\.count) == [30, 12])
    #expect(ofFunction.map(\.bytes) == [3000, 1200])
  }

  @inline(never) private func stopBy(_ counter: Counter) async {
    opaque(await counter.increment())
  }

  @Test func hopsAreCountedByFunction() async {
    let counter = Counter()
    let sites = await sites(.hops) {
      for _ in 0..<10 { await stopBy(counter) }
    }
    // Each time one hop to the actor and one back; the optimizer may have made several loops of one.
    let sums = Dictionary(sites.map { ($0.frames.first?.symbol, $0.count) }, uniquingKeysWith: +)
    #expect(sums == ["CallSiteTests.stopBy(_:)": 20])
  }

  @Test func threadsAreCountedByLine() async {
    let line = #line + 4
    let sites = await sites(.threadsCreated) {
      let ended = DispatchSemaphore(value: 0)
      for _ in 0..<2 {
        Thread { ended.signal() }.start()
      }
      for _ in 0..<2 { ended.waitUnchecked() }
    }
    #expect(lines(sites) == ["\(line): 2"])
  }

  @Test func threadsOfOtherLanguagesAreCountedByFunction() async {
    let sites = await sites(.threadsCreated) {
      _ = test_runStandardThreads(3)
      test_runCxxThreads(2)
    }
    let sums = Dictionary(
      sites.map { site in
        (site.frames.first { $0.symbol.hasPrefix("test_run") }?.symbol, site.count)
      }, uniquingKeysWith: +)
    #expect(sums == ["test_runStandardThreads": 3, "test_runCxxThreads": 2])
  }

  // On the main thread, whose stack is above all others.
  @MainActor @Test func stackOfAFiberIsFollowedAsFarAsItCanBeRead() async {
    var isDone = false
    let sites = await sites(.heapAllocations) { isDone = test_allocateOnFiber() }
    let ofFiber = sites.filter { $0.frames.first?.symbol == "test_mallocAndFree" }
    #expect(ofFiber.map(\.count) == (isDone ? [1] : []))
  }

  @Test(.enabled(if: !Detail.isWanted)) func nothingIsCountedUnlessAskedFor() async {
    let usage = await bracketed { await Task {}.value }
    #expect(usage.callSites.isEmpty)
  }

  @Test func sitesThatWereReadMakeRoom() {
    let bracket = Bracket.open(detail: true)
    allocate(3)
    bracket.leave()
    #expect(!bracket.callSites().isEmpty)
    bracket.forgetSites()
    #expect(bracket.callSites().isEmpty)
    _ = bracket.close()
  }

  @Test func sitesOfWhatIsLeftAreKept() async {
    let gate = Gate()
    let bracket = Bracket.open(detail: true)
    let task = Task {
      await gate.wait()
      allocate(3)
    }
    bracket.leave()
    bracket.forgetSites()
    #expect(bracket.callSites().contains { $0.metric == .tasksCreated && $0.count == 1 })
    await gate.waits(for: 1)
    await gate.open()
    await task.value
    while !bracket.isSettled() { await Task.yield() }
    bracket.forgetSites()
    #expect(bracket.callSites().isEmpty)
    _ = bracket.close()
  }

  @Test func workAroundOtherWorkKeepsItsSites() {
    let outer = Bracket.open(detail: true)
    let inner = Bracket.open(detail: true)
    allocate(3)
    inner.leave()
    let ofInner = inner.close()
    outer.leave()
    let ofOuter = outer.close()
    for usage in [ofInner, ofOuter] {
      #expect(
        usage.callSites.contains {
          $0.count == 3 && $0.frames.first?.symbol == "CallSiteTests.allocate(_:)"
        })
    }
  }

  @Test func whatTheTableLostIsCounted() {
    let sites = [
      CallSite(metric: .heapAllocations, frames: [SourceFrame(symbol: "a")], count: 3, bytes: 30),
      CallSite(metric: .hops, frames: [SourceFrame(symbol: "a")], count: 2),
    ]
    let totals: [Metric: Figure] = [
      .heapAllocations: .measured(10), .heapBytesAllocated: .measured(100), .hops: .measured(2),
      .tasksCreated: .unavailable(reason: "why"),
    ]
    #expect(
      Bracket.missing(from: sites, totals: totals)
        == [CallSite(metric: .heapAllocations, frames: [], count: 7, bytes: 70)])
  }

  @Test func whatIsCutIsCounted() {
    func site(_ name: String?, _ count: Int) -> CallSite {
      CallSite(
        metric: .hops, frames: name.map { [SourceFrame(symbol: $0)] } ?? [], count: count, bytes: 2)
    }
    let all = [site("a", 1), site("b", 2), site(nil, 5), site("a", 3), site("c", 3), site("d", 1)]
    #expect(
      Bracket.merged(all, limit: 2) == [
        CallSite(metric: .hops, frames: [SourceFrame(symbol: "a")], count: 4, bytes: 4),
        CallSite(metric: .hops, frames: [SourceFrame(symbol: "c")], count: 3, bytes: 2),
        CallSite(metric: .hops, frames: [], count: 8, bytes: 6),
      ])
  }
}

extension DispatchSemaphore {
  /// Waits from an async function; the thread that signals never waits for this one.
  fileprivate func waitUnchecked() { wait() }
}
