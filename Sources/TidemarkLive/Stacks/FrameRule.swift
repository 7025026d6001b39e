/// Where a function at some place keeps what it takes to find its caller, on x86-64: what the call
/// frame information (`.eh_frame`) says.
struct FrameRule: Hashable {
  /// The register from which the frame's address is reckoned.
  enum Base {
    case stackPointer
    case framePointer
  }

  var base = Base.stackPointer
  /// From the base to the frame's address, which is the caller's stack pointer.
  var offset: Int64 = 8
  /// From the frame's address to where the caller's frame pointer is kept; nil while it is untouched.
  var framePointer: Int64?
  /// The same for the return address.
  var returnAddress: Int64 = -8
  /// Whether nobody called the function: a thread begins with it.
  var isOutermost = false
  /// Where the function begins.
  var functionStart: UInt64 = 0

  private init() {}

  /// DWARF's numbers of the registers.
  private static let framePointerNumber: UInt64 = 6
  private static let stackPointerNumber: UInt64 = 7
  private static let returnAddressNumber: UInt64 = 16

  /// What a common entry says of all its functions.
  struct Common {
    var codeUnit: UInt64
    var dataUnit: Int64
    var instructions: ByteCursor
  }

  /// Follows the instructions of a function up to a place in it; nil where they say what is not
  /// expected of ordinary code.
  init?(_ common: Common, _ function: ByteCursor, start: UInt64, place: UInt64) {
    var at: UInt64 = 0
    var initial = FrameRule()
    self = initial
    var saved: [FrameRule] = []
    var instructions = common.instructions
    guard run(&instructions, common, &at, UInt64.max, initial, &saved) else { return nil }
    initial = self
    at = start
    instructions = function
    guard run(&instructions, common, &at, place, initial, &saved) else { return nil }
    functionStart = start
  }

  private mutating func run(
    _ code: inout ByteCursor, _ common: Common, _ at: inout UInt64, _ place: UInt64,
    _ initial: FrameRule, _ saved: inout [FrameRule]
  ) -> Bool {
    while !code.isAtEnd {
      guard let instruction = code.byte() else { return false }
      let low = UInt64(instruction & 0x3f)
      switch instruction & 0xc0 {
      case 0x40:
        at &+= low &* common.codeUnit
      case 0x80:
        guard let value = code.variable() else { return false }
        keep(low, at: Int64(truncatingIfNeeded: value) &* common.dataUnit)
      case 0xc0:
        restore(low, initial)
      default:
        guard other(instruction, &code, common, &at, initial, &saved) else { return false }
      }
      if at > place { return true }
    }
    return true
  }

  /// Follows an instruction that has no operand in its own byte.
  private mutating func other(
    _ instruction: UInt8, _ code: inout ByteCursor, _ common: Common, _ at: inout UInt64,
    _ initial: FrameRule, _ saved: inout [FrameRule]
  ) -> Bool {
    switch instruction {
    case 0x00: return true  // DW_CFA_nop
    case 0x02, 0x03, 0x04:  // DW_CFA_advance_loc1, 2, 4
      guard let step = code.number(1 << Int(instruction - 2)) else { return false }
      at &+= step &* common.codeUnit
    case 0x05:  // DW_CFA_offset_extended
      guard let register = code.variable(), let value = code.variable() else { return false }
      keep(register, at: Int64(truncatingIfNeeded: value) &* common.dataUnit)
    case 0x06, 0x08:  // DW_CFA_restore_extended, DW_CFA_same_value
      guard let register = code.variable() else { return false }
      restore(register, initial)
    case 0x07:  // DW_CFA_undefined
      guard let register = code.variable() else { return false }
      if register == Self.returnAddressNumber { isOutermost = true }
    case 0x0a: saved.append(self)  // DW_CFA_remember_state
    case 0x0b:  // DW_CFA_restore_state
      guard let last = saved.popLast() else { return false }
      self = last
    case 0x0c:  // DW_CFA_def_cfa
      guard let register = code.variable(), let value = code.variable(), take(register) else {
        return false
      }
      offset = Int64(truncatingIfNeeded: value)
    case 0x0d:  // DW_CFA_def_cfa_register
      guard let register = code.variable() else { return false }
      return take(register)
    case 0x0e:  // DW_CFA_def_cfa_offset
      guard let value = code.variable() else { return false }
      offset = Int64(truncatingIfNeeded: value)
    case 0x2e: return code.variable() != nil  // DW_CFA_GNU_args_size
    default: return false
    }
    return true
  }

  private mutating func take(_ register: UInt64) -> Bool {
    switch register {
    case Self.stackPointerNumber: base = .stackPointer
    case Self.framePointerNumber: base = .framePointer
    default: return false
    }
    return true
  }

  private mutating func keep(_ register: UInt64, at place: Int64) {
    if register == Self.framePointerNumber { framePointer = place }
    if register == Self.returnAddressNumber { returnAddress = place }
  }

  private mutating func restore(_ register: UInt64, _ initial: FrameRule) {
    if register == Self.framePointerNumber { framePointer = initial.framePointer }
    if register == Self.returnAddressNumber { returnAddress = initial.returnAddress }
  }
}
