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

  /// A part of the memory.
  struct Piece: Hashable, Sendable {
    var start: UInt64
    var end: UInt64

    var size: Int { Int(end - start) }
  }

  /// Reads pieces, one after the other into the room.
  ///
  /// - Parameters:
  ///   - pieces: what to read, `batch` of them at most, as much as there is room for.
  ///   - missing: called with the index of each piece that could not be read whole.
  func read(
    _ pieces: [Piece], into room: UnsafeMutableRawBufferPointer, missing: (Int) -> Void
  ) {
    guard let base = room.baseAddress else { return }
    let remote = pieces.map { TidemarkPiece(start: UInt($0.start), size: $0.size) }
    var done = 0
    var start = 0
    while done < pieces.count {
      let count = remote.withUnsafeBufferPointer { remote in
        remote.baseAddress.map {
          tidemark_readMemory(
            CInt(pid), base + start, room.count - start, $0 + done, CInt(pieces.count - done))
        } ?? 0
      }
      guard count >= 0 || errno == EFAULT else {
        for index in done..<pieces.count { missing(index) }
        return
      }
      // The kernel stops at the first piece that is not all there, and says nothing of those after it.
      var left = max(count, 0)
      while done < pieces.count, left >= pieces[done].size {
        left -= pieces[done].size
        start += pieces[done].size
        done += 1
      }
      guard done < pieces.count else { return }
      missing(done)
      start += pieces[done].size
      done += 1
    }
  }
}
