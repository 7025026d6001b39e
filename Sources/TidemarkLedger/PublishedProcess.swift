internal import CTidemarkLedger

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// A process on this machine that shows its ledger.
package struct PublishedProcess: Hashable, Sendable {
  package var pid: Int
  /// When it started, in clock ticks since the system did.
  package var start: UInt64
  /// The descriptor, in that process, of the memory that holds the ledger.
  package var descriptor: Int
  /// The layout version of the ledger.
  package var version: Int
  /// Where the process answers requests, `127.0.0.1:9090`; nil when it does not.
  package var address: String?
  /// Whether it answers there only who sends a token.
  package var needsToken = false

  /// Names a process that is known to have a ledger.
  package init(pid: Int, start: UInt64, descriptor: Int, version: Int) {
    self.pid = pid
    self.start = start
    self.descriptor = descriptor
    self.version = version
  }

  /// The folder in which processes of this user publish that have the environment of this one.
  package static func folder() -> String { folders()[0] }

  /// The folders in which processes of this user publish, as far as that can be known.
  ///
  /// A process that a system service started has another environment than a user who looks for it.
  package static func folders() -> [String] {
    if let given = variable("TIDEMARK_DIR") { return [given] }
    var folders = ["/run/user/\(geteuid())/tidemark", "/dev/shm/tidemark-\(geteuid())"]
    if let runtime = variable("XDG_RUNTIME_DIR"), runtime.hasPrefix("/") {
      let own = runtime + "/tidemark"
      folders.removeAll { $0 == own }
      folders.insert(own, at: 0)
    } else {
      folders.reverse()
    }
    return folders
  }

  /// Returns the processes that are alive, in the order of their ids, and forgets those that ended.
  ///
  /// - Throws: `LedgerError` when no folder can be read, and one is not this user's own.
  package static func all() throws(LedgerError) -> [PublishedProcess] {
    if let given = variable("TIDEMARK_DIR"), !given.hasPrefix("/") { throw .relative(path: given) }
    var found: Set<PublishedProcess> = []
    var problem: LedgerError?
    for folder in folders() {
      do {
        found.formUnion(try all(in: folder))
      } catch {
        problem = problem ?? error
      }
    }
    if let problem, found.isEmpty { throw problem }
    return found.sorted { $0.pid < $1.pid }
  }

  /// Returns the processes that are alive of those in a folder, and forgets those that ended.
  ///
  /// - Throws: `LedgerError` when the folder is not this user's own.
  package static func all(in folder: String) throws(LedgerError) -> [PublishedProcess] {
    var folder = folder[...]
    // With a separator at the end, a link would be followed.
    while folder.count > 1, folder.last == "/" { folder.removeLast() }
    let place = open(String(folder), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    if place < 0 {
      if errno == ENOENT { return [] }
      if errno == ENOTDIR || errno == ELOOP { throw .noFolder(path: String(folder)) }
      throw .unreachable(path: String(folder), reason: String(cString: strerror(errno)))
    }
    var status = stat()
    guard fstat(place, &status) == 0, status.st_uid == geteuid(), status.st_mode & 0o022 == 0,
      let entries = fdopendir(place)
    else {
      close(place)
      throw .foreign(path: String(folder))
    }
    defer { closedir(entries) }
    var found: [PublishedProcess] = []
    while let entry = readdir(entries) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let process = Self(name: name, in: place) { found.append(process) }
    }
    return found.sorted { $0.pid < $1.pid }
  }

  /// Reads one file of the folder, and removes it when its process is gone.
  private init?(name: String, in folder: CInt) {
    // A draft has a dot in front of its name, for the moment until it is complete.
    let parts = name.drop { $0 == "." }.split(separator: "-", maxSplits: 1)
    guard parts.count == 2, let pid = Int(parts[0]), let start = UInt64(parts[1]),
      ["\(pid)-\(start)", ".\(pid)-\(start)"].contains(name)
    else { return nil }
    let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_uid == geteuid(), status.st_mode & S_IFMT == S_IFREG
    else { return nil }
    let isLocked = Self.isLocked(file)
    // The lock says that its owner still shows itself, or that a child of it has its descriptors; the
    // time of the start, that the pid is not another process's by now.
    guard Self.startTime(of: pid) == start else {
      // Nobody else will ever have this name. What is locked may be a process of another container.
      if !isLocked { unlinkat(folder, name, 0) }
      return nil
    }
    guard isLocked, !name.hasPrefix(".") else { return nil }
    var bytes = [UInt8](repeating: 0, count: 512)
    let length = read(file, &bytes, bytes.count)
    guard length > 0 else { return nil }
    // A line without an end is being written at this moment.
    let lines = String(decoding: bytes[..<length], as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .map { $0.split(separator: " ") }
    guard lines.count >= 2, lines[0].count == 2, lines[0][0] == "tidemark",
      let version = Int(lines[0][1]), lines[1].count == 2, lines[1][0] == "fd",
      let descriptor = Int(lines[1][1]), descriptor >= 0
    else { return nil }
    self.pid = pid
    self.start = start
    self.descriptor = descriptor
    self.version = version
    address = lines.dropFirst(2).first { $0.count == 2 && $0[0] == "listen" }.map { String($0[1]) }
    needsToken = lines.dropFirst(2).contains(["token", "needed"])
  }

  /// Returns whether some process has the file locked; to ask disturbs nobody, so that two who ask at
  /// once don't take each other for its owner.
  package static func isLocked(_ file: CInt) -> Bool {
    var lock = flock()
    lock.l_type = CShort(F_WRLCK)
    lock.l_whence = CShort(SEEK_SET)
    return fcntl(file, getLock, &lock) == 0 && lock.l_type != CShort(F_UNLCK)
  }

  /// Returns when a process started, in clock ticks since the system did; nil when there is none.
  package static func startTime(of pid: Int) -> UInt64? {
    let file = open("/proc/\(pid)/stat", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 1024)
    let length = read(file, &bytes, bytes.count)
    // The name in parentheses may contain anything; the field wanted is the 20th after it.
    guard length > 0, let end = bytes[..<length].lastIndex(of: UInt8(ascii: ")")) else {
      return nil
    }
    let fields = bytes[(end + 1)..<length].split(separator: UInt8(ascii: " "))
    return fields.count > 19 ? UInt64(String(decoding: fields[19], as: UTF8.self)) : nil
  }

  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value[0] != 0 else { return nil }
    return String(cString: value)
  }
}

// `F_OFD_GETLK` of the kernel, which Swift does not import.
private let getLock: CInt = 36
