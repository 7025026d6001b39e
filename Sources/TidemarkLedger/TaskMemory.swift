/// Reads words, texts and chains of contexts out of memory that may change or be gone.
enum TaskMemory {
  /// Returns a few words, or nil when they are not all readable.
  static func words(_ count: Int, at address: UInt64, read: TaskInspection.Reader) -> [UInt64]? {
    var isRead = false
    let words = [UInt64](unsafeUninitializedCapacity: count) { buffer, length in
      isRead = read(address, UnsafeMutableRawBufferPointer(buffer))
      length = isRead ? count : 0
    }
    return isRead ? words : nil
  }

  /// Returns where the callers of a running async function go on, innermost first.
  ///
  /// - Parameter context: the context of the function.
  static func callers(
    of context: UInt64, limit: Int, read: TaskInspection.Reader
  ) -> [UInt64] {
    Array(resumes(from: 0, context: context, limit: limit + 1, read: read).dropFirst())
  }

  /// Follows the contexts of async functions, which begin with the caller's context and the place
  /// where the caller goes on.
  static func resumes(
    from function: UInt64, context: UInt64, limit: Int, read: TaskInspection.Reader
  ) -> [UInt64] {
    var resumes = [function]
    var context = context
    // A bound on the steps as well, because a context that repeats a place may be its own caller.
    for _ in 0..<limit where resumes.count < limit {
      guard context != 0, let head = words(2, at: context, read: read) else { break }
      let resume = head[1]
      guard resume != 0 else { break }
      // The context of a continuation repeats the task's own place.
      if resume != resumes.last || resumes.count > 1 { resumes.append(resume) }
      context = head[0]
    }
    return resumes
  }

  /// Returns a text that ends with a zero, or what there is of it.
  static func text(at address: UInt64, read: TaskInspection.Reader) -> String? {
    var bytes: [UInt8] = []
    var next = address
    while bytes.count < 256 {
      // The page after the one in which the text ends may not be there.
      let room = min(Int(4096 - next % 4096), 64)
      var isRead = false
      let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, length in
        isRead = read(next, UnsafeMutableRawBufferPointer(buffer))
        length = isRead ? room : 0
      }
      guard isRead else { break }
      let part = chunk.prefix { $0 != 0 }
      bytes += part
      if part.count < room { break }
      next &+= UInt64(room)
    }
    return bytes.isEmpty ? nil : String(decoding: bytes.prefix(256), as: UTF8.self)
  }
}
