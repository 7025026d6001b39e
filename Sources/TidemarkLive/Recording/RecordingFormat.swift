/// The layout of a recording: a file of blocks that is only ever appended to.
///
/// The file begins with eight bytes, `tidemark`, the version of the layout and a word of zeros, and
/// goes on with blocks. A block is a head of sixteen bytes and a payload: the mark, the kind, the size
/// of the payload, and the CRC-32 of the kind, the size and the payload. All are words of 32 bits,
/// the lowest byte first. What follows the last whole block is not read.
package enum RecordingFormat {
  /// The version of the layout; another one is refused by name.
  package static let version: UInt32 = 2

  static let magic = Array("tidemark".utf8)
  static let fileHeadSize = 16
  static let blockHeadSize = 16
  static let blockMark: UInt32 = 0x4B42_4D54
  /// The biggest payload: a reader makes no room for what a damaged head claims beyond it.
  package static let payloadLimit = 16 << 20
  /// How many events a writer puts in a block at most.
  static let eventsInBlock = 8192

  /// What a block holds.
  package enum Kind: UInt32, Sendable, CaseIterable {
    /// A `RecordingHeader`, as JSON; what follows is of the process that it names.
    case header = 1
    /// An `EventBatch` in a compact form.
    case events = 2
    /// A `Snapshot`, as JSON.
    case snapshot = 3
    /// A `TaskList`, as JSON; a long one is several blocks with the same time.
    case tasks = 4
    /// `RecordedFrames`, as JSON.
    case frames = 5
    /// `RecordedExecutors`, as JSON.
    case executors = 6
    /// A `RecordingEnd`, as JSON; another header may follow.
    case end = 7
  }

  package static var fileHead: [UInt8] {
    var head = ByteWriter()
    head.bytes += magic
    head.word(version)
    head.word(0)
    return head.bytes
  }

  /// Checks the beginning of a file.
  static func check(fileHead bytes: [UInt8], path: String) throws(RecordingError) {
    guard bytes.count >= fileHeadSize, bytes.starts(with: magic) else {
      throw .notARecording(path: path)
    }
    var reader = ByteReader(bytes[magic.count...])
    guard let found = reader.word(), found == version else {
      throw .otherVersion(path: path, found: ByteReader.word(of: bytes, at: magic.count))
    }
  }

  /// Returns a whole block.
  package static func block(_ kind: Kind, _ payload: [UInt8]) -> [UInt8] {
    var block = ByteWriter()
    block.bytes.reserveCapacity(blockHeadSize + payload.count)
    block.word(blockMark)
    block.word(kind.rawValue)
    block.word(UInt32(payload.count))
    var checksum = Checksum()
    checksum.update(block.bytes[4...])
    checksum.update(payload[...])
    block.word(checksum.value)
    block.bytes += payload
    return block.bytes
  }
}
