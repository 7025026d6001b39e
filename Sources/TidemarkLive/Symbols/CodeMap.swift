/// Where the code of a process lies: the executable parts of `/proc/PID/maps`.
struct CodeMap: Sendable {
  /// A stretch of addresses that shows a part of a file.
  struct Mapping: Hashable, Sendable {
    var range: Range<UInt64>
    /// Where in the file it begins.
    var offset: UInt64
    var image: CodeImage
  }

  /// In the order of their addresses.
  private(set) var mappings: [Mapping] = []

  /// Reads what the kernel says of a process; nil when it says nothing.
  init?(pid: Int) {
    guard let bytes = ProcessFolder.bytes("/proc/\(pid)/maps", limit: 1 << 26), !bytes.isEmpty
    else { return nil }
    self.init(String(decoding: bytes, as: UTF8.self))
  }

  init(_ text: String) {
    for line in text.split(separator: "\n") {
      // Range, rights, offset, device, inode, path; a path may contain spaces.
      let fields = line.split(separator: " ", maxSplits: 5)
      guard fields.count == 6, fields[1].dropFirst(2).first == "x" else { continue }
      let ends = fields[0].split(separator: "-")
      let path = fields[5].drop { $0 == " " }
      guard ends.count == 2, let start = UInt64(ends[0], radix: 16),
        let end = UInt64(ends[1], radix: 16), start < end,
        let offset = UInt64(fields[2], radix: 16), let inode = UInt64(fields[4]),
        path.hasPrefix("/")
      else { continue }
      mappings.append(
        Mapping(
          range: start..<end, offset: offset,
          image: CodeImage(mappedPath: String(path), device: String(fields[3]), inode: inode)))
    }
  }

  /// Returns the mapping to which an address belongs.
  func mapping(of address: UInt64) -> Mapping? {
    var low = 0
    var high = mappings.count
    while low < high {
      let middle = (low + high) / 2
      if mappings[middle].range.upperBound <= address { low = middle + 1 } else { high = middle }
    }
    guard low < mappings.count, mappings[low].range.contains(address) else { return nil }
    return mappings[low]
  }
}

/// A file of code as a process has it mapped.
struct CodeImage: Hashable, Sendable {
  /// The path as the kernel gives it, which may be of another file by now.
  var path: String
  var isDeleted: Bool
  var device: String
  var inode: UInt64

  init(mappedPath: String, device: String, inode: UInt64) {
    let deleted = " (deleted)"
    isDeleted = mappedPath.hasSuffix(deleted)
    path = isDeleted ? String(mappedPath.dropLast(deleted.count)) : mappedPath
    self.device = device
    self.inode = inode
  }

  /// Whether it is what calls the program's tasks.
  var isRuntime: Bool {
    name.hasPrefix("libswift_Concurrency.so") || name.hasPrefix("libdispatch.so")
  }

  /// The name of the file.
  var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}
