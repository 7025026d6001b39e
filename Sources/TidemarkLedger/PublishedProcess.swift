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

  /// Names a process that is known to have a ledger.
  package init(pid: Int, start: UInt64, descriptor: Int, version: Int) {
    self.pid = pid
    self.start = start
    self.descriptor = descriptor
    self.version = version
  }

  /// The folder in which processes of this user publish, found as they find it.
  package static func folder() -> String {
    if let given = variable("TIDEMARK_DIR") { return given }
    if let runtime = variable("XDG_RUNTIME_DIR"), runtime.hasPrefix("/") {
      return runtime + "/tidemark"
    }
    return "/dev/shm/tidemark-\(geteuid())"
  }

  /// Returns the processes that are alive, in the order of their ids, and forgets those that ended.
  ///
  /// - Throws: `LedgerError` when the folder is not this user's own.
  package static func all(in folder: String = folder()) throws(LedgerError) -> [PublishedProcess] {
    let place = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    if place < 0 {
      if errno == ENOENT { return [] }
      throw .unreachable(path: folder, reason: String(cString: strerror(errno)))
    }
    var status = stat()
    guard fstat(place, &status) == 0, status.st_uid == geteuid(), status.st_mode & 0o022 == 0,
      let entries = fdopendir(place)
    else {
      close(place)
      throw .foreign(path: folder)
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

  /// Reads one file of the folder, and removes it when nobody holds it any more.
  private init?(name: String, in folder: CInt) {
    let parts = name.split(separator: "-", maxSplits: 1)
    guard parts.count == 2, let pid = Int(parts[0]), let start = UInt64(parts[1]) else {
      return nil
    }
    let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_uid == geteuid(), status.st_mode & S_IFMT == S_IFREG
    else { return nil }
    // Its owner holds a lock for as long as it lives, whatever becomes of its pid.
    if flock(file, LOCK_EX | LOCK_NB) == 0 {
      unlinkat(folder, name, 0)
      return nil
    }
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
  }

  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value[0] != 0 else { return nil }
    return String(cString: value)
  }
}
