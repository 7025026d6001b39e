/// Spells figures: separators, units, bands, differences and durations, without a locale.
package enum FigureText {
  /// Figures of one line in one unit, with as many decimals as it takes to tell them apart.
  struct Scaled {
    var numbers: [String]
    var suffix: String
  }

  /// Returns a number with thousands separators and a typographic minus.
  package static func count(_ value: Int) -> String {
    var digits = String(value.magnitude)
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits = String(digits.dropLast(3))
    }
    return (value < 0 ? "−" : "") + ([digits[...]] + groups).joined(separator: ",")
  }

  /// Returns a number and its noun, for example `1 test` or `1,204 tests`.
  package static func counted(_ value: Int, _ one: String, _ many: String? = nil) -> String {
    "\(count(value)) \(value == 1 ? one : many ?? one + "s")"
  }

  /// Returns the first few of some names, and how many more there are.
  package static func some(_ names: [String], limit: Int = 10) -> String {
    let rest = names.count - limit
    let more = rest > 0 ? " and \(count(rest)) more" : ""
    return names.prefix(limit).joined(separator: ", ") + more
  }

  /// Returns a number with a fixed count of decimals.
  package static func fixed(_ value: Double, decimals: Int) -> String {
    let power = (0..<decimals).reduce(1.0) { result, _ in result * 10 }
    guard let scaled = Int(exactly: (abs(value) * power).rounded()) else { return "\(value)" }
    let whole = count(scaled / Int(power))
    let sign = value < 0 && scaled != 0 ? "−" : ""
    guard decimals > 0 else { return sign + whole }
    let rest = String(scaled % Int(power))
    return sign + whole + "." + String(repeating: "0", count: decimals - rest.count) + rest
  }

  /// Returns figures that stand side by side, in one unit and never rounded into each other.
  static func scaled(_ values: [Int], unit: MetricUnit) -> Scaled {
    let largest = values.map(\.magnitude).max() ?? 0
    switch unit {
    case .count:
      return Scaled(numbers: values.map(count), suffix: "")
    case .bytes:
      let exact = Scaled(numbers: values.map(count), suffix: " B")
      guard largest >= 10 * 1024 else { return exact }
      var scale = 1024.0
      var suffix = " KiB"
      for larger in [" MiB", " GiB", " TiB"] where Double(largest) >= scale * 1024 {
        scale *= 1024
        suffix = larger
      }
      return rounded(values, scale: scale, suffix: suffix) ?? exact
    case .nanoseconds:
      return rounded(values, scale: 1_000_000, suffix: " ms")
        ?? Scaled(numbers: values.map(count), suffix: " ns")
    }
  }

  /// Returns one figure with its unit.
  static func figure(_ value: Int, unit: MetricUnit) -> String {
    let text = scaled([value], unit: unit)
    return text.numbers.joined() + text.suffix
  }

  /// Returns a part of a whole as percent with one decimal, for example `0.3 %`.
  static func percent(_ part: Double) -> String { fixed(part * 100, decimals: 1) + " %" }

  /// Returns a duration as seconds, or as milliseconds when it is short.
  static func duration(_ nanoseconds: Int) -> String {
    let seconds = Double(nanoseconds) / 1_000_000_000
    if seconds >= 100 { return fixed(seconds, decimals: 0) + " s" }
    if seconds >= 0.1 { return fixed(seconds, decimals: 2) + " s" }
    return fixed(seconds * 1000, decimals: 1) + " ms"
  }

  /// Rounds to the fewest decimals that keep different figures different, or gives up.
  private static func rounded(_ values: [Int], scale: Double, suffix: String) -> Scaled? {
    for decimals in 1...3 {
      let numbers = values.map { fixed(Double($0) / scale, decimals: decimals) }
      let isFaithful = values.indices.allSatisfy { index in
        let vanishes = values[index] != 0 && !numbers[index].contains { ("1"..."9").contains($0) }
        return !vanishes
          && values.indices.allSatisfy {
            (values[$0] == values[index]) == (numbers[$0] == numbers[index])
          }
      }
      if isFaithful { return Scaled(numbers: numbers, suffix: suffix) }
    }
    return nil
  }
}
