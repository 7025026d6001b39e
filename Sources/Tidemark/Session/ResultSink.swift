private import Foundation
package import TidemarkBaselines

/// Writes measurements to a file of this process's own, for the command line to judge.
package final class ResultSink: MeasurementSink {
  private let folder: String
  private let library: TestLibrary
  private let writer = Guarded<Writer>(.unopened)

  private enum Writer: Sendable {
    case unopened
    case open(ResultWriter)
    case failed
  }

  /// Creates a sink that writes into a folder, once there is something to write.
  package init(folder: String, library: TestLibrary = .ofProcess()) {
    self.folder = folder
    self.library = library
  }

  /// Notes that a test begins, so that a crash is blamed on it.
  package func began(_ identity: TestIdentity) { append(.began(identity)) }

  /// Notes that a test is over without figures, so that nothing later is blamed on it.
  package func dropped(_ identity: TestIdentity) { append(.dropped(identity)) }

  /// Writes the measurement; the command line judges, so the test may pass.
  package func receive(_ measurement: TestMeasurement) -> String? {
    append(.test(measurement))
    return nil
  }

  /// Writes the last line, without which the process counts as crashed.
  package func finish(_ summary: SessionSummary) {
    let coverage = summary.coverage.first { $0.library == library }
    append(
      .end(
        ResultEnd(
          measured: coverage?.measured ?? 0, ran: coverage?.ran,
          unattributed: summary.unattributed, problems: summary.problems)))
  }

  private func append(_ line: ResultLine) {
    // Tests begin side by side; whoever comes first opens the one file of the process.
    let opened = writer.withLock { writer in
      if case .unopened = writer { writer = open() }
      return writer
    }
    guard case .open(let writer) = opened else { return }
    do {
      try writer.append(line)
    } catch {
      complain(error)
    }
  }

  private func open() -> Writer {
    let run = ResultRun(
      pid: ProcessInfo.processInfo.processIdentifier, library: library,
      environment: .ofProcess(library: library), packageRoot: PackageRoot.ofProcess())
    // The time tells processes of the same number apart.
    let name = "\(run.pid)-\(monotonicNanoseconds()).jsonl"
    do {
      return .open(try ResultWriter(path: "\(folder)/\(name)", run: run))
    } catch {
      complain(error)
      return .failed
    }
  }

  private func complain(_ error: any Error) {
    FileHandle.standardError.write(Data("error: Tidemark: \(error)\n".utf8))
  }
}
