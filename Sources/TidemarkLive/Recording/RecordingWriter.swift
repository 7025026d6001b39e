#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// Appends blocks to a recording.
///
/// Each block is handed to the system whole, so that one which was cut short can only be the last.
/// Nothing is kept here: what memory a recording takes is what its maker collects for one block.
package final class RecordingWriter {
  package enum Mode: Sendable {
    /// Refuses a file that exists.
    case new
    case overwrite
    /// Goes on after the last whole block, with a process that is the same.
    case append
  }

  package let path: String
  /// How many bytes the file has.
  package private(set) var size = 0
  /// How many transitions have been written since this writer began, and how many are in gaps.
  package private(set) var events = 0
  package private(set) var lost = 0
  private let file: CInt

  /// Opens a file and writes the header.
  package init(_ path: String, header: RecordingHeader, mode: Mode = .new) throws(RecordingError) {
    var end = 0
    if mode == .append, access(path, F_OK) == 0 {
      let recording = try RecordingFile(path)
      guard let found = recording.headers.last, found.process.pid == header.process.pid,
        // It is reckoned from two clocks, which are read one after the other.
        abs(found.process.started - header.process.started) < 2_000_000_000
      else {
        throw .otherProcess(path: path, pid: recording.headers.last?.process.pid ?? 0)
      }
      end = recording.readableBytes
    }
    let flags = mode == .new ? O_EXCL : mode == .overwrite ? O_TRUNC : 0
    let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | flags, 0o644)
    guard file >= 0 else {
      if errno == EEXIST { throw .exists(path: path) }
      throw Self.refusal(path, errno)
    }
    self.file = file
    self.path = path
    size = end
    guard ftruncate(file, off_t(end)) == 0, lseek(file, off_t(end), SEEK_SET) >= 0 else {
      throw Self.refusal(path, errno)
    }
    if end == 0 { try put(RecordingFormat.fileHead) }
    try write(.header(header))
  }

  deinit { close(file) }

  /// Appends a block; a batch that is too long for one is several.
  package func write(_ block: RecordingBlock) throws(RecordingError) {
    if case .events(let batch) = block { return try write(batch) }
    try write(whole: block)
  }

  /// Appends the last block.
  package func finish(
    _ reason: RecordingEnd.Reason, detail: String? = nil, time: Int64, noticed: Int64? = nil
  ) throws(RecordingError) {
    try write(
      .end(
        RecordingEnd(
          reason: reason, detail: detail, time: time, noticed: noticed, events: events, lost: lost))
    )
  }

  private func write(_ batch: EventBatch) throws(RecordingError) {
    if batch.events.isEmpty, batch.gaps.isEmpty { return }
    var rest = batch.events[...]
    var gaps = batch.gaps
    repeat {
      let part = rest.prefix(RecordingFormat.eventsInBlock)
      rest = rest.dropFirst(RecordingFormat.eventsInBlock)
      // A gap stands in the block with the event that it is before, or the last one.
      let until = rest.isEmpty ? Int64.max : part.last?.time ?? .max
      let here = gaps.filter { $0.before <= until }
      gaps.removeAll { $0.before <= until }
      try write(whole: .events(EventBatch(events: Array(part), gaps: here)))
      events += part.count
      lost += here.reduce(0) { $0 + $1.count }
    } while !rest.isEmpty
  }

  private func write(whole block: RecordingBlock) throws(RecordingError) {
    guard let payload = block.payload(), payload.count <= RecordingFormat.payloadLimit else {
      throw .unwritable(path: path, reason: "a block of \(block.kind) is too big")
    }
    try put(RecordingFormat.block(block.kind, payload))
  }

  private func put(_ bytes: [UInt8]) throws(RecordingError) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        buffer.baseAddress.map { Self.write(file, $0 + done, buffer.count - done) } ?? 0
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let code = errno
        // What was written of the block is no use to anybody, and may be room for the last one.
        ftruncate(file, off_t(size))
        lseek(file, off_t(size), SEEK_SET)
        if code == ENOSPC || code == EDQUOT || code == EFBIG {
          throw .full(path: path, bytes: size)
        }
        throw .unwritable(path: path, reason: Self.reason(code))
      }
      done += count
    }
    size += bytes.count
  }

  private static func write(_ file: CInt, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.write(file, bytes, count)
    #else
      Darwin.write(file, bytes, count)
    #endif
  }

  private static func reason(_ code: CInt) -> String { String(cString: strerror(code)) }

  /// Says why a file can't be opened.
  private static func refusal(_ path: String, _ code: CInt) -> RecordingError {
    switch code {
    case ELOOP:
      .unsuitable(
        path: path, reason: "it is a link, and none is followed; name the file that it leads to")
    case EISDIR: .unsuitable(path: path, reason: "it is a folder; name a file in it")
    case ESPIPE, EINVAL, ENXIO:
      .unsuitable(
        path: path,
        reason: "it is a pipe or a device; a recording is a file, which `tidemark export` can send "
          + "on")
    case ENOENT: .unwritable(path: path, reason: "its folder is missing; make it first")
    default: .unwritable(path: path, reason: reason(code))
    }
  }
}
