/// What a task's own memory says of it at the moment of a look.
///
/// Reads `AsyncTask` as the concurrency runtime of Swift 6.3 lays it out (layout version 1). The
/// task may go away at any time, so its memory is read through a function that may fail.
package struct TaskInspection: Hashable, Sendable {
  package enum State: Sendable {
    case created
    case enqueued
    case running
    case suspended
    case completed
  }

  package enum Wait: Sendable {
    case task
    case continuation
    case group
    case executor
  }

  package var id: UInt64
  package var state: State
  package var wait: Wait?
  package var isCancelled: Bool
  package var name: String?
  /// Where a suspended task goes on, and the async functions that wait for that one, innermost first.
  package var resumes: [UInt64] = []

  /// Reads `count` bytes at an address, or returns nil when they are not readable.
  package typealias Reader = (_ address: UInt64, _ count: Int) -> [UInt8]?

  // Offsets in `AsyncTask`, and bits of its `ActiveTaskStatus`.
  private static let idLow = 0x24
  private static let resumeFunction = 0x38
  private static let resumeContext = 0x40
  private static let status = 0x60
  private static let innermostRecord = 0x68
  private static let idHigh = 0x90
  private static let cancelled: UInt64 = 0x100
  private static let running: UInt64 = 0x800
  private static let enqueued: UInt64 = 0x1000
  private static let complete: UInt64 = 0x2000
  private static let dependent: UInt64 = 0x4000

  // `TaskStatusRecordKind`, and the offsets in the records of these kinds.
  private static let dependencyRecord: UInt8 = 0
  private static let nameRecord: UInt8 = 6
  private static let dependencyKind = 0x20
  private static let namePointer = 0x10

  /// Looks at a task, or returns nil when its memory is gone.
  package init?(task: UInt64, read: Reader) {
    guard let memory = read(task, 0xa8) else { return nil }
    func word(_ offset: Int) -> UInt64 { Self.integer(memory, offset, 8) }
    let status = word(Self.status)
    id = Self.integer(memory, Self.idHigh, 4) << 32 | Self.integer(memory, Self.idLow, 4)
    isCancelled = status & Self.cancelled != 0
    state =
      if status & Self.complete != 0 {
        .completed
      } else if status & Self.running != 0 {
        .running
      } else if status & Self.enqueued != 0 {
        .enqueued
      } else if status & Self.dependent != 0 {
        .suspended
      } else {
        .created
      }
    var record = word(Self.innermostRecord)
    // A bound, because the list may change while it is followed.
    for _ in 0..<64 where record != 0 {
      guard let head = read(record, 0x28) else { break }
      switch head[0] {
      case Self.dependencyRecord where state == .suspended:
        switch Self.integer(head, Self.dependencyKind, 4) {
        case 1: wait = .task
        case 2: wait = .continuation
        case 3: wait = .group
        case 4: wait = .executor
        default: break
        }
      case Self.nameRecord:
        name = Self.text(at: Self.integer(head, Self.namePointer, 8), read: read)
      default:
        break
      }
      record = Self.integer(head, 8, 8)
    }
    if wait == .continuation {
      resumes = Self.resumes(
        from: word(Self.resumeFunction), context: word(Self.resumeContext), read: read)
    }
  }

  /// Follows the contexts of async functions, which begin with the caller's context and the place
  /// where the caller goes on.
  private static func resumes(from function: UInt64, context: UInt64, read: Reader) -> [UInt64] {
    var resumes = [function]
    var context = context
    // The ones that tell what the task waits for are the first few.
    while resumes.count < 16, context != 0, let head = read(context, 16) {
      let resume = integer(head, 8, 8)
      guard resume != 0 else { break }
      // The context of a continuation repeats the task's own place.
      if resume != resumes.last { resumes.append(resume) }
      context = integer(head, 0, 8)
    }
    return resumes
  }

  private static func integer(_ bytes: [UInt8], _ offset: Int, _ size: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in (0..<size).reversed() { value = value << 8 | UInt64(bytes[offset + index]) }
    return value
  }

  private static func text(at address: UInt64, read: Reader) -> String? {
    var bytes: [UInt8] = []
    while bytes.count < 256 {
      guard let byte = read(address + UInt64(bytes.count), 1)?.first, byte != 0 else { break }
      bytes.append(byte)
    }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}
