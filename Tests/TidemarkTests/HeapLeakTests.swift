private import CTestSupport
import Foundation
import Testing
import TidemarkBaselines
import TidemarkLedger

@testable import Tidemark

/// What is left in the heap, known by construction, while other tests run beside.
@Suite(.enabled(if: probeCan([.heap, .objects]))) struct HeapLeakTests {
  private final class Node: Sendable {
    // Set while one task only knows of the node.
    nonisolated(unsafe) var next: Node?
  }

  /// Blocks that are handed from one piece of work to another.
  private final class Blocks {
    var all: [UnsafeMutableRawPointer?] = []

    init(room: Int) { all.reserveCapacity(room) }

    /// What the blocks hold, in bytes.
    var held: Int { all.reduce(0) { $0 + Bracket.heldBytes($1) } }

    func add(_ count: Int, of size: Int) { for _ in 0..<count { all.append(malloc(size)) } }

    func freeAll() {
      for block in all { Foundation.free(block) }
      all.removeAll(keepingCapacity: true)
    }

    func free(onThreadOfItsOwn isLate: Bool) {
      all.withUnsafeMutableBufferPointer { blocks in
        if let base = blocks.baseAddress { test_freeOnThread(base, blocks.count, isLate) }
      }
      all.removeAll(keepingCapacity: true)
    }
  }

  private func left(_ usage: Usage) -> [Int?] {
    [usage[.heapLeakedBlocks], usage[.heapLeakedBytes], usage[.objectsLeaked]]
  }

  /// Returns the blocks, bytes and objects that work leaves, whatever else the process does.
  ///
  /// Alone, a test answers for what has no owner as well, so a second piece of work is open meanwhile.
  private func leftovers(
    isolation: isolated (any Actor)? = #isolation, _ body: () async -> Void
  ) async -> [Int?] {
    let usage = await beside { await bracketed(body) }
    #expect(!usage.ranAlone)
    return left(usage)
  }

  private func beside(
    isolation: isolated (any Actor)? = #isolation, _ body: () async -> Usage
  ) async -> Usage {
    let (running, feed) = AsyncStream<Void>.makeStream()
    let gate = Gate()
    let other = Task.detached {
      _ = await bracketed {
        feed.yield()
        await gate.wait()
      }
    }
    for await _ in running { break }
    let usage = await body()
    await gate.open()
    await other.value
    return usage
  }

  @Test(arguments: [(1, 16), (10, 100), (3, 4096), (2, 300_000)])
  func blocksThatAreNotFreed(count: Int, size: Int) async {
    let blocks = Blocks(room: count)
    defer { blocks.freeAll() }
    let left = await leftovers {
      blocks.add(count, of: size)
      test_mallocAndFree(50, size)
    }
    #expect(left == [count, blocks.held, 0])
  }

  @Test(arguments: [false, true]) func blocksThatAnotherThreadFrees(isLate: Bool) async {
    let blocks = Blocks(room: 20)
    let left = await leftovers {
      blocks.add(20, of: 200)
      blocks.free(onThreadOfItsOwn: isLate)
    }
    #expect(left == [0, 0, 0])
  }

  @Test func blocksThatOtherWorkFrees() async {
    let blocks = Blocks(room: 7)
    let first = await leftovers { blocks.add(7, of: 64) }
    let held = blocks.held
    let second = await leftovers { blocks.freeAll() }
    #expect(first == [7, held, 0])
    #expect(second == [0, 0, 0])
  }

  @Test func blocksThatTheHarnessFreesBeforeTheEnd() {
    let blocks = Blocks(room: 5)
    let bracket = Bracket.open()
    blocks.add(5, of: 64)
    bracket.leave()
    blocks.freeAll()
    #expect(bracket.close()[.heapLeakedBlocks] == 0)
  }

  @Test func blocksThatMove() async {
    let blocks = Blocks(room: 3)
    defer { blocks.freeAll() }
    let left = await leftovers {
      for size in [10, 5000, 200_000] {
        var block = malloc(16)
        for step in 1...20 { block = realloc(block, size * step / 20 + 1) }
        blocks.all.append(block)
      }
      free(realloc(malloc(10), 100))
    }
    #expect(left == [3, blocks.held, 0])
  }

  @Test func blockThatOtherWorkMovesIsThatWorks() async {
    let blocks = Blocks(room: 1)
    defer { blocks.freeAll() }
    blocks.add(1, of: 100)
    let left = await leftovers { blocks.all[0] = realloc(blocks.all[0], 90_000) }
    #expect(left == [1, blocks.held, 0])
  }

  @Test func blockThatCannotMoveStays() async {
    let blocks = Blocks(room: 1)
    defer { blocks.freeAll() }
    let left = await leftovers {
      blocks.add(1, of: 100)
      let size = Int.max - Int(getpid() & 1)
      #expect(realloc(blocks.all[0], size) == nil)
    }
    #expect(left == [1, blocks.held, 0])
  }

  @Test func blocksOfManyThreads() async {
    let blocks = Blocks(room: 500)
    blocks.all = [UnsafeMutableRawPointer?](repeating: nil, count: 500)
    defer { blocks.freeAll() }
    let left = await leftovers {
      blocks.all.withUnsafeMutableBufferPointer { left in
        if let base = left.baseAddress { test_shuffleBlocks(16, 20_000, base, left.count) }
      }
    }
    #expect(left == [blocks.all.count { $0 != nil }, blocks.held, 0])
  }

  @Test func piecesOfWorkSideBySide() async {
    await withTaskGroup(of: Void.self) { group in
      for index in 1...16 {
        group.addTask {
          let blocks = Blocks(room: index)
          var nodes: [Node] = []
          nodes.reserveCapacity(index)
          // A task whose own stack grows meanwhile keeps what that takes.
          TaskStack.reserve()
          let usage = await bracketed {
            for _ in 0..<200 {
              test_mallocAndFree(10, 32 * index)
              await Task.yield()
              await Task.detached { test_mallocAndFree(10, 100) }.value
            }
            blocks.add(index, of: 48)
            for _ in 0..<index { nodes.append(Node()) }
          }
          let held = blocks.held + nodes.reduce(0) { $0 + heldBytes(of: $1) }
          blocks.freeAll()
          // Alone it answers for more, which may happen to the first and to the last.
          if usage.ranAlone { return }
          #expect(left(usage) == [2 * index, held, index])
        }
      }
    }
  }

  private func heldBytes(of object: AnyObject) -> Int {
    Bracket.heldBytes(Unmanaged.passUnretained(object).toOpaque())
  }

  @Test func objectsThatAreAlive() async {
    var nodes: [Node] = []
    nodes.reserveCapacity(12)
    let left = await leftovers {
      for _ in 0..<100 { _ = keep(Node()) }
      for _ in 0..<12 { nodes.append(Node()) }
    }
    #expect(left[0] == 12)
    #expect(left[2] == 12)
    let later = await leftovers { nodes.removeAll(keepingCapacity: true) }
    #expect(later == [0, 0, 0])
  }

  @Test func objectsThatAnotherThreadFrees() async {
    let left = await leftovers {
      let nodes = (0..<10).map { _ in Unmanaged.passRetained(Node()) }
      await withCheckedContinuation { continuation in
        Thread.detachNewThread {
          for node in nodes { node.release() }
          continuation.resume()
        }
      }
    }
    #expect(left[2] == 0)
  }

  @Test func objectsInACycle() async {
    var nodes: [Unmanaged<Node>] = []
    nodes.reserveCapacity(3)
    let left = await leftovers {
      let ring = (0..<3).map { _ in Node() }
      for index in 0..<3 { ring[index].next = ring[(index + 1) % 3] }
      nodes += ring.map { Unmanaged.passUnretained($0) }
    }
    #expect(left[0] == 3)
    #expect(left[2] == 3)
    nodes[0].takeUnretainedValue().next = nil
  }

  @Test func whatTasksHoldIsGoneOnceTheyHaveSettled() async {
    for _ in 0..<50 {
      let left = await leftovers {
        for _ in 0..<20 {
          let node = Node()
          Task.detached { _ = keep(node) }
        }
      }
      #expect(left == [0, 0, 0])
    }
  }

  @Test func globalsAreNobodys() async {
    let left = await leftovers { #expect(madeOnce.count == 100) }
    #expect(left == [0, 0, 0])
  }

  @Test func whatIsLeftIsCountedByLine() async {
    var nodes: [Node] = []
    nodes.reserveCapacity(9)
    let blocks = Blocks(room: 4)
    defer { blocks.freeAll() }
    let bracket = Bracket.open(detail: true)
    let line = #line + 1
    for _ in 0..<9 { nodes.append(Node()) }
    for index in 0..<20 {
      let block = malloc(1000)
      if index < 4 { blocks.all.append(block) } else { free(block) }
    }
    bracket.leave()
    let sites = bracket.close().callSites
    func lines(_ metric: Metric) -> [String] {
      sites.filter { $0.metric == metric }.map { site in
        let frame = site.frames.first { $0.symbol.contains("whatIsLeftIsCountedByLine") }
        return "\((frame?.line ?? 0) - line): \(site.count) \(site.bytes)"
      }.sorted()
    }
    #expect(lines(.objectsLeaked) == ["0: 9 0"])
    let held = nodes.reduce(0) { $0 + heldBytes(of: $1) }
    #expect(lines(.heapLeakedBlocks) == ["0: 9 \(held)", "2: 4 \(blocks.held)"])
  }

  @Test func peakOfOneThreadIsExact() async {
    var peak = 0
    // It is the process's, and what other tests give back just then is taken off.
    for _ in 0..<20 where peak < 9100 {
      let usage = await bracketed {
        let block = keep(malloc(9000))
        test_mallocAndFree(3, 100)
        free(block)
      }
      peak = max(peak, usage[.heapPeakBytes] ?? 0)
    }
    #expect(peak >= 9100)
  }
}

private let madeOnce = (0..<100).map { "a string that is too long to be small \($0)" }

@inline(never) @_optimize(none)
private func keep<Value>(_ value: Value) -> Value { value }
