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
    var bytes = [UInt8](repeating: 0, count: 256)
    let length = read(file, &bytes, bytes.count)
    guard length > 0 else { return nil }
    let words = String(decoding: bytes[..<length], as: UTF8.self)
      .split { $0 == " " || $0 == "\n" }
    guard words.count == 4, words[0] == "tidemark", words[2] == "fd",
      let version = Int(words[1]), let descriptor = Int(words[3]), descriptor >= 0
    else { return nil }
    self.pid = pid
    self.start = start
    self.descriptor = descriptor
    self.version = version
  }

  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value[0] != 0 else { return nil }
    return String(cString: value)
  }
}
