#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

extension Files {
  /// Replaces a file by one with new bytes, so that a crash at any moment leaves either whole.
  ///
  /// The bytes go to a hidden file in the same folder, reach the disk, and take the name in one
  /// step. The caller holds the lock of the package. What a process that was killed left behind
  /// is removed by the next writer. What is no file, such as a pipe or a device, is written to.
  package static func replace(_ path: String, with bytes: [UInt8]) throws(FileError) {
    do throws(FileError) {
      try write(bytes, over: path)
    } catch {
      var error = error
      error.isUntouched = error.path == path
      throw error
    }
  }

  /// Whether something is at a path, through links, that no file may take the place of: a pipe, a device,
  /// or what this process has open.
  package static func isSpecial(_ path: String) -> Bool {
    let opened = ["/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/"]
    if opened.contains(where: path.hasPrefix) { return true }
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    return ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }

  /// Whether two paths lead to the same file.
  package static func isSame(_ path: String, _ other: String) -> Bool {
    var (one, two) = (stat(), stat())
    return stat(path, &one) == 0 && stat(other, &two) == 0 && one.st_dev == two.st_dev
      && one.st_ino == two.st_ino
  }

  /// Returns what a path leads to when it is a link, whether something is there or not.
  package static func following(_ path: String) -> String {
    var path = path
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    // As many as the system follows itself.
    for _ in 0..<40 {
      let count = readlink(path, &buffer, buffer.count)
      guard count > 0 else { return path }
      let target = String(decoding: buffer[..<count], as: UTF8.self)
      path = target.hasPrefix("/") ? target : "\(parent(of: path))/\(target)"
    }
    return path
  }

  private static func write(_ bytes: [UInt8], over path: String) throws(FileError) {
    if isSpecial(path) {
      let descriptor = open(path, O_WRONLY | O_CLOEXEC)
      if descriptor < 0 { throw FileError.last("write", path) }
      defer { close(descriptor) }
      return try writeAll(bytes, to: descriptor, path: path)
    }
    let folder = parent(of: path)
    try createFolder(folder)
    try removeLeftovers(in: folder)
    let temporary = "\(folder)/\(temporaryPrefix)\(getpid())"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    if descriptor < 0 { throw FileError.last("write", path) }
    do throws(FileError) {
      defer { close(descriptor) }
      try writeAll(bytes, to: descriptor, path: path)
      if fsync(descriptor) != 0 { throw FileError.last("write", path) }
    } catch {
      unlink(temporary)
      throw error
    }
    if rename(temporary, path) != 0 {
      let error = FileError.last("replace", path)
      unlink(temporary)
      throw error
    }
    flush(folder)
  }

  /// Makes a folder's new names reach the disk, where the file system can do that.
  package static func flush(_ folder: String) {
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  static let temporaryPrefix = ".tidemark-"

  private static func removeLeftovers(in folder: String) throws(FileError) {
    for name in try allNames(in: folder) where name.hasPrefix(temporaryPrefix) {
      guard let owner = pid_t(name.dropFirst(temporaryPrefix.count)) else { continue }
      if kill(owner, 0) != 0, errno == ESRCH { unlink("\(folder)/\(name)") }
    }
  }
}
