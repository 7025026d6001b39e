/// What a function that keeps a frame pointer does first, on x86-64.
///
/// Where the frame pointer of a thread is not known, it follows from the stack pointer and from how much
/// room the function makes for itself.
struct Prologue: Hashable {
  /// From the stack pointer to the frame pointer.
  var size: UInt64

  /// Reads the first instructions of a function; nil where they are not the usual ones.
  init?(memory: RemoteMemory, start: UInt64) {
    guard let bytes = memory.bytes(48, at: start) else { return nil }
    self.init(bytes)
  }

  init?(_ bytes: [UInt8]) {
    var rest = bytes[...]
    func drop(_ prefix: [UInt8], from rest: inout ArraySlice<UInt8>) -> Bool {
      guard rest.starts(with: prefix) else { return false }
      rest = rest.dropFirst(prefix.count)
      return true
    }
    _ = drop([0xf3, 0x0f, 0x1e, 0xfa], from: &rest)  // endbr64
    // push %rbp; mov %rsp, %rbp
    guard drop([0x55, 0x48, 0x89, 0xe5], from: &rest) else { return nil }
    var size: UInt64 = 0
    // Registers that are kept: push.
    while let first = rest.first {
      if (0x50...0x57).contains(first) {
        rest = rest.dropFirst()
      } else if first == 0x41, rest.count > 1, (0x50...0x57).contains(rest[rest.startIndex + 1]) {
        rest = rest.dropFirst(2)
      } else {
        break
      }
      size += 8
    }
    // sub $n, %rsp
    if drop([0x48, 0x83, 0xec], from: &rest) {
      guard let small = rest.first, small < 0x80 else { return nil }
      size += UInt64(small)
    } else if drop([0x48, 0x81, 0xec], from: &rest) {
      guard rest.count >= 4 else { return nil }
      size += rest.prefix(4).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    self.size = size
  }
}
