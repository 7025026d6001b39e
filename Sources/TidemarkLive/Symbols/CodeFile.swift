/// The file of an image, opened for finding names: surely the one that the process has mapped.
struct CodeFile: Sendable {
  /// What to give to the symbolizer.
  var path: String
  /// The address that the file gives to its call frame information, or nil when it has none.
  private(set) var frameTable: UInt64?
  private var segments: [Segment]

  private struct Segment {
    var kind: UInt64
    var offset: UInt64
    var address: UInt64
    var size: UInt64
  }

  /// Why an image has no file with names.
  struct Refusal: Error, Hashable {
    var reason: String
  }

  /// Finds the file of an image.
  ///
  /// Names from another file than the one that runs would be wrong, so one that was replaced is
  /// refused. The executable itself can be opened even after that, through `/proc/PID/exe`.
  init(_ image: CodeImage, of pid: Int) throws(Refusal) {
    let executable = "/proc/\(pid)/exe"
    if image.path == ProcessFolder(pid: pid).path,
      FileIdentity(executable)?.inode == image.inode
    {
      try self.init(path: executable, name: image.name)
      return
    }
    guard !image.isDeleted else {
      throw Refusal(reason: "\(image.path) was deleted or replaced after the process had loaded it")
    }
    // A container sees files under other paths, which the process's own root resolves.
    for path in [image.path, "/proc/\(pid)/root\(image.path)"] {
      guard let identity = FileIdentity(path), identity.inode == image.inode else { continue }
      try self.init(path: path, name: image.name)
      return
    }
    throw Refusal(
      reason: "\(image.path) is not the file that the process has loaded; it was replaced since")
  }

  private init(path: String, name: String) throws(Refusal) {
    self.path = path
    guard let bytes = ProcessFolder.bytes(path, limit: 16384) else {
      throw Refusal(reason: "\(name) can't be opened; run as the user who runs the process")
    }
    let all = Self.segments(bytes)
    segments = all.filter { $0.kind == Self.loaded }
    frameTable = all.first { $0.kind == Self.frames }?.address
    guard !segments.isEmpty else { throw Refusal(reason: "\(name) is no ELF file") }
  }

  /// Returns the address that the file itself gives to what lies at an offset in it.
  func address(ofOffset offset: UInt64) -> UInt64? {
    for segment in segments where offset >= segment.offset && offset - segment.offset < segment.size
    { return segment.address &+ (offset - segment.offset) }
    return nil
  }

  // PT_LOAD and PT_GNU_EH_FRAME.
  private static let loaded: UInt64 = 1
  private static let frames: UInt64 = 0x6474_e550

  /// Reads the program headers of an ELF file of 64 bits.
  private static func segments(_ bytes: [UInt8]) -> [Segment] {
    func number(_ offset: Int, _ size: Int) -> UInt64? {
      guard offset >= 0, offset + size <= bytes.count else { return nil }
      return (0..<size).reversed().reduce(0) { $0 << 8 | UInt64(bytes[offset + $1]) }
    }
    guard bytes.starts(with: [0x7f, 0x45, 0x4c, 0x46, 2, 1]), let table = number(0x20, 8),
      let size = number(0x36, 2), let count = number(0x38, 2), table < 16384, size >= 0x38
    else { return [] }
    return (0..<Int(count)).compactMap { index in
      let start = Int(table) + index * Int(size)
      guard let kind = number(start, 4), let offset = number(start + 8, 8),
        let address = number(start + 16, 8), let length = number(start + 32, 8)
      else { return nil }
      return Segment(kind: kind, offset: offset, address: address, size: length)
    }
  }
}
