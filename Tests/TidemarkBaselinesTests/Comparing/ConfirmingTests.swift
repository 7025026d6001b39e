import Testing
import TidemarkBaselines

@Suite struct ConfirmingTests {
  private func confirm(
    _ first: [Metric: Int], _ reruns: [[Metric: Int]], limits: [Limit] = []
  ) -> TestOutcome {
    let level: [Metric: Int] = [
      .tasksCreated: 12, .tasksLeaked: 0, .heapAllocations: 1204, .hops: 24,
    ]
    let outcome = Comparison(environment: .sample).judge(
      .sample(level.merging(first) { $1 }, limits: limits), against: .sample)
    return Comparison.confirm(
      first: outcome, reruns: reruns.map { .sample(level.merging($0) { $1 }) })
  }

  @Test func riseThatPersistsStays() {
    let outcome = confirm(
      [.heapAllocations: 1400],
      [[.heapAllocations: 1377], [.heapAllocations: 1500], [.heapAllocations: 1380]])
    #expect(outcome.status == .risen)
    #expect(outcome.findings.map(\.measured) == [1377])
    #expect(outcome.confirmation == TestOutcome.Confirmation(persisted: 3, runs: 3))
  }

  @Test func oneRunWithinTheBoundClearsIt() {
    let outcome = confirm([.tasksCreated: 13], [[.tasksCreated: 13], [:], [.tasksCreated: 13]])
    #expect(outcome.status == .unconfirmed)
    #expect(outcome.confirmation == TestOutcome.Confirmation(persisted: 2, runs: 3))
    #expect(outcome.findings.map(\.metric) == [.tasksCreated])
  }

  @Test func whatIsClearedLeavesANote() {
    let outcome = confirm(
      [.tasksCreated: 13, .hops: 99, .heapAllocations: 600], [[.tasksCreated: 13, .hops: 24]])
    #expect(outcome.status == .risen)
    #expect(outcome.findings.map(\.metric) == [.tasksCreated, .heapAllocations])
    #expect(outcome.notes == ["hops was 99 once and did not stay there (0 of 1 re-runs)"])
  }

  @Test func figureUnderALimitIsConfirmedTheSameWay() {
    let limits = [Limit(metric: .hops, lowest: 50)]
    let stays = confirm([.hops: 24], [[.hops: 25]], limits: limits)
    #expect(stays.status == .risen)
    #expect(stays.findings.map(\.measured) == [25])
    #expect(confirm([.hops: 24], [[.hops: 60]], limits: limits).status == .unconfirmed)
  }

  @Test func rerunsThatSayNothingGiveNoVerdict() {
    let first = Comparison(environment: .sample).judge(
      .sample([.tasksCreated: 13, .tasksLeaked: 0]), against: .sample)
    let silent: [TestMeasurement] = [
      .sample([.tasksCreated: 12], losses: [Loss(what: "events", count: 1)]),
      .sample(figures: [.tasksCreated: .shared(12)]),
    ]
    let outcome = Comparison.confirm(first: first, reruns: silent)
    #expect(outcome.status == .noVerdict)
    #expect(outcome.notes.contains("no re-run could measure tasks.created"))
    #expect(Comparison.confirm(first: first, reruns: []) == first)
  }
}
