private import CTestSupport
import Testing
import Tidemark
import TidemarkBaselines
import TidemarkLedger

/// Allocations with counts known by construction.
@Suite(.enabled(if: probeCan(.heap))) struct HeapTests {
  @Test(arguments: [
    ("malloc", 100), ("calloc", 100), ("realloc", 100), ("reallocarray", 100),
    ("posix_memalign", 100), ("aligned_alloc", 100), ("memalign", 100), ("valloc", 100),
    ("pvalloc", 4096), ("operator new", 100),
  ])
  func functionOfTheMallocFamily(name: String, bytes: Int) async {
    let name = Array(name.utf8CString)
    func once() -> Bool {
      name.withUnsafeBufferPointer { $0.baseAddress.map { test_allocateAndFree($0) } ?? false }
    }
    #expect(once())
    let usage = await bracketed {
      _ = once()
      _ = once()
    }
    #expect(usage[.heapAllocations] == 2)
    #expect(usage[.heapBytesAllocated] == 2 * bytes)
  }

  @Test(arguments: [1, 16, 100, 4096, 300_000]) func manyBlocks(size: Int) async {
    let usage = await bracketed { test_mallocAndFree(1000, size) }
    #expect(usage[.heapAllocations] == 1000)
    #expect(usage[.heapBytesAllocated] == 1000 * size)
  }

  @Test func blocksOfChildTasksAreTheTests() async {
    let usage = await bracketed { await allocateInChildren(1) }
    let more = await bracketed { await allocateInChildren(101) }
    #expect((more[.heapAllocations] ?? 0) - (usage[.heapAllocations] ?? 0) == 1600)
  }

  private func allocateInChildren(_ count: Int) async {
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<16 { group.addTask { test_mallocAndFree(count, 100) } }
    }
  }

  @Test func objects() async {
    final class Node {
      let next: Node?
      init(next: Node?) { self.next = next }
    }
    func chain(_ count: Int) -> Node? {
      var head: Node?
      for _ in 0..<count { head = Node(next: head) }
      return head
    }
    _ = chain(1)
    let usage = await bracketed { #expect(chain(100)?.next != nil) }
    let more = await bracketed { #expect(chain(1100)?.next != nil) }
    #expect((more[.objectsAllocated] ?? 0) - (usage[.objectsAllocated] ?? 0) == 1000)
    #expect((more[.heapAllocations] ?? 0) - (usage[.heapAllocations] ?? 0) == 1000)
  }
}
