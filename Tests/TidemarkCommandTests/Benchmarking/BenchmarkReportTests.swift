import Foundation
import Testing
import TidemarkBaselines

@testable import TidemarkCommand

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct BenchmarkReportTests {
  private struct Form: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var report: @Sendable () -> BenchmarkReport = { .sample() }
    var draw: @Sendable (BenchmarkReport) throws -> String
  }

  private static let forms = [
    Form(testDescription: "bench-report.txt") { BenchmarkTextReport().render($0) },
    Form(testDescription: "bench-all.txt") { BenchmarkTextReport(showsAll: true).render($0) },
    Form(testDescription: "bench-narrow.txt") { BenchmarkTextReport(width: 60).render($0) },
    Form(testDescription: "bench-report.md") { BenchmarkMarkdownReport().render($0) },
    Form(testDescription: "bench-report.xml") { BenchmarkJUnitReport().render($0) },
    Form(testDescription: "bench-report.json") { try BenchmarkJSONReport(encoding: $0).text() },
    Form(testDescription: "bench-report.github") { BenchmarkGitHubReport().render($0) },
    Form(testDescription: "bench-confirmed.txt", report: { .sample(isFailing: false) }) {
      BenchmarkTextReport().render($0)
    },
    Form(testDescription: "bench-confirmed.md", report: { .sample(isFailing: false) }) {
      BenchmarkMarkdownReport().render($0)
    },
    Form(testDescription: "bench-confirmed.xml", report: { .sample(isFailing: false) }) {
      BenchmarkJUnitReport().render($0)
    },
    Form(testDescription: "bench-confirmed.github", report: { .sample(isFailing: false) }) {
      BenchmarkGitHubReport().render($0)
    },
    Form(testDescription: "bench-probe.txt", report: { .probeSample }) {
      BenchmarkTextReport().render($0)
    },
    Form(testDescription: "bench-probe.md", report: { .probeSample }) {
      BenchmarkMarkdownReport().render($0)
    },
  ]

  /// Rewrites the golden files when `TIDEMARK_GOLDEN=write` is set.
  @Test(arguments: forms) private func formIsGolden(form: Form) throws {
    let text = try form.draw(form.report())
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Golden/\(form.testDescription)")
    if ProcessInfo.processInfo.environment["TIDEMARK_GOLDEN"] == "write" {
      try Data(text.utf8).write(to: file)
    }
    #expect(try text == String(contentsOf: file, encoding: .utf8))
  }

  @Test func cleanComparisonIsShort() {
    var report = BenchmarkReport.sample(isFailing: false)
    report.outcomes.removeAll(where: \.isChanged)
    report.onlyBefore = []
    report.onlyAfter = []
    #expect(
      BenchmarkTextReport().render(report) == """
        Tidemark bench · 1 benchmark · 1 no difference shown
            main (4f2a9c1) → working copy (93bb0aa with changes)

        no difference shown in 1 benchmark: to tell one of 2 % takes up to 12 rounds
        11 rounds · seed 8412 · real time · tolerance 2 % · level 0.05, Holm over 1 · linux-x86_64, 8
        processors, Example CPU 9000, load 0.3
        nothing to do: nothing is shown to be slower beyond the tolerance

        """)
    #expect(BenchmarkGitHubReport().render(report).isEmpty)
  }

  @Test func namesCannotMoveTheCursorOrBeMarkup() {
    var report = BenchmarkReport.sample(isFailing: false)
    report.outcomes[0].name.name = "a|b`<\u{1B}[31m"
    #expect(!BenchmarkTextReport().render(report).contains("\u{1B}"))
    #expect(BenchmarkTextReport(color: true).render(report).contains("\u{1B}[1;31m"))
    #expect(BenchmarkMarkdownReport().render(report).contains("``a\\|b`<\\u{1B}[31m``"))
  }

  @Test func documentsAreReadByOthers() throws {
    for report in [BenchmarkReport.empty, .sample(), .sample(isFailing: false)] {
      let parser = XMLParser(data: Data(BenchmarkJUnitReport().render(report).utf8))
      #expect(parser.parse())
      let text = try BenchmarkJSONReport(encoding: report).text()
      let decoded = try JSONDecoder().decode(BenchmarkJSONReport.self, from: Data(text.utf8))
      #expect(decoded == BenchmarkJSONReport(encoding: report))
      #expect(decoded.format == 1 && decoded.kind == "benchmarks")
    }
  }
}
