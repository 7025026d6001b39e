package import TidemarkLedger

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// What a server beside a process leaves in the folder where processes publish, so that it is found.
///
/// The file is named by the server's id and locked for as long as the server lives; it says which
/// process is served, and where.
package struct ServerFile: Hashable, Sendable {
  private static let prefix = "server-"

  package var pid: Int
  package var start: UInt64
  package var address: String

  /// Returns those whose servers are alive, and forgets the others.
  static func all(in folder: String) -> [ServerFile] {
    let place = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard place >= 0 else { return [] }
    guard let entries = fdopendir(place) else {
      close(place)
      return []
    }
    defer { closedir(entries) }
    var files: [ServerFile] = []
    while let entry = readdir(entries) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasPrefix(prefix), let file = ServerFile(name, in: place) { files.append(file) }
    }
    return files.sorted { ($0.pid, $0.address) < ($1.pid, $1.address) }
  }

  private init?(_ name: String, in folder: CInt) {
    let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_uid == geteuid(), status.st_mode & S_IFMT == S_IFREG
    else { return nil }
    if flock(file, LOCK_EX | LOCK_NB) == 0 {
      unlinkat(folder, name, 0)
      return nil
    }
    var bytes = [UInt8](repeating: 0, count: 512)
    let length = read(file, &bytes, bytes.count)
    guard length > 0 else { return nil }
    self.init(text: String(decoding: bytes[..<length], as: UTF8.self))
  }

  /// Reads `process PID START` and `listen ADDRESS`, a line each.
  package init?(text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .map { $0.split(separator: " ") }
    guard lines.count == 2, lines[0].count == 3, lines[0][0] == "process",
      let pid = Int(lines[0][1]), let start = UInt64(lines[0][2]), lines[1].count == 2,
      lines[1][0] == "listen"
    else { return nil }
    self.pid = pid
    self.start = start
    address = String(lines[1][1])
  }

  /// Says where a process is served for as long as what is returned lives.
  ///
  /// - Returns: nil when the folder can't be written, which keeps nobody from asking.
  package static func publish(
    _ process: PublishedProcess, at address: String, in folder: String = PublishedProcess.folder()
  ) -> Publication? {
    let path = "\(folder)/\(prefix)\(getpid())"
    let text = Array("process \(process.pid) \(process.start)\nlisten \(address)\n".utf8)
    // Locked before it has its name, so that nobody takes it for what a dead server left.
    let file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0o600)
    guard file >= 0 else { return nil }
    unlink(path)
    guard write(file, text, text.count) == text.count, flock(file, LOCK_SH | LOCK_NB) == 0,
      linkat(AT_FDCWD, "/proc/self/fd/\(file)", AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0
    else {
      close(file)
      return nil
    }
    return Publication(path: path, file: file)
  }

  /// Keeps the file there.
  package final class Publication: Sendable {
    private let path: String
    private let file: CInt

    init(path: String, file: CInt) {
      self.path = path
      self.file = file
    }

    deinit {
      unlink(path)
      close(file)
    }
  }
}

#if canImport(Glibc)
  // A constant of the kernel's that Swift does not import.
  private let O_TMPFILE: CInt = 0o20000000 | O_DIRECTORY
#endif
