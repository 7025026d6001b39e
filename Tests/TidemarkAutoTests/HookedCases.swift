import Tidemark
import TidemarkAuto
import TidemarkXCTest
import XCTest

/// No test here asks for a measurement, and every one has it, set-up and tear-down included.
class HookedCases: XCTestCase {
  override func setUp() async throws {
    XCTAssertNotNil(CaseMeasuring.running(self))
  }

  override func tearDown() {
    XCTAssertNotNil(CaseMeasuring.running(self))
  }

  func testMethodsAreMeasured() throws {
    XCTAssertEqual(CaseMeasuring.running(self)?.isInMethod, true)
  }

  func testAsyncMethodsAreMeasured() async {
    XCTAssertEqual(CaseMeasuring.running(self)?.isInMethod, true)
  }

  @MainActor func testMethodsOnTheMainActorAreMeasured() async {
    XCTAssertEqual(CaseMeasuring.running(self)?.isInMethod, true)
  }

  func testIdentityIsSpelledLikeTheReport() throws {
    let identity = TestIdentity(self)
    XCTAssertEqual(identity.target, "TidemarkAutoTests")
    XCTAssertEqual(identity.name, "testIdentityIsSpelledLikeTheReport")
  }

  func testLocationIsTheMethodsLine() throws {
    let location = try XCTUnwrap(TestMeasurement(self, Usage()).location)
    XCTAssertEqual(location.line, #line - 2)
    XCTAssertTrue(location.file.hasSuffix("HookedCases.swift"))
  }
}

/// Inherited methods are found in the class that declares them.
final class InheritedCases: HookedCases {
  func testInheritedMethodsRunHereToo() {}
}

/// A class that measures itself is not measured a second time.
final class OptedInCases: TidemarkTestCase {
  override var limits: [Limit] { [Limit(.timeWall, 0...)] }

  func testIsMeasuredOnce() async {
    XCTAssertEqual(CaseMeasuring.running(self)?.isInMethod, true)
    await XCTAssertUsage(.timeWall, 0...) { await Task.yield() }
  }
}
