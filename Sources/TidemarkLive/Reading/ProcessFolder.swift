private import CTidemarkLive

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// What the system says of a process, from `/proc/PID`.
struct ProcessFolder: Sendable {
  var pid: Int

  /// The path of the executable; what was deleted since is still called by its name.
  var path: String {
    let path = Self.target(of: "/proc/\(pid)/exe") ?? ""
    let deleted = " (deleted)"
    return path.hasSuffix(deleted) ? String(path.dropLast(deleted.count)) : path
  }

  /// The name of the executable's file.
  var name: String { path.split(separator: "/").last.map(String.init) ?? "process" }

  /// What tells the executable from any other file, or nil when there is no process.
  var executable: FileIdentity? { FileIdentity("/proc/\(pid)/exe") }

  /// Reads `/proc/PID/stat`, or returns nil when there is no process.
  var status: ProcessStatus? { Self.text("/proc/\(pid)/stat").flatMap(ProcessStatus.init) }

  /// The resident set in bytes, from `/proc/PID/statm`.
  var resident: Int? {
    guard let fields = Self.text("/proc/\(pid)/statm")?.split(separator: " "), fields.count > 1
    else { return nil }
    return Int(fields[1]).map { $0 * Int(getpagesize()) }
  }

  /// Nanoseconds of processor time in all threads, from the process's clock.
  var processorTime: Int? {
    var time = timespec()
    // CPUCLOCK_SCHED of the kernel's.
    guard clock_gettime(~clockid_t(pid) << 3 | 2, &time) == 0 else { return nil }
    return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
  }

  /// How many processors the process may use.
  var processors: Int {
    max(Int(tidemark_processorsOf(CInt(pid))), 1)
  }

  /// Returns the number of the user that the process runs as, by one of its threads.
  ///
  /// Dispatch keeps the main thread of an asynchronous `main` where the C library takes it for one that
  /// has ended: when the process changes its user, that thread alone does not.
  func user(ofThreads threads: [Int]) -> UInt32? {
    let known = threads.filter { $0 != 0 && $0 != pid }.suffix(4).reversed()
    if let user = firstUser(of: Array(known)) { return user }
    // Where threads are not hooked, the ledger knows none of those that are there.
    return firstUser(of: allThreads.filter { $0 != pid } + [pid])
  }

  private func firstUser(of threads: [Int]) -> UInt32? {
    for thread in threads {
      // Each is read once: any of them may end at any moment.
      guard
        let text = Self.text("/proc/\(pid)/task/\(thread)/status"),
        let line = text.split(separator: "\n").first(where: { $0.hasPrefix("Uid:") })
      else { continue }
      let fields = line.split { $0 == "\t" || $0 == " " }
      return fields.count > 2 ? UInt32(fields[2]) : nil
    }
    return nil
  }

  /// The threads that the system knows of.
  private var allThreads: [Int] {
    guard let entries = opendir("/proc/\(pid)/task") else { return [] }
    defer { closedir(entries) }
    var found: [Int] = []
    while let entry = readdir(entries) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let thread = Int(name) { found.append(thread) }
    }
    return found
  }

  /// Returns the name of a user, or the number where there is no name.
  static func name(ofUser number: UInt32) -> String {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16384) { room in
      guard let base = room.baseAddress,
        getpwuid_r(number, &entry, base, room.count, &found) == 0, found != nil,
        let name = entry.pw_name
      else { return "\(number)" }
      return String(cString: name)
    }
  }

  /// The name of a thread, or nil when there is no such thread any more.
  func name(ofThread thread: Int) -> String? {
    Self.text("/proc/\(pid)/task/\(thread)/comm").map { String($0.prefix { $0 != "\n" }) }
  }

  /// Reads a small file whole.
  static func text(_ path: String) -> String? {
    bytes(path, limit: 65536).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Reads a file, or its beginning.
  static func bytes(_ path: String, limit: Int) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    let piece = min(limit, 65536)
    while bytes.count < limit {
      var length = 0
      let part = [UInt8](unsafeUninitializedCapacity: piece) { buffer, count in
        #if canImport(Glibc)
          length = Glibc.read(file, buffer.baseAddress, min(piece, limit - bytes.count))
        #else
          length = Darwin.read(file, buffer.baseAddress, min(piece, limit - bytes.count))
        #endif
        count = max(length, 0)
      }
      if length < 0 { return bytes.isEmpty ? nil : bytes }
      if length == 0 { break }
      bytes += part
    }
    return bytes
  }

  /// Returns where a symbolic link points.
  static func target(of link: String) -> String? {
    var buffer = [CChar](repeating: 0, count: 4096)
    let length = readlink(link, &buffer, buffer.count)
    guard length > 0 else { return nil }
    return String(decoding: buffer[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

/// What tells a file from any other one.
struct FileIdentity: Hashable, Sendable {
  var device: UInt64
  var inode: UInt64

  init(device: UInt64, inode: UInt64) {
    self.device = device
    self.inode = inode
  }

  /// Returns nil when there is no such file.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }
}
