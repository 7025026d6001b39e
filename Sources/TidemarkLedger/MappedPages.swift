#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// Pages of a file in memory, which are unmapped with this object.
final class MappedPages: Sendable {
  // A pointer is not sendable; the address of pages that stay mapped is.
  private let address: UInt
  private let size: Int

  /// Maps pages that are shared with everybody who has them, or returns nil with the reason in `errno`.
  init?(_ file: CInt, at offset: Int, size: Int, protection: CInt) {
    guard let memory = mmap(nil, size, protection, MAP_SHARED, file, off_t(offset)),
      memory != MAP_FAILED
    else { return nil }
    address = UInt(bitPattern: memory)
    self.size = size
  }

  var start: UnsafeMutableRawPointer {
    guard let start = UnsafeMutableRawPointer(bitPattern: address) else {
      preconditionFailure("nothing is mapped at address zero")
    }
    return start
  }

  deinit { munmap(start, size) }
}
