private import Foundation
package import TidemarkBaselines

/// The harness's state in this process: what to do with a measurement, and what was measured so far.
package final class Session: Sendable {
  /// The session of this process.
  package static let shared: Session = {
    let settings = SessionSettings(environment: ProcessInfo.processInfo.environment)
    let session = Session(settings: settings)
    guard session.isOn else { return session }
    if let folder = settings.results {
      session.connect(ResultSink(folder: folder))
    } else {
      session.connect(BaselineSink(settings: settings))
    }
    // Without the automatic hooks nobody else ends the session.
    atexit {
      Session.shared.finish()
      Session.shared.tellProblems()
    }
    return session
  }()

  /// What the environment asks for.
  package let settings: SessionSettings

  private struct State: Sendable {
    var sink: any MeasurementSink = LimitSink()
    var measured: [TestLibrary: Set<TestIdentity>] = [:]
    var ran: [TestLibrary: Int] = [:]
    var problems: [String] = []
    var running: [TestIdentity: Int] = [:]
    var isFinished = false
    var toldProblems = 0
  }

  /// What keeps the transitions of tests, where they are asked for.
  private let recordings: TestRecordings?
  private let state = Guarded(State())
  private let process = ProcessInfo.processInfo.processIdentifier

  /// Creates a session with settings of its own.
  package init(settings: SessionSettings) {
    self.settings = settings
    recordings = settings.results.flatMap { _ in
      settings.mode == .off
        ? nil : TestRecordings(environment: ProcessInfo.processInfo.environment)
    }
    if let problem = settings.problem { report(problem: problem) }
  }

  /// Whether tests are measured at all.
  package var isOn: Bool { settings.mode != .off }

  /// Sends measurements elsewhere from now on.
  package func connect(_ sink: any MeasurementSink) {
    state.withLock { $0.sink = sink }
  }

  /// Notes that the measurement of a test begins.
  package func begin(_ identity: TestIdentity) {
    let sink = state.withLock { state in
      state.running[identity, default: 0] += 1
      return state.sink
    }
    sink.began(identity)
    recordings?.begin(identity)
  }

  /// Notes that a test whose measurement began is over and has no figures.
  package func drop(_ identity: TestIdentity) {
    recordings?.end(identity)
    let sink = state.withLock { state in
      state.running[identity, default: 0] -= 1
      return state.sink
    }
    sink.dropped(identity)
  }

  /// Takes the measurement of a test.
  ///
  /// Returns the text to fail the test with, or nil.
  package func submit(_ measurement: TestMeasurement) -> String? {
    recordings?.end(measurement.identity)
    let sink = state.withLock { state in
      // Parts of a test are no tests to the library that ran it.
      if !measurement.identity.isPart {
        state.measured[measurement.library, default: []].insert(measurement.identity)
      }
      state.running[measurement.identity, default: 0] -= 1
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

  /// The failures of the harness that have not been asked for here before.
  package func newProblems() -> [String] {
    state.withLock { state in
      defer { state.toldProblems = state.problems.count }
      return Array(state.problems.dropFirst(state.toldProblems))
    }
  }

  /// Prints the failures of the harness, each once.
  package func tellProblems() {
    if isForked { return }
    for problem in newProblems() {
      FileHandle.standardError.write(Data("error: Tidemark: \(problem)\n".utf8))
    }
  }

  /// Whether this is the copy of the session in a child that the process forked.
  package var isForked: Bool { ProcessInfo.processInfo.processIdentifier != process }

  /// Hands what there is to say at the end to where the measurements went, once.
  ///
  /// A process that exits in the middle of a test may say that all is well; it is a problem, as the
  /// tests after that one never ran.
  package func finish() {
    if isForked { return }
    let (sink, isFirst) = state.withLock { state in
      defer { state.isFinished = true }
      let running = state.running.filter { $0.value > 0 }.keys.sorted()
      if !state.isFinished, !running.isEmpty {
        state.problems.append(
          "the test process exited \(running.whileRunning), so not all tests ran; look for a call "
            + "of exit in what was running")
      }
      return (state.sink, !state.isFinished)
    }
    guard isFirst else { return }
    sink.finish(
      SessionSummary(
        coverage: coverage, unattributed: UnattributedWindow.total, problems: problems))
  }
}
