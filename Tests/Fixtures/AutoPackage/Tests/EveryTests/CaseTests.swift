import XCTest

class CaseTests: XCTestCase {
  func testEmpty() {}

  func testThrowing() throws {}

  func testAsync() async {}

  func testAsyncThrowing() async throws {}

  @MainActor func testOnMainActor() async {}

  func testTeardownBlock() { addTeardownBlock {} }

  func testSkipped() throws { throw XCTSkip("not today") }
}

final class DerivedTests: CaseTests {
  override func setUp() async throws {}

  override func tearDown() {}

  func testOwn() {}
}
