private import CTidemarkXCTest
private import Foundation
internal import Tidemark
internal import XCTest

/// What XCTest itself uses around an empty test, measured on hidden ones before the first real test.
///
/// XCTest runs the asynchronous `setUp` and `tearDown` of every test on a task each, and an asynchronous
/// method on a third. They run inside the bracket, so their figures are taken off every measurement.
enum CaseOverhead {
  private static let metrics: [Metric] = [
    .tasksCreated, .tasksCompleted, .tasksPeakLive, .jobsEnqueued, .jobsRun, .hops, .queuePeakDepth,
  ]
  private static let runs = 2

  private static let sync = calibrate { _ in }
  private static let async = calibrate { test in
    let method: (XCTestCase) -> () throws -> Void = asyncTest { (_: XCTestCase) in { () async in } }
    try method(test)()
  }

  /// Measures the empty tests, once in a process.
  ///
  /// Prints nothing and counts as no test.
  static func prepare() {
    _ = sync
    _ = async
  }

  /// Returns what to take off the figures of a test.
  static func of(isAsync: Bool) -> [Metric: Int] { isAsync ? async : sync }

  /// Whether the list of tests came through this target's hooks.
  static var isHooked: Bool {
    tidemark_xctestHookCalls() > 0
  }

  private static func calibrate(_ closure: @escaping XCTestCaseClosure) -> [Metric: Int] {
    var lowest: [Metric: Int] = [:]
    let alarm = keepWaitsShort()
    defer { alarm.invalidate() }
    for _ in 0..<runs {
      let test = XCTestCase(name: "empty", testClosure: closure)
      let bracket = Bracket.open()
      test.invokeTest()
      bracket.leave()
      _ = Settling().settleBlocking { bracket.isSettled(ignoring: []) }
      let usage = bracket.close(ignoring: [])
      for metric in metrics {
        lowest[metric] = usage[metric].map { min($0, lowest[metric] ?? $0) }
      }
    }
    return lowest
  }

  /// Wakes the run loop every millisecond.
  ///
  /// XCTest sometimes begins to wait just after what it waits for has happened, and then sleeps for
  /// a tenth of a second. The first waits of a process nearly always do.
  private static func keepWaitsShort() -> Timer {
    let timer = Timer(timeInterval: 0.001, repeats: true) { _ in
      #if os(Linux)
        RunLoop.current._stop()
      #endif
    }
    RunLoop.current.add(timer, forMode: .default)
    return timer
  }
}
