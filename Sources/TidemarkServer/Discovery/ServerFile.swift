package import TidemarkLedger

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// What a server beside a process leaves in the folder where processes publish, so that it is found.
///
/// The file is named by the server's id and start, and locked for as long as the server lives; it says
/// which process is served, and where.
package struct ServerFile: Hashable, Sendable {
  private static let prefix = "server-"

  package var pid: Int
  package var start: UInt64
  package var address: String
  /// Whether only who sends a token is answered there.
  package var needsToken: Bool

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
      if name.contains(prefix), let file = ServerFile(name, in: place) { files.append(file) }
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
    let isLocked = PublishedProcess.isLocked(file)
    let id = name.drop { $0 == "." }.dropFirst(Self.prefix.count).split(separator: "-")
    guard id.count == 2, let server = Int(id[0]), let start = UInt64(id[1]) else { return nil }
    guard PublishedProcess.startTime(of: server) == start else {
      // Nobody else will ever have this name.
      if !isLocked { unlinkat(folder, name, 0) }
      return nil
    }
    guard isLocked, name.hasPrefix(Self.prefix) else { return nil }
    var bytes = [UInt8](repeating: 0, count: 512)
    let length = read(file, &bytes, bytes.count)
    guard length > 0 else { return nil }
    self.init(text: String(decoding: bytes[..<length], as: UTF8.self))
  }

  /// Reads `process PID START`, `listen ADDRESS` and perhaps `token needed`, a line each.
  package init?(text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .map { $0.split(separator: " ") }
    guard lines.count == 2 || lines.dropFirst(2).elementsEqual([["token", "needed"]]),
      lines.count >= 2, lines[0].count == 3, lines[0][0] == "process",
      let pid = Int(lines[0][1]), let start = UInt64(lines[0][2]), lines[1].count == 2,
      lines[1][0] == "listen"
    else { return nil }
    self.pid = pid
    self.start = start
    address = String(lines[1][1])
    needsToken = lines.count > 2
  }

  /// Says where a process is served for as long as what is returned lives.
  ///
  /// - Parameter folders: where it may be said; the first one that can be written is taken.
  /// - Returns: nil when none can be written, which keeps nobody from asking.
  package static func publish(
    _ process: PublishedProcess, at address: String, needsToken: Bool = false,
    in folders: [String] = PublishedProcess.folders()
  ) -> Publication? {
    guard let start = PublishedProcess.startTime(of: Int(getpid())) else { return nil }
    let name = "\(prefix)\(getpid())-\(start)"
    let token = needsToken ? "token needed\n" : ""
    let text = Array("process \(process.pid) \(process.start)\nlisten \(address)\n\(token)".utf8)
    for folder in folders {
      let place = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard place >= 0 else { continue }
      defer { close(place) }
      // Under a name that is overlooked until it is complete and locked.
      unlinkat(place, ".\(name)", 0)
      let file = openat(
        place, ".\(name)", O_CREAT | O_EXCL | O_RDWR | O_NOFOLLOW | O_CLOEXEC, 0o600)
      guard file >= 0 else { continue }
      if write(file, text, text.count) == text.count, lock(file),
        renameat(place, ".\(name)", place, name) == 0
      {
        return Publication(path: "\(folder)/\(name)", file: file)
      }
      unlinkat(place, ".\(name)", 0)
      close(file)
    }
    return nil
  }

  /// Locks a file for as long as it is open; who asks for the lock does not disturb it.
  private static func lock(_ file: CInt) -> Bool {
    var lock = flock()
    lock.l_type = CShort(F_RDLCK)
    lock.l_whence = CShort(SEEK_SET)
    return fcntl(file, setLock, &lock) == 0
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

// `F_OFD_SETLK` of the kernel, which Swift does not import.
private let setLock: CInt = 37
