private import CTidemarkLive

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// The memory of another process, which may change or go away while it is read.
///
/// The kernel copies it; the process is not stopped and does not notice.
struct RemoteMemory: Sendable {
  var pid: Int

  /// Fills the room with what lies at an address; returns whether all of it is readable.
  func read(_ address: UInt64, into room: UnsafeMutableRawBufferPointer) -> Bool {
    guard let base = room.baseAddress else { return false }
    var piece = TidemarkPiece(start: UInt(address), size: room.count)
    return tidemark_readMemory(CInt(pid), base, room.count, &piece, 1) == room.count
  }

  /// Returns a word, or nil when it is not readable.
  func word(at address: UInt64) -> UInt64? {
    var word: UInt64 = 0
    let isRead = withUnsafeMutableBytes(of: &word) { read(address, into: $0) }
    return isRead ? word : nil
  }

  /// Returns bytes, or nil when they are not all readable.
  func bytes(_ count: Int, at address: UInt64) -> [UInt8]? {
    var isRead = false
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, length in
      isRead = read(address, into: UnsafeMutableRawBufferPointer(buffer))
      length = isRead ? count : 0
    }
    return isRead ? bytes : nil
  }

  /// Why the kernel does not let this process read the memory, and what to do about it; nil when it
  /// does.
  var refusal: String? {
    var byte: UInt8 = 0
    // Whether there is anything at the address is looked at after the rights are.
    let isRead = withUnsafeMutableBytes(of: &byte) { read(4096, into: $0) }
    if isRead || errno == EFAULT { return nil }
    return MemoryRefusal(pid: pid, code: errno).description
  }
}

extension RemoteMemory {
  /// How many pieces the kernel takes in one call.
  static let batch = 1024

  /// Reads pieces of one size, one after the other into the room.
  ///
  /// - Parameters:
  ///   - addresses: where the pieces begin, `batch` at most.
  ///   - missing: called with the index of each piece that could not be read whole.
  func read(
    _ addresses: ArraySlice<UInt64>, size: Int, into room: UnsafeMutableRawBufferPointer,
    missing: (Int) -> Void
  ) {
    let pieces = addresses.map { TidemarkPiece(start: UInt($0), size: size) }
    var done = 0
    while done < pieces.count {
      guard let base = room.baseAddress else { return }
      let left = pieces.count - done
      let count = pieces.withUnsafeBufferPointer { pieces in
        pieces.baseAddress.map {
          tidemark_readMemory(CInt(pid), base + done * size, left * size, $0 + done, CInt(left))
        } ?? 0
      }
      guard count >= 0 || errno == EFAULT else {
        for index in done..<pieces.count { missing(index) }
        return
      }
      // The kernel stops at the first piece that is not all there, and says nothing of those after it.
      done += max(count, 0) / size
      guard done < pieces.count else { return }
      missing(done)
      done += 1
    }
  }
}
