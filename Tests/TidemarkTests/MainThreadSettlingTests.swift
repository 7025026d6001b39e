import Dispatch
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

  /// What waits for the main thread frees its memory when the run loop turns, and is not left behind.
  func testTheMainQueueWorksMeanwhile() {
    func leave() -> Int? {
      measureUsage {
        let bytes = [UInt8](repeating: 1, count: 10_000)
        DispatchQueue.main.async { Self.isDone.store(bytes.isEmpty, ordering: .relaxed) }
      }[.heapLeakedBytes]
    }
    _ = leave()
    guard let left = leave() else { return }
    XCTAssertLessThan(left, 10_000)
  }
}
