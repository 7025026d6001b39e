import Foundation
import Testing
import Tidemark
import TidemarkLedger
import TidemarkStatistics

/// Ledgers that are cut off, damaged or of another version.
@Suite struct LedgerTests {
  /// A copy of the first bytes of this process's ledger, which is far larger.
  private func header() throws -> [UInt8] {
    let ledger = try #require(Bracket.processLedger)
    return ledger.copyHeader()
  }

  private func open(_ bytes: [UInt8], available: Int? = nil) -> LedgerError? {
    // As aligned as a mapping is.
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes.count, alignment: 4096)
    defer { memory.deallocate() }
    bytes.withUnsafeBytes { source in
      if let base = source.baseAddress { memory.copyMemory(from: base, byteCount: bytes.count) }
    }
    do throws(LedgerError) {
      _ = try Ledger(UnsafeRawPointer(memory), available: available ?? bytes.count)
      return nil
    } catch {
      return error
    }
  }

  @Test func cutOffInTheHeader() throws {
    let bytes = try header()
    guard case .truncated(bytes: 16, needed: bytes.count) = open(bytes, available: 16) else {
      Issue.record("a header of 16 bytes was read")
      return
    }
  }

  @Test func cutOffInTheTables() throws {
    guard case .truncated = open(try header()) else {
      Issue.record("a header without tables was read")
      return
    }
  }

  @Test func otherMagicNumber() throws {
    var bytes = try header()
    bytes[0] ^= 1
    #expect(open(bytes) == .notALedger)
  }

  @Test func otherVersion() throws {
    var bytes = try header()
    bytes[8] = 99
    #expect(open(bytes) == .otherVersion(found: 99, known: UInt32(Ledger.version)))
  }

  @Test func damagedHeadersAreErrorsAndNeverCrash() throws {
    let bytes = try header()
    var generator = SeededGenerator(seed: 1)
    for round in 0..<2000 {
      var damaged = bytes
      for _ in 0...(round % 8) {
        // The magic number and the version stay, so that what follows is reached.
        let position = Int.random(in: 12..<damaged.count, using: &generator)
        damaged[position] = .random(in: 0...255, using: &generator)
      }
      // Smaller than any ledger, so that none of them can be right.
      #expect(open(damaged) != nil)
    }
    for _ in 0..<2000 {
      let noise = bytes.map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(open(noise) == .notALedger)
    }
  }

  @Test func tableOutsideOfTheLedgerIsCorrupt() throws {
    var bytes = try header()
    // The offset of the scopes, far beyond the end.
    for index in 40..<48 { bytes[index] = 0xff }
    #expect(open(bytes, available: .max) == .corrupt("a table lies outside of it"))
  }

  @Test func messagesSayWhatToDo() {
    #expect("\(LedgerError.otherVersion(found: 1, known: 2))".contains("same version of Tidemark"))
    #expect("\(LedgerError.truncated(bytes: 1, needed: 2))".contains("measure again"))
  }
}
