import TidemarkBaselines

/// Spells figures so short that many of them fit on a line; a dash where there is none.
enum FigureFormat {
  static let none = "-"

  static func count(_ value: Int?) -> String { value.map(scaled) ?? none }

  /// Returns a number in full, where there is room for it.
  static func exact(_ value: Int?) -> String { value.map(FigureText.count) ?? none }

  /// Returns a size as bytes, KiB, MiB, GiB or TiB.
  static func bytes(_ value: Int?) -> String {
    guard let value else { return none }
    var size = Double(value)
    guard abs(size) >= 1024 else { return "\(value) B" }
    var unit = "KiB"
    size /= 1024
    for larger in ["MiB", "GiB", "TiB"] where abs(size) >= 1024 {
      size /= 1024
      unit = larger
    }
    return FigureText.fixed(size, decimals: abs(size) < 100 ? 1 : 0) + " " + unit
  }

  /// Returns how often something happened a second.
  static func rate(_ value: Double?) -> String {
    guard let value else { return none }
    return value < 100 ? FigureText.fixed(value, decimals: 1) : scaled(whole(value))
  }

  static func bytesRate(_ value: Double?) -> String {
    value.map { bytes(whole($0)) + "/s" } ?? none
  }

  static func percent(_ part: Double?) -> String {
    part.map { FigureText.fixed($0 * 100, decimals: 1) } ?? none
  }

  /// Returns a duration in its two largest units: `350 ms`, `12 s`, `3 m 04 s`, `5 h 10 m`, `2 d 7 h`.
  static func age(nanoseconds: Int64) -> String {
    if nanoseconds < 1_000_000 { return nanoseconds > 0 ? "< 1 ms" : "0 ms" }
    if nanoseconds < 1_000_000_000 { return "\(nanoseconds / 1_000_000) ms" }
    let seconds = Int(nanoseconds / 1_000_000_000)
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    switch seconds {
    case ..<60: return "\(seconds) s"
    case ..<3600: return "\(seconds / 60) m \(two(seconds % 60)) s"
    case ..<86_400: return "\(seconds / 3600) h \(two(seconds / 60 % 60)) m"
    default: return "\(seconds / 86_400) d \(seconds / 3600 % 24) h"
    }
  }

  private static func whole(_ value: Double) -> Int { Int(exactly: value.rounded()) ?? .max }

  /// Returns a number in full up to 99,999, above that in thousands, millions and so on.
  private static func scaled(_ value: Int) -> String {
    guard value.magnitude >= 100_000 else { return FigureText.count(value) }
    var size = Double(value) / 1000
    var unit = "k"
    for larger in ["M", "G", "T"] where abs(size) >= 1000 {
      size /= 1000
      unit = larger
    }
    return FigureText.fixed(size, decimals: abs(size) < 100 ? 1 : 0) + unit
  }
}
