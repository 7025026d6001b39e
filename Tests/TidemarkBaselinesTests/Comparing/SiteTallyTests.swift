import Testing

@testable import TidemarkBaselines

@Suite struct SiteTallyTests {
  private func counts(_ sites: [CallSite], of metric: Metric = .tasksCreated) -> SiteCounts {
    SiteTally(of: metric, sites, paths: .sample).counts
  }

  @Test func linesOfAFunctionStandInTheirOrder() {
    let sites = [
      CallSite.tasks("Feed.refresh()", 40, 2), .tasks("Feed.prefetch()", 9, 1),
      .tasks("Feed.refresh()", 17, 3), .tasks("Feed.refresh()", 40, 5),
      .hops("Feed.refresh()", 17, 99),
    ]
    #expect(
      counts(sites)
        == SiteCounts(functions: ["Feed.prefetch()": [1], "Feed.refresh()": [3, 7]]))
    #expect(counts(sites, of: .hops) == SiteCounts(functions: ["Feed.refresh()": [99]]))
  }

  @Test func closuresCountAsTheFunctionTheyStandIn() {
    let sites = [
      CallSite.tasks("closure #2 in closure #1 in Feed.refresh()", 20, 2),
      .tasks("Feed.refresh()", 17, 3),
    ]
    #expect(counts(sites) == SiteCounts(functions: ["Feed.refresh()": [3, 2]]))
  }

  @Test func innermostFrameOfThePackageIsCharged() {
    let own = SourceFrame.sample("Feed.decode(_:)", 31)
    let caller = SourceFrame.sample("Feed.refresh()", 17)
    func charged(_ frames: [SourceFrame]) -> [String] {
      counts([CallSite(metric: .tasksCreated, frames: frames, count: 1)]).functions.keys.sorted()
    }
    #expect(charged([.runtime, .dependency, own, caller]) == ["Feed.decode(_:)"])
    #expect(charged([.runtime, .dependency]) == ["ByteBuffer.init()"])
    let nowhere = SourceFrame(symbol: "0x7f00ab12", image: "libfoo.so")
    #expect(charged([nowhere]) == ["code in libfoo.so"])
  }

  @Test func whatHasNoNameIsTheRest() {
    let sites = [
      CallSite(metric: .tasksCreated, frames: [], count: 4), .tasks("Feed.refresh()", 17, 3),
    ]
    #expect(counts(sites) == SiteCounts(functions: ["Feed.refresh()": [3]], rest: 4))
  }

  @Test func bytesAreThoseOfAllocations() {
    let sites = [CallSite.allocations("Feed.decode(_:)", 31, 2, bytes: 640)]
    #expect(
      counts(sites, of: .heapBytesAllocated)
        == SiteCounts(functions: ["Feed.decode(_:)": [640]]))
  }

  @Test(arguments: [
    ([], [3, 1], [0, 0]),
    ([12], [13], [12]),
    ([12], [12, 1], [12, 0]),
    ([12], [1, 12], [0, 12]),
    ([3, 2, 3], [3, 2, 1, 3], [3, 2, 0, 3]),
    ([100, 5], [6], [5]),
    ([100, 50, 20], [103, 60, 52, 21], [100, 0, 50, 20]),
  ])
  func linesAreMatchedByTheLeastChange(old: [Int], new: [Int], before: [Int]) {
    #expect(SiteTally.references(old, for: new) == before)
  }
}
