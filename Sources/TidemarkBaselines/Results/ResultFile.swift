#if canImport(FoundationEssentials)
  private import FoundationEssentials
#else
  private import Foundation
#endif

/// What one test process wrote: JSON Lines, the first a `run`, the last an `end`.
package struct ResultFile: Hashable, Sendable {
  /// The path of the file.
  package var path: String
  /// What the process said of itself.
  package var run: ResultRun
  /// Every measurement in the order of the file; a test with cases has several.
  package var cases: [TestMeasurement]
  /// The tests that began and did not end: those that were running when the process ended.
  package var unfinished: [TestIdentity]
  /// What the process said at its end, or nil when it crashed.
  package var end: ResultEnd?
  /// What is wrong with the file or the process, in sentences for the report.
  package var problems: [String]

  /// Whether the process ended without saying so.
  package var hasCrashed: Bool { end == nil }

  /// The measurements, one for each test with its worst figures.
  package var measurements: [TestMeasurement] { TestMeasurement.merged(cases) }

  /// Reads a result file; the path is only for errors.
  ///
  /// A last line that is cut off, and a missing end, are what a crash leaves: they are problems of
  /// the result and no errors, so that what was measured before is not lost.
  ///
  /// - Throws: A `ResultFileError` when the file tells nothing at all.
  package static func parse(_ bytes: [UInt8], path: String) throws(ResultFileError) -> ResultFile {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    // After the newline of a whole last line there is an empty rest.
    let isCut = lines.popLast().map { !$0.isEmpty } ?? false
    guard let first = lines.first else { throw ResultFileError(path: path, problem: .empty) }
    let decoder = JSONDecoder()
    guard case .run(let run)? = try? decoder.decode(ResultLineWire.self, from: Data(first)).line
    else {
      let probe = try? decoder.decode(ResultLineWire.Probe.self, from: Data(first))
      throw ResultFileError(
        path: path,
        problem: probe.map { .format($0.run.format) } ?? .noRunLine)
    }
    if let probe = try? decoder.decode(ResultLineWire.Probe.self, from: Data(first)),
      probe.run.format > ResultLine.format
    {
      throw ResultFileError(path: path, problem: .format(probe.run.format))
    }

    var file = ResultFile(path: path, run: run, cases: [], unfinished: [], problems: [])
    var running: [TestIdentity: Int] = [:]
    for (index, bytes) in lines.enumerated().dropFirst() where !bytes.isEmpty {
      guard let wire = try? decoder.decode(ResultLineWire.self, from: Data(bytes)) else {
        file.problems.append("\(path):\(index + 1): the line cannot be read; run the tests again")
        continue
      }
      switch wire.line {
      case .began(let test): running[test, default: 0] += 1
      case .dropped(let test): running[test, default: 0] -= 1
      case .test(let measurement):
        file.cases.append(measurement)
        running[measurement.identity, default: 0] -= 1
      case .end(let end): file.end = end
      case .run: file.problems.append("\(path):\(index + 1): a second process wrote to the file")
      case nil: break
      }
    }
    file.unfinished = running.filter { $0.value > 0 }.keys.sorted()
    file.addProblems(isCut: isCut)
    return file
  }

  private mutating func addProblems(isCut: Bool) {
    if let end {
      problems += end.problems
      return
    }
    let cut = isCut ? ", in the middle of writing a result" : ""
    problems.append(
      "the test process \(run.pid) crashed or was killed \(unfinished.whileRunning)\(cut)")
  }
}
