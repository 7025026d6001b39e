#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// The few file operations that baselines need, with errors that keep the path and the reason.
package enum Files {
  /// Returns whether something is at a path.
  package static func exists(_ path: String) -> Bool {
    access(path, F_OK) == 0
  }

  /// Returns the bytes of a file, or nil when there is none.
  ///
  /// - Parameter limit: The size from which the file is not read but passed to `tooLarge`.
  package static func read(
    _ path: String, limit: Int = .max, tooLarge: (Int) -> any Error
  ) throws -> [UInt8]? {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT { return nil }
      throw FileError.last("read", path)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(operation: "read", path: path, code: EISDIR)
    }
    if status.st_size > limit { throw tooLarge(Int(status.st_size)) }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw FileError.last("read", path) }
    defer { close(descriptor) }
    return try readAll(descriptor, path, expected: Int(status.st_size))
  }

  /// Returns the bytes of a file of any size, or nil when there is none.
  package static func read(_ path: String) throws -> [UInt8]? {
    try read(path) { _ in FileError(operation: "read", path: path, code: EFBIG) }
  }

  private static func readAll(
    _ descriptor: Int32, _ path: String, expected: Int
  ) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(expected)
    var buffer = [UInt8](repeating: 0, count: max(4096, min(expected + 1, 1 << 20)))
    while true {
      let count = buffer.withUnsafeMutableBytes {
        #if canImport(Glibc)
          Glibc.read(descriptor, $0.baseAddress, $0.count)
        #elseif canImport(Musl)
          Musl.read(descriptor, $0.baseAddress, $0.count)
        #else
          Darwin.read(descriptor, $0.baseAddress, $0.count)
        #endif
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError.last("read", path)
      }
      if count == 0 { return bytes }
      bytes.append(contentsOf: buffer[..<count])
    }
  }

  /// Writes all bytes to an open file.
  package static func writeAll(
    _ bytes: [UInt8], to descriptor: Int32, path: String
  ) throws(FileError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        write(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError.last("write", path)
      }
      written += count
    }
  }

  /// Creates a folder and those above it.
  package static func createFolder(_ path: String) throws(FileError) {
    if mkdir(path, 0o777) == 0 { return }
    switch errno {
    case EEXIST:
      var status = stat()
      if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
      throw FileError(operation: "create the folder", path: path, code: EEXIST)
    case ENOENT where parent(of: path) != path:
      try createFolder(parent(of: path))
      if mkdir(path, 0o777) != 0, errno != EEXIST {
        throw FileError.last("create the folder", path)
      }
    default: throw FileError.last("create the folder", path)
    }
  }

  /// Returns the names in a folder, sorted and without hidden ones; none when there is no folder.
  package static func names(in folder: String) throws(FileError) -> [String] {
    try allNames(in: folder).filter { !$0.hasPrefix(".") }
  }

  /// Returns all names in a folder, sorted; none when there is no folder, or a file.
  package static func allNames(in folder: String) throws(FileError) -> [String] {
    guard let stream = opendir(folder) else {
      if errno == ENOENT || errno == ENOTDIR { return [] }
      throw FileError.last("list", folder)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee))
        { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Returns whether nothing more fits on the disk that a path is on.
  package static func isFull(_ path: String) -> Bool {
    var status = statvfs()
    return statvfs(path, &status) == 0 && status.f_bavail == 0
  }

  /// Removes a file; one that is not there is no error.
  package static func remove(_ path: String) throws(FileError) {
    if unlink(path) != 0, errno != ENOENT { throw FileError.last("remove", path) }
  }

  /// Removes a folder if nothing is in it.
  package static func removeFolderIfEmpty(_ path: String) {
    rmdir(path)
  }

  /// Returns the folder above a path.
  package static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
