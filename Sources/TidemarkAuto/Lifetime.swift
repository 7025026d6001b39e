#if os(Linux)
  private import CTidemarkAuto
  private import Foundation
  private import Tidemark
  private import XCTest

  /// Starts to watch XCTest.
  ///
  /// Called when the test executable is loaded, before its `main`.
  @_cdecl("tidemark_autoStart")
  func start() {
    guard Session.shared.isOn else { return }
    XCTestObservationCenter.shared.addTestObserver(CaseObserver.shared)
  }

  /// Ends the session.
  ///
  /// Called when the process exits; returns the exit code of the harness.
  @_cdecl("tidemark_autoFinish")
  func finish() -> CInt {
    guard Session.shared.isOn, !Session.shared.isForked else { return 0 }
    if let problem = HookCheck.problem() { Session.shared.report(problem: problem) }
    Session.shared.finish()
    Session.shared.tellProblems()
    // The command line judges from the results, problems included.
    guard Session.shared.settings.results == nil else { return 0 }
    for part in Session.shared.coverage {
      print("Tidemark measured \(part.description)")
    }
    fflush(nil)
    if !Session.shared.problems.isEmpty { return ExitCode.noVerdict }
    return CaseObserver.shared.hasFailed ? ExitCode.regression : 0
  }

  /// The exit codes of the command line that a test process can have, too.
  private enum ExitCode {
    static let regression: CInt = 1
    static let noVerdict: CInt = 4
  }

  extension Report.Coverage {
    fileprivate var description: String {
      "\(measured)\(ran.map { " of \($0)" } ?? "") \(library.rawValue) tests"
    }
  }
#endif
