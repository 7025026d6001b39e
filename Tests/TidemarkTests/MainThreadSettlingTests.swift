import Synchronization
import Tidemark
import XCTest

final class MainThreadSettlingTests: XCTestCase {
  private static let isDone = Atomic<Bool>(false)

  /// XCTest runs synchronous tests on the main thread, outside of any task.
  func testTheMainActorWorksMeanwhile() {
    Task { @MainActor in Self.isDone.store(true, ordering: .relaxed) }
    let isClean = Settling(within: .seconds(10)).settleBlocking {
      Self.isDone.load(ordering: .relaxed)
    }
    XCTAssertTrue(isClean)
  }
}
