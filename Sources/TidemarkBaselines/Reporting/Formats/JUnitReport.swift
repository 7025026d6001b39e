/// Draws a report as JUnit XML, which build servers show beside the results of the tests.
///
/// A risen figure is a failure, a test without verdict an error, a missing baseline a skipped test.
/// What is unconfirmed passes, with the finding as its output.
package struct JUnitReport: Sendable {
  /// The package's root, below which paths are shortened.
  package var root: String?
  /// How the command line is called in the advice given.
  package var command: String
  /// The files of results that the report was made of, which the advice names.
  package var files: [String]

  /// Creates a drawing with its options.
  package init(root: String? = nil, command: String = "tidemark", files: [String] = []) {
    self.root = root
    self.command = command
    self.files = files
  }

  /// Returns the XML document with a newline at its end.
  package func render(_ report: Report) -> String {
    let repeated = report.repeatedTests
    let suites = Dictionary(grouping: report.outcomes) { outcome in
      let identity = outcome.measurement.identity
      return "\(identity.target).\(identity.suite)"
    }
    var children = suites.sorted { $0.key < $1.key }.map { name, outcomes in
      let sorted = outcomes.sorted { $0.measurement.identity < $1.measurement.identity }
      let cases = sorted.map { outcome in
        // Viewers take two cases of one name for one.
        let place =
          repeated.contains(outcome.measurement.identity)
          ? (outcome.environment ?? report.environment)?.boundedKey : nil
        return testCase(outcome, suite: name, place: place)
      }
      return suite(name, cases, Tally(sorted))
    }
    var total = Tally(report.outcomes)
    let run = problems(report)
    if !run.isEmpty {
      let tally = Tally(tests: run.count, errors: run.count)
      total.tests += tally.tests
      total.errors += tally.errors
      children.append(suite("Tidemark", run, tally))
    }
    let root = XMLElementText(
      "testsuites", [("name", "Tidemark")] + total.attributes, children: children)
    return #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n" + root.text(depth: 0)
  }

  /// How many tests of a suite ended in which way.
  private struct Tally {
    var tests = 0
    var failures = 0
    var errors = 0
    var skipped = 0

    init(tests: Int, errors: Int) {
      self.tests = tests
      self.errors = errors
    }

    init(_ outcomes: [TestOutcome]) {
      tests = outcomes.count
      failures = outcomes.count { $0.status == .risen }
      errors = outcomes.count { $0.status == .noVerdict }
      skipped = outcomes.count { $0.status == .missing }
    }

    var attributes: [(String, String)] {
      [
        ("tests", "\(tests)"), ("failures", "\(failures)"), ("errors", "\(errors)"),
        ("skipped", "\(skipped)"),
      ]
    }
  }

  private func suite(_ name: String, _ cases: [XMLElementText], _ tally: Tally) -> XMLElementText {
    XMLElementText("testsuite", [("name", name)] + tally.attributes, children: cases)
  }

  private func testCase(
    _ outcome: TestOutcome, suite: String, place: String?
  ) -> XMLElementText {
    let measurement = outcome.measurement
    let name = measurement.identity.name + (place.map { " on \($0)" } ?? "")
    var attributes = [("classname", suite), ("name", name)]
    if let location = measurement.location {
      attributes.append(("file", SourcePaths(root: root).shorten(location.file)))
      attributes.append(("line", "\(location.line)"))
    }
    if let time = measurement.usage[.timeWall] {
      let seconds = FigureText.fixed(Double(time) / 1_000_000_000, decimals: 6)
      attributes.append(("time", seconds.filter { $0 != "," }))
    }
    return XMLElementText("testcase", attributes, children: result(of: outcome))
  }

  private func result(of outcome: TestOutcome) -> [XMLElementText] {
    let text = TextReport(width: 100, root: root, command: command, files: files)
    let next = NextStep(command: command, files: files)
    let sentences = outcome.findings.map { FindingText($0).sentence }
    switch outcome.status {
    case .risen:
      let risen = outcome.findings.filter { $0.direction == .risen }
      let message = risen.map { FindingText($0).sentence }.joined(separator: "; ")
      let lines = text.reasons(outcome).map { $0.text(color: false) }
      let advice = "accept: \(next.accept(outcome.measurement.identity))"
      let body = (lines + [advice]).joined(separator: "\n")
      return [
        XMLElementText("failure", [("message", message), ("type", "regression")], body: body)
      ]
    case .noVerdict:
      let message = outcome.notes.joined(separator: "; ")
      return [XMLElementText("error", [("message", message), ("type", "no-verdict")])]
    case .missing:
      return [XMLElementText("skipped", [("message", "no baseline; record it: \(next.update)")])]
    case .unconfirmed:
      let body = "not confirmed: " + (sentences + outcome.notes).joined(separator: "; ")
      return [XMLElementText("system-out", body: body)]
    case .notCompared, .fallen, .level:
      return []
    }
  }

  private func problems(_ report: Report) -> [XMLElementText] {
    let losses = report.losses.isEmpty ? [] : ["no verdict, " + report.lossWords]
    return (report.problems + losses).enumerated().map { index, problem in
      let error = XMLElementText("error", [("message", problem), ("type", "problem")])
      let name = "problem \(index + 1)"
      return XMLElementText(
        "testcase", [("classname", "Tidemark"), ("name", name)], children: [error])
    }
  }
}
