import Foundation
import Testing
import TidemarkLedger

@testable import TidemarkLive

/// Memory that is not what it should be: nothing of it may stop or mislead a viewer.
@Suite struct GarbageTests {
  /// Memory of random words; some of them point to other places in it, and some of it is not there.
  private struct Memory {
    var random: Numbers
    let base: UInt64 = 0x10_0000
    let words: [UInt64]

    init(seed: UInt64) {
      var random = Numbers(state: seed)
      let base: UInt64 = 0x10_0000
      words = (0..<512).map { _ in
        switch random.next() % 4 {
        case 0: random.next()
        case 1: random.next() % 16
        default: base + random.next() % 500 * 8
        }
      }
      self.random = random
    }

    func read(_ address: UInt64, _ room: UnsafeMutableRawBufferPointer) -> Bool {
      guard address >= base, address - base <= 4096, Int(address - base) + room.count <= 4096 else {
        return false
      }
      words.withUnsafeBytes { bytes in
        let start = Int(address - base)
        room.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<(start + room.count)]))
      }
      return true
    }
  }

  /// A sequence of numbers that is the same every time.
  private struct Numbers {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 11 ^ state << 7
    }
  }

  @Test func inspectionOfGarbageEnds() {
    var read = 0
    for seed in 0..<4000 {
      let memory = Memory(seed: UInt64(seed))
      let task = memory.base + UInt64(seed % 400) * 8
      guard let inspection = TaskInspection(task: task, depth: .stack, read: memory.read) else {
        continue
      }
      read += 1
      #expect(inspection.resumes.count <= 256)
      #expect((inspection.name ?? "").utf8.count <= 1024)
    }
    #expect(read > 2000)
  }

  @Test func contextsInACircleAreFollowedSoFarOnly() {
    // One context, which is its own caller.
    let words: [UInt64] = [0x1000, 0x2000]
    let callers = TaskInspection.callers(of: 0x1000) { address, room in
      guard address == 0x1000, room.count == 16 else { return false }
      words.withUnsafeBytes { room.copyMemory(from: $0) }
      return true
    }
    #expect(callers == [UInt64](repeating: 0x2000, count: 256))
  }

  @Test func taskWhoseContextIsItsOwnCallerEnds() {
    // A suspended task that waits for a continuation, with a context that repeats its place.
    var task = [UInt64](repeating: 0, count: TaskInspection.size / 8)
    task[0x38 / 8] = 0x2000
    task[0x40 / 8] = 0x5000
    task[0x60 / 8] = 0x4015
    task[0x68 / 8] = 0x6000
    let places: [UInt64: [UInt64]] = [
      0x1000: task, 0x5000: [0x5000, 0x2000], 0x6000: [0, 0, 0x5000, 0, 2],
    ]
    let inspection = TaskInspection(task: 0x1000, depth: .stack) { address, room in
      guard let words = places[address], words.count * 8 >= room.count else { return false }
      words.withUnsafeBytes {
        room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<room.count]))
      }
      return true
    }
    #expect(inspection?.wait == .continuation)
    #expect(inspection?.resumes == [0x2000])
  }

  @Test func frameInformationMadeOfGarbageEnds() {
    var numbers = Numbers(state: 7)
    var made = 0
    for _ in 0..<10_000 {
      let bytes = (0..<48).map { _ in UInt8(truncatingIfNeeded: numbers.next()) }
      let common = FrameRule.Common(
        codeUnit: numbers.next() % 4, dataUnit: -8, instructions: ByteCursor(bytes, to: 8))
      let rule = FrameRule(common, ByteCursor(bytes, from: 8), start: 0x1000, place: 0x1010)
      if rule != nil { made += 1 }
      _ = Prologue(bytes)
    }
    #expect(made > 20 && made < 10_000)
  }

  @Test func usualPrologueTellsTheSizeOfTheFrame() {
    // push %rbp; mov %rsp,%rbp; push %r14; push %rbx; sub $0x20,%rsp
    let bytes: [UInt8] = [0x55, 0x48, 0x89, 0xe5, 0x41, 0x56, 0x53, 0x48, 0x83, 0xec, 0x20, 0xe8]
    #expect(Prologue(bytes)?.size == 0x30)
    #expect(Prologue([0x48, 0x83, 0xec, 0x08, 0xc3]) == nil)
  }

  @Test func numbersOfVariableLength() {
    var cursor = ByteCursor([0xe5, 0x8e, 0x26, 0x7f, 0x80, 0x7f])
    #expect(cursor.variable() == 624_485)
    #expect(cursor.signedVariable() == -1)
    #expect(cursor.signedVariable() == -128)
    #expect(cursor.byte() == nil && cursor.isAtEnd)
  }

  @Test(arguments: [
    "1 (a) b) (c) S 1 1 1 0 -1 4194560 1 2 3 4 150 250 0 0 20 0 7 0 987654 1 1 1", "",
    "1 (x", "1 (x) S", "1 (x) S 1 1 1 0 -1 4194560 1 2 3 4 x 250 0 0 20 0 7 0 987654",
  ])
  func linesOfStatusAreReadOrRefused(text: String) {
    let status = ProcessStatus(text)
    guard text.hasPrefix("1 (a)") else {
      #expect(status == nil)
      return
    }
    #expect(status?.threads == 7 && status?.start == 987_654 && status?.state == "S")
    #expect(status?.userTime == 150 * 1_000_000_000 / ProcessStatus.ticks)
  }

  @Test func processorTimeNeverGoesBack() throws {
    let times = ProcessorTimes()
    let status = try #require(
      ProcessStatus("1 (x) S 1 1 1 0 -1 4194560 1 2 3 4 150 250 0 0 20 0 7 0 9 1 1 1"))
    let ticks = status.userTime + status.systemTime
    let first = times.split(status, total: ticks + 7_000_000)
    #expect(first.user + first.system == ticks + 7_000_000)
    let second = times.split(status, total: ticks + 3_000_000)
    #expect(second.user == first.user && second.system == first.system)
  }
}
