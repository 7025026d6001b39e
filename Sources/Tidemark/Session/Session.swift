private import Foundation
package import TidemarkBaselines

/// The harness's state in this process: what to do with a measurement, and what was measured so far.
package final class Session: Sendable {
  /// The session of this process.
  package static let shared = Session(
    settings: SessionSettings(environment: ProcessInfo.processInfo.environment))

  /// What the environment asks for.
  package let settings: SessionSettings

  private struct State: Sendable {
    var sink: any MeasurementSink = LimitSink()
    var measured: [TestLibrary: Set<TestIdentity>] = [:]
    var ran: [TestLibrary: Int] = [:]
    var problems: [String] = []
  }

  private let state = Guarded(State())

  /// Creates a session with settings of its own.
  package init(settings: SessionSettings) {
    self.settings = settings
    if let problem = settings.problem { report(problem: problem) }
  }

  /// Whether tests are measured at all.
  package var isOn: Bool { settings.mode != .off }

  /// Sends measurements elsewhere from now on.
  package func connect(_ sink: any MeasurementSink) {
    state.withLock { $0.sink = sink }
  }

  /// Takes the measurement of a test.
  ///
  /// Returns the text to fail the test with, or nil.
  package func submit(_ measurement: TestMeasurement) -> String? {
    let sink = state.withLock { state in
      state.measured[measurement.library, default: []].insert(measurement.identity)
      return state.sink
    }
    return sink.receive(measurement)
  }

  /// Notes how many tests of a library ran, when it is known.
  package func note(ran count: Int, of library: TestLibrary) {
    state.withLock { $0.ran[library] = count }
  }

  /// Notes a failure of the harness itself.
  package func report(problem: String) {
    state.withLock { $0.problems.append(problem) }
  }

  /// How many tests were measured and, when known, how many ran, for each library that was seen.
  package var coverage: [Report.Coverage] {
    state.withLock { state in
      TestLibrary.allCases.compactMap { library in
        let measured = state.measured[library]?.count ?? 0
        let ran = state.ran[library]
        if measured == 0, ran == nil { return nil }
        return Report.Coverage(library: library, measured: measured, ran: ran)
      }
    }
  }

  /// The failures of the harness itself.
  package var problems: [String] { state.withLock { $0.problems } }

  /// Hands coverage and problems to where the measurements went.
  ///
  /// Called once, at the end.
  package func finish() {
    let sink = state.withLock { $0.sink }
    sink.finish(coverage: coverage, problems: problems)
  }
}
