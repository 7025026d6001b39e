import CTidemarkLedger
import Foundation
import Testing
import Tidemark
import TidemarkLedger
import TidemarkStatistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Ledgers whose header is right and whose tables hold anything.
@Suite(.enabled(if: probeCan(.scheduler)))
struct DamagedTablesTests {
  /// Memory of a ledger's size, which only becomes real where it is touched.
  private final class Copy {
    let memory: UnsafeMutableRawPointer
    let size: Int
    let header: [UInt64]

    init(of ledger: Ledger) throws {
      let bytes = ledger.copyHeader()
      header = bytes.withUnsafeBytes { Array($0.bindMemory(to: UInt64.self)) }
      size = Int(header[2])
      let mapped = mmap(
        nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
      memory = try #require(mapped)
      bytes.withUnsafeBytes { source in
        if let base = source.baseAddress { memory.copyMemory(from: base, byteCount: source.count) }
      }
    }

    deinit { munmap(memory, size) }

    /// Fills the start of each of the tables with noise, of which every other word is a small number.
    func fill(with generator: inout SeededGenerator) {
      for table in 5..<header.count where header[table] >= 4096 && header[table] < UInt64(size) {
        let room = min(65_536, size - Int(header[table]))
        guard header[table] % 64 == 0 else { continue }
        let words = (memory + Int(header[table])).assumingMemoryBound(to: UInt64.self)
        for word in 0..<room / 8 {
          words[word] =
            Bool.random(using: &generator) ? generator.next() & 7 : generator.next()
        }
      }
    }
  }

  @Test func moreTasksThanThereIsRoomForAreNotBelieved() throws {
    let copy = try Copy(of: #require(Bracket.processLedger))
    copy.memory.assumingMemoryBound(to: TidemarkLedgerHeader.self).pointee.tasksUsed = .max
    let ledger = try Ledger(UnsafeRawPointer(copy.memory), available: copy.size)
    #expect(ledger.taskRecordsUsed == Int(TIDEMARK_TASK_LIMIT))
  }

  @Test func anythingIsReadAndNothingCrashes() throws {
    let copy = try Copy(of: #require(Bracket.processLedger))
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<20 {
      copy.fill(with: &generator)
      let ledger = try Ledger(UnsafeRawPointer(copy.memory), available: copy.size)
      var cursor = EventPositions(positions: (0..<200).map { _ in generator.next() })
      for _ in 0..<3 {
        let reading = ledger.events(from: &cursor)
        #expect(reading.lost >= 0)
        #expect(cursor.positions.count == 128)
        cursor = EventPositions()
      }
      let tasks = ledger.tasks { _ in true }
      #expect(tasks.allSatisfy { $0.generation & 1 == 1 && $0.creation.count <= 5 })
      for times in tasks.compactMap({ ledger.times(of: $0) }) { _ = times.upTo(.max) }
      #expect(ledger.threads().allSatisfy { ($0.task == 0) == ($0.taskID == 0) })
      #expect(ledger.histograms().count == 8)
      _ = ledger.losses
    }
  }
}
