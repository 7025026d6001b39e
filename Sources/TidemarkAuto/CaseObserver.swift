#if os(Linux)
  private import CTidemarkXCTest
  private import Foundation
  private import Tidemark
  private import TidemarkXCTest
  internal import XCTest

  /// Brackets every XCTest test, and keeps the verdict until the process exits.
  ///
  /// XCTest traps when a failure is recorded this late, so a finding is printed in the form of a
  /// compiler's error and turns the exit code.
  final class CaseObserver: XCTestObservation, Sendable {
    static let shared = CaseObserver()

    private struct State: Sendable {
      var measuring: CaseMeasuring?
      var ran = 0
      var unhooked = 0
      var hasFailed = false
    }

    private let state = Guarded(State())

    /// Whether a test was outside of its marks.
    var hasFailed: Bool { state.withLock { $0.hasFailed } }

    /// How many tests ran without having come through the hook into the list of tests.
    var unhooked: Int { state.withLock { $0.unhooked } }

    func testCaseWillStart(_ testCase: XCTestCase) {
      let isMeasuredByItself = testCase is TidemarkTestCase
      let measuring = isMeasuredByItself ? nil : CaseMeasuring.begin(testCase)
      state.withLock {
        $0.unhooked += tidemark_xctestHookCalls() == 0 ? 1 : 0
        $0.measuring = measuring
      }
    }

    func testCaseDidFinish(_ testCase: XCTestCase) {
      let measuring = state.withLock { state in
        defer { state.measuring = nil }
        state.ran += testCase.testRun?.hasBeenSkipped == true ? 0 : 1
        return state.measuring
      }
      guard let measuring, let measurement = measuring.measurement(of: testCase) else { return }
      guard let failure = Session.shared.submit(measurement) else { return }
      state.withLock { $0.hasFailed = true }
      let place = measurement.location.map { "\($0.file):\($0.line)" } ?? "<unknown>:0"
      print("\(place): error: \(testCase.name) : \(failure)")
    }

    func testBundleDidFinish(_ testBundle: Bundle) {
      Session.shared.note(ran: state.withLock { $0.ran }, of: .xctest)
    }
  }
#endif
