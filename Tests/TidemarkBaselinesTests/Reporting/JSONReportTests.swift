import Testing

@testable import TidemarkBaselines

@Suite struct JSONReportTests {
  @Test func everyReportSurvivesTheRoundTrip() throws {
    for report in [Report(), Sample.missing, Sample.crashed, Sample.unconfirmed, Sample.hostile] {
      let text = try JSONReport(encoding: report).text()
      let read = try Report(decoding: JSONReport(text: text))
      #expect(read.sortedOutcomes == report.sortedOutcomes)
      #expect(read.environment == report.environment)
      #expect(read.coverage == report.coverage)
      #expect(read.unattributed == report.unattributed)
      #expect(read.losses == report.losses)
      #expect(read.problems == report.problems)
      #expect(read.orphans == report.orphans)
      #expect(read.exitStatus == report.exitStatus)
      #expect(try JSONReport(encoding: read).text() == text)
    }
  }

  @Test func figuresLeaksAndConfirmationSurvive() throws {
    var report = Sample.example
    report.outcomes = [Sample.risen]
    let json = JSONReport(encoding: report)
    #expect(try Report(decoding: JSONReport(text: json.text())) == report)
  }

  @Test func documentWithoutSitesAndCausesIsRead() throws {
    var json = JSONReport(encoding: Sample.report([Sample.risen]))
    #expect(json.tests[0].findings[0].causes?.count == 1)
    #expect(json.tests[0].usage.callSites?.count == 1)
    json.tests[0].findings[0].causes = nil
    json.tests[0].usage.callSites = nil
    let text = try json.text()
    #expect(!text.contains("callSites"))
    let read = try Report(decoding: JSONReport(text: text))
    #expect(read.outcomes[0].findings[0].causes.isEmpty)
    #expect(read.outcomes[0].measurement.usage.callSites.isEmpty)
  }

  @Test func documentSaysWhatItIs() throws {
    let text = try JSONReport(encoding: Sample.example, root: "/home/me/feed").text()
    #expect(text.contains(#""format" : 1"#))
    #expect(text.contains(#""verdict" : "regression""#))
    #expect(text.contains(#""file" : "Sources/Feed/Feed.swift""#))
    #expect(!text.contains("/home/me"))
    #expect(text.hasSuffix("}\n"))
  }

  @Test func newerFormatIsRefused() {
    #expect(throws: JSONReport.Unreadable.format(2)) {
      try JSONReport(text: #"{"format": 2, "verdict": {}}"#)
    }
  }

  @Test func findingOfAnUnknownMetricIsRefused() {
    var json = JSONReport(encoding: Sample.example)
    json.tests[0].findings[0].metric = "tasks.invented"
    #expect(
      throws: JSONReport.Unreadable.word(field: "findings.metric", value: "tasks.invented")
    ) { try Report(decoding: json) }
  }

  @Test func figureOfAnUnknownMetricIsDropped() throws {
    var json = JSONReport(encoding: Sample.example)
    json.tests[0].usage.figures["tasks.invented"] = JSONFigure(encoding: .measured(1))
    #expect(try Report(decoding: json).outcomes.first?.measurement == Sample.risen.measurement)
  }
}
