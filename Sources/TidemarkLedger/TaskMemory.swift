/// Reads words, texts and chains of contexts out of memory that may change or be gone.
///
/// There may be a hundred thousand tasks to read, so that nothing here makes an array for a few words.
enum TaskMemory {
  /// Calls a closure with a few words, or returns nil when they are not all readable.
  @inline(__always) static func withWords<Result>(
    _ count: Int, at address: UInt64, read: TaskInspection.Reader,
    _ body: (UnsafeBufferPointer<UInt64>) -> Result
  ) -> Result? {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: count) { room in
      guard read(address, UnsafeMutableRawBufferPointer(room)) else { return nil }
      return body(UnsafeBufferPointer(room))
    }
  }

  /// Returns where the callers of a running async function go on, innermost first.
  ///
  /// - Parameter context: the context of the function.
  static func callers(
    of context: UInt64, limit: Int, read: TaskInspection.Reader
  ) -> [UInt64] {
    Array(resumes(from: 0, context: context, limit: limit + 1, like: [], read: read).dropFirst())
  }

  /// Follows the contexts of async functions, which begin with the caller's context and the place
  /// where the caller goes on.
  ///
  /// - Parameter known: What is returned where it is the same, as many tasks wait at one place.
  static func resumes(
    from function: UInt64, context: UInt64, limit: Int, like known: [UInt64],
    read: TaskInspection.Reader
  ) -> [UInt64] {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: max(limit, 1)) { resumes in
      resumes[0] = function
      var count = 1
      var context = context
      // A bound on the steps as well, because a context that repeats a place may be its own caller.
      for _ in 0..<limit where count < limit && context != 0 {
        let head = withWords(2, at: context, read: read) { ($0[0], $0[1]) }
        guard let (caller, resume) = head, resume != 0 else { break }
        // The context of a continuation repeats the task's own place.
        if count > 1 || resume != function {
          resumes[count] = resume
          count += 1
        }
        context = caller
      }
      let found = resumes[..<count]
      return found.elementsEqual(known) ? known : Array(found)
    }
  }

  /// Returns a text that ends with a zero, or what there is of it.
  static func text(at address: UInt64, read: TaskInspection.Reader) -> String? {
    withUnsafeTemporaryAllocation(byteCount: textLimit, alignment: 8) { bytes in
      var count = 0
      while count < textLimit {
        let next = address &+ UInt64(count)
        // The page after the one in which the text ends may not be there.
        let size = min(Int(4096 - next % 4096), 64, textLimit - count)
        let room = UnsafeMutableRawBufferPointer(rebasing: bytes[count..<(count + size)])
        guard read(next, room) else { break }
        if let end = room.firstIndex(of: 0) {
          count += end
          break
        }
        count += size
      }
      return count == 0 ? nil : String(decoding: bytes[..<count], as: UTF8.self)
    }
  }

  private static let textLimit = 256
}
