import TidemarkBaselines

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// The machine that the times were taken on.
struct Machine: Codable, Hashable {
  /// The operating system and processor, for example `linux-x86_64`.
  var platform: String
  /// How many processors are online.
  var processors: Int
  /// What the processor calls itself, where the system tells.
  var model: String?
  /// How many threads wanted to run on average over the last minute, before the builds.
  var load: Double?

  /// This machine, now.
  static var current: Machine {
    Machine(
      platform: platform, processors: sysconf(Int32(_SC_NPROCESSORS_ONLN)), model: model,
      load: text("/proc/loadavg").flatMap { $0.split(separator: " ").first }.flatMap(Double.init))
  }

  /// Whether other work was likely to disturb the measurement.
  var isBusy: Bool { (load ?? 0) > Double(processors) / 2 }

  private static var platform: String {
    var name = utsname()
    guard uname(&name) == 0 else { return "unknown" }
    func text<Tuple>(_ tuple: Tuple) -> String {
      withUnsafeBytes(of: tuple) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
    return "\(text(name.sysname).lowercased())-\(text(name.machine))"
  }

  private static var model: String? {
    let lines = text("/proc/cpuinfo")?.split(separator: "\n") ?? []
    guard let line = lines.first(where: { $0.hasPrefix("model name") }),
      let colon = line.firstIndex(of: ":")
    else { return nil }
    return line[line.index(after: colon)...].split(separator: " ").joined(separator: " ")
  }

  private static func text(_ path: String) -> String? {
    (try? Files.read(path)).flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) }
  }
}
