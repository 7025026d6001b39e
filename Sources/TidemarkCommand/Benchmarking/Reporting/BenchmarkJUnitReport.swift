import TidemarkBaselines
import TidemarkStatistics

/// Draws a comparison as JUnit's XML: a suite for each product, a test case for each benchmark.
struct BenchmarkJUnitReport {
  /// Returns the document.
  func render(_ report: BenchmarkReport) -> String {
    var cases: [String: [XMLElementText]] = [:]
    func add(_ name: BenchmarkName, _ result: [XMLElementText], time: Double? = nil) {
      var attributes = [("classname", name.product), ("name", name.name)]
      if let time {
        let seconds = FigureText.fixed(time / 1e9, decimals: 9).filter { $0 != "," }
        attributes.append(("time", seconds))
      }
      cases[name.product, default: []].append(
        XMLElementText("testcase", attributes, children: result))
    }
    for outcome in report.outcomes {
      let sentence = BenchmarkWords.sentence(outcome)
      let result =
        outcome.isRegression
        ? XMLElementText("failure", [("message", sentence), ("type", "regression")])
        : XMLElementText("system-out", body: sentence)
      add(outcome.name, [result], time: median(of: outcome.after))
    }
    for skipped in report.skipped {
      let message = "skipped with an error (\(skipped.side.rawValue)): \(skipped.message)"
      add(skipped.name, [XMLElementText("error", [("message", message), ("type", "skipped")])])
    }
    for (names, side) in [(report.onlyBefore, "before"), (report.onlyAfter, "after")] {
      for name in names { add(name, [XMLElementText("skipped", [("message", "only \(side)")])]) }
    }
    for (index, problem) in report.problems.enumerated() {
      let name = BenchmarkName(product: "Tidemark", name: "problem \(index + 1)")
      add(name, [XMLElementText("error", [("message", problem), ("type", "problem")])])
    }
    let suites = cases.sorted { $0.key < $1.key }.map { product, cases in
      XMLElementText("testsuite", [("name", product)] + tally(cases), children: cases)
    }
    let root = XMLElementText(
      "testsuites", [("name", "Tidemark bench")] + tally(cases.values.flatMap { $0 }),
      children: suites)
    return #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n" + root.text(depth: 0)
  }

  private func tally(_ cases: [XMLElementText]) -> [(String, String)] {
    func count(_ name: String) -> String {
      "\(cases.count { $0.children.contains { $0.name == name } })"
    }
    return [
      ("tests", "\(cases.count)"), ("failures", count("failure")), ("errors", count("error")),
      ("skipped", count("skipped")),
    ]
  }
}
