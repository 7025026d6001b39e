import TidemarkBaselines

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// A file of the command's own, for what a child says.
struct ScratchFile {
  let path: String

  /// Makes an empty one that nobody else can open.
  init() throws(FileError) {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(folder)/tidemark.XXXXXX".utf8CString)
    let file = mkstemp(&template)
    let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    guard file >= 0 else { throw FileError(operation: "create", path: path, code: errno) }
    close(file)
    self.path = path
  }

  func remove() { unlink(path) }
}
