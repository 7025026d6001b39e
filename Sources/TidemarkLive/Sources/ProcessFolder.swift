#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// What the system says of a process, from `/proc/PID`.
struct ProcessFolder: Sendable {
  var pid: Int

  /// The name of the executable's file.
  var name: String { path.split(separator: "/").last.map(String.init) ?? "process" }

  /// The path of the executable.
  var path: String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let length = readlink("/proc/\(pid)/exe", &buffer, buffer.count)
    guard length > 0 else { return "" }
    return String(decoding: buffer[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// When the process started, in clock ticks since the system did; nil when there is none.
  var startTime: UInt64? {
    let fields = statistics
    return fields.count > 19 ? UInt64(fields[19]) : nil
  }

  /// The fields of `/proc/PID/stat` after the name.
  private var statistics: [Substring] {
    guard let text = read("stat"), let end = text.lastIndex(of: ")") else { return [] }
    return text[text.index(after: end)...].split { $0 == " " || $0 == "\n" }
  }

  func description(start: UInt64) -> ProcessDescription {
    ProcessDescription(
      pid: pid, name: name, path: path, user: "", started: 0, processors: 1,
      isStopped: statistics.first == "T")
  }

  private func read(_ file: String) -> String? {
    let descriptor = open("/proc/\(pid)/\(file)", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let length = Glibc.read(descriptor, &bytes, bytes.count)
    return length > 0 ? String(decoding: bytes[..<length], as: UTF8.self) : nil
  }
}
