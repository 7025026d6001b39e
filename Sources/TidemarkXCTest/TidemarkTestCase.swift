public import Tidemark
public import XCTest

/// A test case whose every test is measured and held against its committed baseline.
///
/// The measurement goes from before `setUp` to after `tearDown`. A finding fails the test itself.
open class TidemarkTestCase: XCTestCase {
  /// The ranges that metrics of every test of this class have to stay in.
  open var limits: [Limit] { [] }

  /// The leaks of this class's tests that are known and accepted.
  open var ignoredLeaks: [IgnoreRule] { [] }

  /// How long what is left of a test may take to go away before it counts as leaked.
  open var settling: Settling { Settling() }

  /// Runs the test in a measurement.
  open override func invokeTest() {
    guard Session.shared.isOn else { return super.invokeTest() }
    let measuring = CaseMeasuring.begin(self, ignoring: ignoredLeaks, settling: settling)
    super.invokeTest()
    guard let measurement = measuring.measurement(of: self, limits: limits) else { return }
    if let failure = Session.shared.submit(measurement) {
      fail(failure, at: measurement.location)
    }
  }

  private func fail(_ message: String, at location: TestLocation?) {
    #if canImport(ObjectiveC)
      let place = location.map {
        XCTSourceCodeContext(
          location: XCTSourceCodeLocation(filePath: $0.file, lineNumber: $0.line))
      }
      record(
        XCTIssue(
          type: .assertionFailure, compactDescription: message,
          sourceCodeContext: place ?? XCTSourceCodeContext()))
    #else
      recordFailure(
        withDescription: message, inFile: location?.file ?? "<EXPR>", atLine: location?.line ?? 0,
        expected: true)
    #endif
  }
}
