import Testing
import TidemarkBaselines

@Suite struct VerdictTests {
  private func status(
    _ statuses: [TestOutcome.Status], change: (inout Report) -> Void = { _ in }
  ) -> Report.ExitStatus {
    var report = Sample.report(statuses.map { Sample.outcome("a()", $0) })
    change(&report)
    return report.exitStatus
  }

  @Test func rawCodesAreTheContract() {
    #expect(Report.ExitStatus.clean.rawValue == 0)
    #expect(Report.ExitStatus.regression.rawValue == 1)
    #expect(Report.ExitStatus.testsFailed.rawValue == 2)
    #expect(Report.ExitStatus.baselineMissing.rawValue == 3)
    #expect(Report.ExitStatus.noVerdict.rawValue == 4)
  }

  @Test func worstWins() {
    #expect(status([.level, .fallen, .unconfirmed, .notCompared]) == .clean)
    #expect(status([.level, .missing]) == .baselineMissing)
    #expect(status([.missing, .noVerdict]) == .noVerdict)
    #expect(status([.noVerdict, .risen, .missing]) == .regression)
    #expect(status([.risen]) { $0.testsFailed = true } == .testsFailed)
    #expect(status([.missing]) { $0.problems = ["a process crashed"] } == .noVerdict)
    #expect(status([.level]) { $0.losses = [Loss(what: "scopes", count: 1)] } == .noVerdict)
    #expect(status([.risen]) { $0.problems = ["a process crashed"] } == .regression)
    #expect(status([]) == .noVerdict)
    #expect(status([.level]) { $0.orphans = ["A/b()"] } == .clean)
  }

  @Test func worstComesFirst() {
    let mild = Sample.outcome("a()", .risen, findings: [Sample.allocations])
    let bad = Sample.outcome("b()", .risen, findings: [Sample.created])
    let worse = Sample.outcome("c()", .risen, findings: [Sample.leaked])
    let report = Sample.report(Sample.level(1) + [Sample.fallen, mild, bad, worse])
    #expect(
      report.sortedOutcomes.map(\.measurement.identity.name)
        == ["c()", "b()", "a()", "decode()", "level0()"])
    #expect(report.counts == [.risen: 3, .fallen: 1, .level: 1])
  }
}
