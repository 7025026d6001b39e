import Foundation
import Testing

@testable import TidemarkBaselines

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Collects the elements of a document.
private final class ElementCollector: NSObject, XMLParserDelegate {
  var elements: [(name: String, attributes: [String: String])] = []

  func parser(
    _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
    qualifiedName: String?, attributes attributeDict: [String: String] = [:]
  ) {
    elements.append((elementName, attributeDict))
  }
}

@Suite struct JUnitReportTests {
  private func elements(_ report: Report) throws -> [(name: String, attributes: [String: String])] {
    let text = JUnitReport(root: "/home/me/feed").render(report)
    let parser = XMLParser(data: Data(text.utf8))
    let collector = ElementCollector()
    parser.delegate = collector
    try #require(parser.parse(), "\(String(describing: parser.parserError)) in\n\(text)")
    return collector.elements
  }

  @Test func everyReportIsWellFormed() throws {
    for report in [
      Report(), Sample.example, Sample.missing, Sample.crashed, Sample.unconfirmed, Sample.hostile,
    ] {
      let elements = try elements(report)
      #expect(elements.first?.name == "testsuites")
      let cases = elements.filter { $0.name == "testcase" }
      #expect(elements.first?.attributes["tests"] == "\(cases.count)")
    }
  }

  @Test func riseIsAFailureAtItsPlace() throws {
    let elements = try elements(Sample.example)
    let index = try #require(elements.firstIndex { $0.name == "failure" })
    #expect(
      elements[index - 1].attributes == [
        "classname": "FeedTests.FeedTests", "name": "refresh()", "line": "14",
        "file": "Tests/FeedTests/FeedTests.swift", "time": "1.234500",
      ])
    #expect(elements[index].attributes["message"]?.hasPrefix("tasks.created 12 → 13 (+1") == true)
    #expect(elements.first?.attributes["failures"] == "1")
  }

  @Test func missingIsSkippedAndCrashIsAnError() throws {
    #expect(try elements(Sample.missing).count { $0.name == "skipped" } == 5)
    #expect(try elements(Sample.crashed).count { $0.name == "error" } == 3)
  }

  @Test func illegalCharactersAreReplaced() {
    let text = "\u{0}\u{B}<&>\"\u{FFFE}é\u{1F30A}\n"
    #expect(
      XMLElementText.escaped(text, inAttribute: true)
        == "\u{FFFD}\u{FFFD}&lt;&amp;&gt;&quot;\u{FFFD}é\u{1F30A}&#10;")
    #expect(XMLElementText.escaped("\"\n", inAttribute: false) == "\"\n")
  }

  @Test func caseOfEachMachineHasANameOfItsOwn() throws {
    let cases = try elements(Sample.machines).filter { $0.name == "testcase" }
    let names = cases.compactMap { $0.attributes["name"] }
    #expect(Set(names).count == 4)
    #expect(names.contains("refresh() on linux-x86_64/6.3/debug/parallel/pool-2"))
  }
}
