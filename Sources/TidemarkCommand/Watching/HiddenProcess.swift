import TidemarkBaselines

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// Why a process that is there is in no list, as far as the system tells.
enum HiddenProcess {
  /// Returns the reason, or nil when there is none but that it does not show itself.
  static func reason(pid: Int) -> String? {
    var status = stat()
    if stat("/proc/\(pid)", &status) == 0, status.st_uid != geteuid() {
      return "it belongs to user \(status.st_uid); run this as that user"
    }
    let variables = variables(of: pid)
    if variables["TIDEMARK"] == "off" { return "it runs with TIDEMARK=off" }
    let own = getenv("TIDEMARK_DIR").map { String(cString: $0) } ?? ""
    let other = variables["TIDEMARK_DIR"] ?? ""
    if other != own {
      return other.isEmpty
        ? "if it does, then not in TIDEMARK_DIR, which it was started without; unset it here"
        : "if it does, then in \(BaselineText.printable(other)); set TIDEMARK_DIR to that here"
    }
    return nil
  }

  /// Returns the environment that a process was started with, as far as this user may read it.
  private static func variables(of pid: Int) -> [String: String] {
    guard let bytes = try? Files.read("/proc/\(pid)/environ") else { return [:] }
    let pairs = bytes.split(separator: 0).compactMap { entry -> (String, String)? in
      guard let sign = entry.firstIndex(of: UInt8(ascii: "=")) else { return nil }
      return (
        String(decoding: entry[..<sign], as: UTF8.self),
        String(decoding: entry[(sign + 1)...], as: UTF8.self)
      )
    }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }
}
