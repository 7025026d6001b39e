/// Copies of parts of another process's memory, all of one size; neighbours are read as one.
///
/// Tasks lie side by side in the heap, and to read a page once takes a fraction of what it takes to read
/// each of the tasks in it.
struct MemoryWindows: ~Copyable {
  private let memory: RemoteMemory
  private let size: Int
  private let room: UnsafeMutableRawBufferPointer
  /// Where each copy begins, or nil where there is none.
  private var starts: [Int?] = []

  /// How far apart windows may be to be read as one, and how much is read as one at most.
  private static let gap: UInt64 = 512
  private static let longest: UInt64 = 65536

  init(_ memory: RemoteMemory, size: Int) {
    self.memory = memory
    self.size = size
    room = .allocate(byteCount: RemoteMemory.batch * (size + Int(Self.gap)), alignment: 16)
  }

  deinit { room.deallocate() }

  /// Returns one of the copies, by the index of its address; nil when it could not be read whole.
  func window(_ index: Int) -> UnsafeRawBufferPointer? {
    starts[index].map { UnsafeRawBufferPointer(rebasing: room[$0..<($0 + size)]) }
  }

  /// Copies what lies at addresses, `RemoteMemory.batch` at most, in place of what was copied before.
  mutating func read(_ addresses: [UInt64]) {
    starts = Array(repeating: nil, count: addresses.count)
    var runs: [(piece: RemoteMemory.Piece, indexes: [Int])] = []
    for index in addresses.indices.sorted(by: { addresses[$0] < addresses[$1] }) {
      let address = addresses[index]
      let (end, overflow) = address.addingReportingOverflow(UInt64(size))
      guard !overflow else { continue }
      if let last = runs.last?.piece, address <= last.end || address - last.end <= Self.gap,
        end - last.start <= Self.longest
      {
        runs[runs.count - 1].piece.end = max(last.end, end)
        runs[runs.count - 1].indexes.append(index)
      } else {
        runs.append((RemoteMemory.Piece(start: address, end: end), [index]))
      }
    }
    var missing: Set<Int> = []
    memory.read(runs.map(\.piece), into: room) { missing.insert($0) }
    var start = 0
    for (number, run) in runs.enumerated() {
      for index in run.indexes {
        let window = start + Int(addresses[index] - run.piece.start)
        if !missing.contains(number) || readAlone(addresses[index], at: window) {
          starts[index] = window
        }
      }
      start += run.piece.size
    }
  }

  /// Copies one window, whose neighbour is not all there.
  private func readAlone(_ address: UInt64, at start: Int) -> Bool {
    memory.read(
      address, into: UnsafeMutableRawBufferPointer(rebasing: room[start..<(start + size)]))
  }
}
