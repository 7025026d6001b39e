/// The calls in which a thread waits in the kernel, found without stopping it.
///
/// For a thread that waits, the kernel tells its stack pointer and where it goes on. From there the call
/// frame information leads through functions that keep no frame pointer, and frame pointers through the
/// rest. Each step is checked; what does not hold ends the walk, so that no call is made up.
struct NativeStack {
  /// Places in code, innermost first; return addresses but for the first, which is one more than it is.
  private(set) var places: [UInt64] = []
  /// The async context of the outermost function of the program's own, which the runtime resumed; nil
  /// when there is none.
  private(set) var context: UInt64?
  /// How many of the places are the program's own and what it called, without what called the program.
  private(set) var ownCount = 0
  /// Whether the walk came to the thread's start.
  private(set) var isWhole = false

  private static let limit = 128

  /// Walks the stack of a thread; nil when it does not wait in the kernel or the kernel doesn't tell.
  init?(thread: Int, of pid: Int, memory: RemoteMemory, code: CodeMap, images: FrameTables) {
    #if arch(x86_64)
      guard let registers = Self.registers(of: thread, pid: pid) else { return nil }
      walk(registers, memory: memory, code: code, images: images)
      // It may have gone on meanwhile: then what was read does not belong together.
      guard let again = Self.registers(of: thread, pid: pid), again == registers else { return nil }
    #else
      return nil
    #endif
  }

  private struct Registers: Equatable {
    var stackPointer: UInt64
    var place: UInt64
  }

  /// Reads `/proc/PID/task/TID/syscall`: a number, six arguments, the stack pointer and the place.
  private static func registers(of thread: Int, pid: Int) -> Registers? {
    guard let text = ProcessFolder.text("/proc/\(pid)/task/\(thread)/syscall") else { return nil }
    let fields = text.split { $0 == " " || $0 == "\n" }
    guard fields.count >= 3, fields.suffix(2).allSatisfy({ $0.hasPrefix("0x") }),
      let stackPointer = UInt64(fields[fields.count - 2].dropFirst(2), radix: 16),
      let place = UInt64(fields[fields.count - 1].dropFirst(2), radix: 16), stackPointer != 0
    else { return nil }
    return Registers(stackPointer: stackPointer, place: place)
  }

  private mutating func walk(
    _ registers: Registers, memory: RemoteMemory, code: CodeMap, images: FrameTables
  ) {
    var stackPointer = registers.stackPointer
    var place = registers.place
    var framePointer: UInt64?
    var isOutside = false
    while places.count < Self.limit {
      // A return address is one past the call, where another function may begin.
      let inside = places.isEmpty ? place : place &- 1
      places.append(inside &+ 1)
      guard let mapping = code.mapping(of: inside), let rule = images.rule(at: inside, in: mapping)
      else { return }
      if rule.base == .framePointer, framePointer == nil {
        framePointer = Prologue(memory: memory, start: rule.functionStart)
          .map { stackPointer &+ $0.size }
      }
      isOutside = isOutside || (ownCount > 0 && mapping.image.isRuntime)
      if !isOutside, !mapping.image.isRuntime { ownCount = places.count }
      if !isOutside, rule.base == .framePointer, let framePointer {
        context = Self.context(below: framePointer, memory, code)
      }
      if rule.isOutermost {
        isWhole = true
        return
      }
      let base = rule.base == .framePointer ? framePointer : stackPointer
      guard let base else { return }
      let frame = base &+ UInt64(bitPattern: rule.offset)
      // Stacks grow downwards, so a caller's frame lies above.
      guard frame > stackPointer,
        let next = memory.word(at: frame &+ UInt64(bitPattern: rule.returnAddress))
      else { return }
      if next == 0 {
        isWhole = true
        return
      }
      guard code.mapping(of: next &- 1) != nil, Self.isAfterCall(next, memory) else { return }
      if let kept = rule.framePointer {
        guard let value = memory.word(at: frame &+ UInt64(bitPattern: kept)) else { return }
        framePointer = value
      }
      stackPointer = frame
      place = next
    }
  }

  /// Returns the async context that a function keeps just below its frame pointer, if it is async.
  private static func context(
    below framePointer: UInt64, _ memory: RemoteMemory, _ code: CodeMap
  ) -> UInt64? {
    guard let found = memory.word(at: framePointer &- 8), found != 0, found % 8 == 0,
      let resume = memory.word(at: found &+ 8), code.mapping(of: resume) != nil
    else { return nil }
    return found
  }

  /// Returns whether a call stands right before an address: `call` with a relative or an indirect target.
  private static func isAfterCall(_ address: UInt64, _ memory: RemoteMemory) -> Bool {
    guard let bytes = memory.bytes(7, at: address &- 7) else { return false }
    if bytes[2] == 0xe8 { return true }
    // The second byte of an indirect call has 2 in its middle bits.
    return (0...5).contains { bytes[$0] == 0xff && bytes[$0 + 1] >> 3 & 7 == 2 }
  }
}
