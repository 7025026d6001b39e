#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// A recording that is read block by block, with a table of where they are.
///
/// Only whole blocks with the right checksum are read; the table ends with the first that is not.
package final class RecordingFile: Sendable {
  /// Where a block is and what of it is needed to find it.
  package struct Entry: Hashable, Sendable {
    package var kind: RecordingFormat.Kind
    /// The place of the payload in the file, and its size.
    var offset: Int
    var size: Int
    /// The time of what the block says; for events those of the first and of the last one.
    package var first: Int64
    package var last: Int64
    /// For events, how many there are and how many are missing.
    package var events = 0
    package var lost = 0
    var gaps = 0
  }

  package let path: String
  package let entries: [Entry]
  package let headers: [RecordingHeader]
  /// What was found out about places, tasks and executors at any time of the recording.
  package let names: RecordedNames
  /// The last block, if it says how the recording ended.
  package let end: RecordingEnd?
  /// Up to where the file could be read, and what follows.
  package let readableBytes: Int
  package let damage: String?
  private let file: CInt

  /// Reads the table of a file.
  package init(_ path: String) throws(RecordingError) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    self.path = path
    self.file = file
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(file)
      throw .unreadable(path: path, reason: "it is not a plain file")
    }
    var scan = Scan(path: path, file: file, size: Int(status.st_size))
    do throws(RecordingError) {
      try scan.run()
    } catch {
      close(file)
      throw error
    }
    entries = scan.entries
    headers = scan.headers
    names = scan.names
    end = scan.end
    readableBytes = scan.offset
    damage = scan.damage
  }

  deinit { close(file) }

  /// Reads a block again; nil when the file has been changed meanwhile.
  package func block(_ entry: Entry) -> RecordingBlock? {
    guard let payload = Self.read(file, at: entry.offset, count: entry.size) else { return nil }
    return RecordingBlock(entry.kind, payload: payload)
  }

  /// How many transitions there are, and how many are missing.
  package var events: Int { entries.reduce(0) { $0 + $1.events } }
  package var lost: Int { entries.reduce(0) { $0 &+ $1.lost } }

  fileprivate static func read(_ file: CInt, at offset: Int, count: Int) -> [UInt8]? {
    var done = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      while done < count {
        let got = pread(
          file, buffer.baseAddress.map { $0 + done }, count - done, off_t(offset + done))
        if got < 0, errno == EINTR { continue }
        guard got > 0 else { break }
        done += got
      }
      initialized = done
    }
    return done == count ? bytes : nil
  }
}

/// One way through a file, from its beginning to the first block that is not whole.
private struct Scan {
  let path: String
  let file: CInt
  let size: Int
  var offset = 0
  var entries: [RecordingFile.Entry] = []
  var headers: [RecordingHeader] = []
  var names = RecordedNames()
  var end: RecordingEnd?
  var damage: String?

  init(path: String, file: CInt, size: Int) {
    self.path = path
    self.file = file
    self.size = size
  }

  mutating func run() throws(RecordingError) {
    let headSize = RecordingFormat.fileHeadSize
    let head = RecordingFile.read(file, at: 0, count: min(headSize, size)) ?? []
    try RecordingFormat.check(fileHead: head, path: path)
    offset = headSize
    while offset < size, damage == nil { damage = step() }
    if let damage {
      self.damage = "\(damage) at byte \(offset) of \(size); what follows is not shown"
    }
    guard !headers.isEmpty else { throw .empty(path: path) }
  }

  /// Takes a block, or returns what is wrong with it.
  private mutating func step() -> String? {
    let headSize = RecordingFormat.blockHeadSize
    guard size - offset >= headSize,
      let head = RecordingFile.read(file, at: offset, count: headSize)
    else { return "a block was cut short" }
    let words = (0..<4).map { ByteReader.word(of: head, at: $0 * 4) }
    guard words[0] == RecordingFormat.blockMark else { return "there is no block" }
    let count = Int(words[2])
    guard count <= RecordingFormat.payloadLimit else { return "there is no block" }
    guard size - offset - headSize >= count,
      let payload = RecordingFile.read(file, at: offset + headSize, count: count)
    else { return "a block was cut short" }
    var checksum = Checksum()
    checksum.update(head[4..<12])
    checksum.update(payload[...])
    guard checksum.value == words[3] else { return "a block is damaged" }
    guard let kind = RecordingFormat.Kind(rawValue: words[1]) else {
      return "a block has the unknown kind \(words[1])"
    }
    guard headers.count > 0 || kind == .header else { return "there is no header" }
    guard take(kind, payload, at: offset + headSize) else { return "a block can't be understood" }
    offset += headSize + count
    return nil
  }

  private mutating func take(_ kind: RecordingFormat.Kind, _ payload: [UInt8], at place: Int)
    -> Bool
  {
    var entry = RecordingFile.Entry(
      kind: kind, offset: place, size: payload.count, first: 0, last: 0)
    if kind == .events {
      // Whole, as each must be readable later on.
      guard let summary = EventCoding.summary(payload) else { return false }
      (entry.first, entry.last) = (summary.first, summary.last)
      (entry.events, entry.lost) = (summary.events, summary.lost)
      entry.gaps = summary.gaps
      entries.append(entry)
      end = nil
      return true
    }
    guard let block = RecordingBlock(kind, payload: payload) else { return false }
    end = nil
    switch block {
    case .header(let header):
      entry.first = header.time
      headers.append(header)
    case .snapshot(let snapshot):
      entry.first = snapshot.time
      names.take(RecordedExecutors(time: snapshot.time, executors: snapshot.executors))
    case .tasks(let list):
      entry.first = list.time
      names.take(list)
    case .frames(let found):
      names.take(found)
      return true
    case .executors(let found):
      names.take(found)
      return true
    case .end(let end):
      self.end = end
      entry.first = end.time
    case .events: break
    }
    entry.last = entry.first
    entries.append(entry)
    return true
  }
}
