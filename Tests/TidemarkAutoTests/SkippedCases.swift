import Tidemark
import TidemarkXCTest
import XCTest

/// Tests with known figures, and between them one that is skipped while it is set up.
final class SkippedCases: TidemarkTestCase {
  // The skipped test keeps none of them, so it must not be judged, nor count for the one after it.
  override var limits: [Limit] { [Limit(.tasksCreated, 3...3), Limit(.tasksLeaked, 0...0)] }

  override func setUpWithError() throws {
    guard name.contains("testBIsSkipped") else { return }
    XCTAssertNotNil(CaseMeasuring.running(self))
    for _ in 0..<9 { Task {} }
    throw XCTSkip("in its set-up")
  }

  override func tearDown() {
    XCTAssertNotNil(CaseMeasuring.running(self))
  }

  private func create() async {
    for _ in 0..<3 { await Task {}.value }
  }

  func testABefore() async { await create() }

  func testBIsSkipped() { XCTFail("was run all the same") }

  func testCAfter() async {
    XCTAssertEqual(CaseMeasuring.running(self)?.isInMethod, true)
    await create()
  }

  func testDSkipsItself() async throws {
    await Task {}.value
    throw XCTSkip("half-way")
  }

  func testEAfter() async { await create() }
}
