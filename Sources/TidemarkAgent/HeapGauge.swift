private import CTidemarkAgent
private import Synchronization

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// Asks the allocator how much of the heap is in use, as often as that does not disturb the program.
///
/// The allocator counts its free blocks under the locks that the program's threads need. Where there
/// are many, that takes time, and the next look has to wait a thousand times as long.
final class HeapGauge: Sendable {
  private struct State {
    var next: UInt64 = 0
    var took: UInt64 = 0
  }

  private let state = Mutex(State())

  /// Returns the bytes in use, or why they are not known at this moment.
  func read() -> Result<Int, Absence> {
    state.withLock { state in
      let begin = Self.now()
      guard begin >= state.next else {
        return .failure(Absence(nanoseconds: state.took))
      }
      let bytes = tidemark_heapInUse()
      let end = Self.now()
      state.took = end - begin
      // Up to a millisecond it may be read with every snapshot.
      state.next = state.took < 1_000_000 ? 0 : end + state.took * 1000
      guard bytes >= 0 else { return .failure(Absence(nanoseconds: nil)) }
      return .success(Int(bytes))
    }
  }

  /// Why there is no figure.
  struct Absence: Error {
    /// How long the last look took; nil when the C library can't tell at all.
    var nanoseconds: UInt64?

    var reason: String {
      guard let nanoseconds else {
        return "this C library can't tell what is in use; the resident set is the nearest figure"
      }
      return
        "to count it held the allocator's locks for \(nanoseconds / 1_000_000) ms, so it is counted "
        + "only every \(nanoseconds / 1_000_000) s"
    }
  }

  private static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
