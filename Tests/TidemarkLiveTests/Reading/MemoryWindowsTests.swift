import Foundation
import Testing

@testable import TidemarkLive

/// Copies of memory of which some can't be read; it is this process's own.
@Suite struct MemoryWindowsTests {
  private let page = Int(getpagesize())

  /// Five pages with numbers, the fourth of which is not there.
  private func withPages(_ body: (UInt64) -> Void) throws {
    let start = try #require(
      mmap(nil, 5 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
    defer { munmap(start, 5 * page) }
    let words = start.assumingMemoryBound(to: UInt32.self)
    for word in 0..<(5 * page / 4) { words[word] = UInt32(word) }
    munmap(start + 3 * page, page)
    body(UInt64(UInt(bitPattern: start)))
  }

  @Test func eachWindowIsWhatLiesAtItsAddress() throws {
    try withPages { start in
      var windows = MemoryWindows(RemoteMemory(pid: Int(getpid())), size: 256)
      // In no order, side by side, one over the other, apart, and across the end of what is there.
      let places = [
        2 * page, 0, 256, 128, 128, 1000, 2 * page + 600, 3 * page - 256, 3 * page - 255,
        3 * page + 16, 4 * page - 1, 4 * page, 5 * page - 256, 2 * page - 100,
      ]
      windows.read(places.map { start + UInt64($0) })
      for (index, place) in places.enumerated() {
        let isThere = place + 256 <= 3 * page || place >= 4 * page
        let window = windows.window(index)
        #expect((window != nil) == isThere, "at \(place)")
        guard let window, place % 4 == 0 else { continue }
        let words = window.bindMemory(to: UInt32.self)
        #expect(words.count == 64)
        #expect(words.enumerated().allSatisfy { $1 == UInt32(place / 4 + $0) }, "at \(place)")
      }
    }
  }

  @Test func aFullBatchHasRoom() throws {
    try withPages { start in
      var windows = MemoryWindows(RemoteMemory(pid: Int(getpid())), size: 16)
      for gap in [0, 8, 512 - 16] {
        let places = (0..<RemoteMemory.batch).map { ($0 * (16 + gap)) % (3 * page - 16) & ~3 }
        windows.read(places.map { start + UInt64($0) })
        for (index, place) in places.enumerated() {
          #expect(windows.window(index)?.load(as: UInt32.self) == UInt32(place / 4))
        }
      }
    }
  }

  @Test func addressesThatNobodyHasAreNotRead() {
    var windows = MemoryWindows(RemoteMemory(pid: Int(getpid())), size: 1024)
    let addresses: [UInt64] = [0, 8, .max, .max - 1024, .max - 1100, 1 << 63, (1 << 47) - 8]
    windows.read(addresses)
    for index in addresses.indices { #expect(windows.window(index) == nil) }
  }
}
