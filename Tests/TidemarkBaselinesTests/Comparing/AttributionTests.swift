import Testing

@testable import TidemarkBaselines

@Suite struct AttributionTests {
  private func finding(_ metric: Metric, _ direction: Finding.Direction = .risen) -> Finding {
    Finding(
      metric: metric, direction: direction, baseline: Band(1, 1), measured: 2, bound: 1,
      rule: "exact", stability: metric.stability)
  }

  /// Returns the causes as `line: reference → count`.
  private func causes(
    _ metric: Metric, _ sites: [CallSite], _ reference: [Metric: SiteCounts],
    direction: Finding.Direction = .risen
  ) -> [String] {
    Attribution(reference: reference, paths: .sample)
      .causes(of: finding(metric, direction), in: sites)
      .map { "\($0.frames[0].line ?? 0): \($0.reference.map(String.init) ?? "?") → \($0.count)" }
  }

  @Test func onlyWhatGrewIsNamedTheLargestGrowthFirst() {
    let sites = [
      CallSite.tasks("a()", 1, 100), .tasks("b()", 2, 7), .tasks("c()", 3, 3), .tasks("d()", 4, 1),
    ]
    let reference = SiteCounts(functions: ["a()": [101], "b()": [6], "c()": [1], "gone()": [50]])
    #expect(
      causes(.tasksCreated, sites, [.tasksCreated: reference])
        == ["3: 1 → 3", "2: 6 → 7", "4: 0 → 1"])
  }

  @Test func newLineInAFunctionThatDidItBeforeIsTheCulprit() {
    let sites = [
      CallSite.tasks("closure #1 in refresh()", 11, 1), .tasks("closure #2 in refresh()", 14, 12),
    ]
    let reference = SiteCounts(functions: ["refresh()": [12]])
    #expect(causes(.tasksCreated, sites, [.tasksCreated: reference]) == ["11: 0 → 1"])
  }

  @Test func linesThatCannotBeToldFromTheNewOneAreNamedToo() throws {
    let sites = [3, 1, 1, 1, 4, 1].enumerated().map { CallSite.tasks("f()", 10 + $0, $1) }
    let reference = SiteCounts(functions: ["f()": [3, 1, 1, 4, 1]])
    let causes = Attribution(reference: [.tasksCreated: reference], paths: .sample)
      .causes(of: finding(.tasksCreated), in: sites)
    let cause = try #require(causes.first)
    #expect(causes.count == 1)
    let lines = [cause.frames[0].line] + cause.alternatives.map(\.line)
    #expect(lines.compactMap(\.self).sorted() == [11, 12, 13])
  }

  @Test func atMostFiveAreNamed() {
    let sites = (1...9).map { CallSite.tasks("f\($0)()", $0, $0) }
    #expect(
      causes(.tasksCreated, sites, [.tasksCreated: SiteCounts()])
        == ["9: 0 → 9", "8: 0 → 8", "7: 0 → 7", "6: 0 → 6", "5: 0 → 5"])
  }

  @Test func withoutAReferenceTheLargestAreNamed() {
    let sites = [CallSite.tasks("a()", 1, 2), .tasks("b()", 2, 7)]
    #expect(causes(.tasksCreated, sites, [:]) == ["2: ? → 7", "1: ? → 2"])
    #expect(
      causes(
        .tasksCreated, sites, [.tasksCreated: SiteCounts(functions: ["a()": [2], "b()": [9]])])
        == ["2: 9 → 7", "1: 2 → 2"])
  }

  @Test func functionThatWasSummedUpGrewOnlyAboveItsBound() {
    let sites = [CallSite.allocations("a()", 1, 40), .allocations("small()", 2, 9)]
    let listed = SiteCounts(functions: ["a()": [40]], rest: 8)
    #expect(causes(.heapAllocations, sites, [.heapAllocations: listed]) == ["2: 8 → 9"])
    let more = SiteCounts(functions: ["a()": [39], "b()": [9]], rest: 80)
    #expect(causes(.heapAllocations, sites, [.heapAllocations: more]) == ["1: 39 → 40"])
  }

  @Test func jobsComeFromTasksAndHops() {
    let sites = [CallSite.tasks("a()", 1, 2), .hops("b()", 2, 9), .allocations("c()", 3, 99)]
    let reference: [Metric: SiteCounts] = [
      .tasksCreated: SiteCounts(), .hops: SiteCounts(functions: ["b()": [8]]),
      .heapAllocations: SiteCounts(),
    ]
    #expect(causes(.jobsRun, sites, reference) == ["1: 0 → 2", "2: 8 → 9"])
    #expect(causes(.hops, sites, reference) == ["2: 8 → 9"])
    #expect(causes(.objectsAllocated, sites, reference) == ["3: 0 → 99"])
    #expect(causes(.filesLeaked, sites, reference) == [])
  }

  @Test func bytesAreHeldAgainstBytes() {
    let sites = [
      CallSite.allocations("a()", 1, 2, bytes: 64), .allocations("b()", 2, 1, bytes: 4096),
    ]
    let reference: [Metric: SiteCounts] = [
      .heapAllocations: SiteCounts(functions: ["a()": [2], "b()": [1]]),
      .heapBytesAllocated: SiteCounts(functions: ["a()": [64], "b()": [1024]]),
    ]
    #expect(causes(.heapBytesAllocated, sites, reference) == ["2: 1024 → 4096"])
  }

  @Test func fallHasNoCulprit() {
    #expect(causes(.tasksCreated, [.tasks("a()", 1, 2)], [:], direction: .fallen) == [])
  }
}
