import Foundation
import Testing
import TidemarkLive

@testable import TidemarkServer

@Suite struct ExpositionTests {
  @Test func openMetricsIsAsTheStandardHasIt() throws {
    #expect(try text(.openMetrics) == golden("openmetrics.txt"))
  }

  @Test func theOlderFormatIsAsOldScrapersKnowIt() throws {
    #expect(try text(.prometheus) == golden("prometheus.txt"))
  }

  @Test func whatRunsWhereIsLeftOutWhileItIsNotKnown() {
    var snapshot = Snapshot.example
    #expect(MetricFamily.executors(snapshot).last?.samples.count == 4)
    snapshot.executors[0].running = nil
    let families = MetricFamily.executors(snapshot)
    #expect(families.last?.name == "tidemark_executor_running_threads")
    #expect(families.last?.samples.isEmpty == true)
    #expect(families.first?.samples.count == 4)
  }

  @Test(arguments: [
    (0, "0.0"), (1, "0.000000001"), (255, "0.000000255"), (1_000_000_000, "1.0"),
    (1_500_000_000, "1.5"), (-250_000_000, "-0.25"),
    (1_699_999_999_250_000_000, "1699999999.25"),
  ])
  func secondsAreExact(nanoseconds: Int, text: String) {
    #expect(Exposition.seconds(nanoseconds) == text)
  }

  private func text(_ format: ExpositionFormat) -> String {
    var tally = ServerDescription.Tally()
    tally.connections = 2
    tally.requests = 10
    let reply = Reply(exposing: .example, tally: tally, format: format)
    return String(decoding: reply.body, as: UTF8.self)
  }

  private func golden(_ name: String) throws -> String {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    return try String(
      contentsOf: folder.appendingPathComponent("Golden/\(name)"), encoding: .utf8)
  }
}

@Suite struct ExpositionFormatTests {
  @Test(arguments: [
    ("", ExpositionFormat.prometheus), ("*/*", .prometheus), ("text/html", .prometheus),
    ("text/plain;version=0.0.4", .prometheus),
    ("application/openmetrics-text", .openMetrics),
    ("application/openmetrics-text; version=1.0.0; charset=utf-8", .openMetrics),
    ("application/openmetrics-text;version=2.0.0", .prometheus),
    ("application/openmetrics-text;q=0", .prometheus),
    ("application/openmetrics-text;q=0.5,text/plain;version=0.0.4;q=0.9", .prometheus),
    // What Prometheus sends.
    (
      "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1", .openMetrics
    ),
  ])
  func theClientChooses(accept: String, format: ExpositionFormat) {
    #expect(ExpositionFormat(accepting: accept) == format)
  }
}
