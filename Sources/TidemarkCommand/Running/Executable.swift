private import TidemarkBaselines

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// The file that this process runs.
enum Executable {
  /// The path of the file, where the system tells.
  static var path: String? {
    guard let resolved = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
  /// The path of the file that a process runs, where there is one and the system tells.
  static func path(of pid: Int) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = readlink("/proc/\(pid)/exe", &buffer, buffer.count)
    guard length > 0 else { return nil }
    let path = String(decoding: buffer[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
    // A program that was built again since runs from a file that has no name any more.
    let mark = " (deleted)"
    return path.hasSuffix(mark) ? String(path.dropLast(mark.count)) : path
  }

  /// The name of the file that a process runs, or what the kernel calls the process.
  static func name(of pid: Int) -> String? {
    if let path = path(of: pid) { return path.split(separator: "/").last.map(String.init) }
    guard let bytes = try? Files.read("/proc/\(pid)/comm") else { return nil }
    return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }
}
