#if canImport(Glibc)
  private import Glibc
#elseif canImport(Darwin)
  private import Darwin
#endif

/// Waits for the end of a process that this one did not start.
struct ProcessEnd: ~Copyable {
  /// The process's folder, which is that process's whatever becomes of its id; -1 when it is gone.
  private let folder: CInt

  init(pid: Int) { folder = open("/proc/\(pid)", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }

  deinit { if folder >= 0 { close(folder) } }

  /// Returns whether the process has ended; a signal to this one ends the wait early.
  func wait(milliseconds: Int) -> Bool {
    guard isThere else { return true }
    poll(nil, 0, CInt(clamping: milliseconds))
    return !isThere
  }

  private var isThere: Bool {
    guard folder >= 0 else { return false }
    let file = openat(folder, "stat", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = read(file, &bytes, bytes.count)
    guard count > 0, let name = bytes[..<count].lastIndex(of: UInt8(ascii: ")")) else {
      return false
    }
    // The letter of the state: one that its parent has not waited for yet is no more.
    return name + 2 < count && ![UInt8(ascii: "Z"), UInt8(ascii: "X")].contains(bytes[name + 2])
  }
}
