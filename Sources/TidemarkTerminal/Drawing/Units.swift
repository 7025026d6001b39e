import TidemarkLive

/// Figures as people read them.
struct Units: Sendable {
  var marks: Marks

  /// What lies above this is in a histogram's last bucket, of which only the lower bound is known.
  private static let lastBound = Double(
    DurationHistogram.upperBound(DurationHistogram.bucketCount - 2) ?? .max)

  /// Returns a figure in its unit.
  func text(_ value: Double, _ unit: Unit) -> String {
    switch unit {
    case .count, .perSecond: count(value)
    case .rate: count(value) + "/s"
    case .percent: percent(value)
    case .bytes: bytes(value)
    case .byteRate: bytes(value) + "/s"
    case .duration: duration(value)
    case .durationBelow:
      (value > Self.lastBound ? marks.atLeast : marks.below) + " " + duration(value)
    }
  }

  /// Two figures in one unit: `11.9–12.3 MiB`.
  func range(
    _ minimum: Double, _ maximum: Double, _ unit: Unit, isShort: Bool = false
  ) -> String {
    let unit = unit == .durationBelow ? .duration : unit
    let isRough = isShort && [.count, .perSecond, .rate].contains(unit)
    let low = isRough ? rough(minimum) : compact(minimum, unit)
    let high = isRough ? rough(maximum) : compact(maximum, unit)
    if low == high { return high }
    // The unit is said once where it is the same; `20–30k` could be either of two ranges.
    let suffix = high.drop { $0.isNumber || $0 == "." || $0 == "," }
    let isSame =
      suffix.hasPrefix(" ") && low.drop { $0.isNumber || $0 == "." || $0 == "," } == suffix
    return (isSame ? String(low.dropLast(suffix.count)) : low) + marks.upTo + high
  }

  /// A figure in no more than three digits where it is a number of things.
  func compact(_ value: Double, _ unit: Unit) -> String {
    switch unit {
    case .count where value >= 9999.5, .perSecond where value >= 9999.5:
      scaled(value, by: 1000, ["", "k", "M", "G", "T"])
    case .rate where value >= 9999.5:
      scaled(value, by: 1000, ["", "k", "M", "G", "T"]) + "/s"
    default: text(value, unit)
    }
  }

  /// A number of things in two digits, and in four columns at most: `980`, `1.2k`, `12k`.
  func rough(_ value: Double) -> String {
    guard value >= 999.5 else { return compact(value, .count) }
    var value = value / 1000
    var unit = 0
    let units = ["k", "M", "G", "T"]
    while value >= 999.5, unit < units.count - 1 {
      value /= 1000
      unit += 1
    }
    return Self.digits(value, value < 9.95 ? 1 : 0) + units[unit]
  }

  /// Nanoseconds of a stretch of time, without digits that say nothing.
  func span(_ nanoseconds: Double) -> String {
    let seconds = nanoseconds / 1e9
    guard seconds >= 10, seconds < 59.5 else { return duration(nanoseconds) }
    return Self.grouped(Int(seconds.rounded())) + " s"
  }

  /// A number of things: exact up to 99,999, then with three digits.
  func count(_ value: Double) -> String {
    guard value.magnitude >= 99_999.5 else {
      if value.magnitude < 10, value != value.rounded() { return Self.digits(value, 1) }
      return Self.grouped(Int(value.rounded()))
    }
    return scaled(value, by: 1000, ["", " k", " M", " G", " T"])
  }

  func percent(_ value: Double) -> String {
    let text =
      value < 9.95 && value > 0 ? Self.digits(value, 1) : Self.grouped(Int(value.rounded()))
    return text + " %"
  }

  /// Bytes, exact below a kibibyte.
  func bytes(_ value: Double) -> String {
    scaled(value, by: 1024, [" B", " KiB", " MiB", " GiB", " TiB"])
  }

  /// Nanoseconds as the unit that suits them.
  func duration(_ nanoseconds: Double) -> String {
    let seconds = nanoseconds / 1e9
    if seconds < 59.95 {
      let units = [" ns", " \(marks.micro)s", " ms", " s"]
      return scaled(nanoseconds, by: 1000, units)
    }
    let whole = Int(seconds.rounded())
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    if whole < 86400 { return "\(whole / 3600) h \(whole / 60 % 60) min" }
    return "\(whole / 86400) d \(whole / 3600 % 24) h"
  }

  private func scaled(_ value: Double, by base: Double, _ units: [String]) -> String {
    var value = value
    var unit = 0
    while value.magnitude >= base - 0.5, unit < units.count - 1 {
      value /= base
      unit += 1
    }
    if unit == 0 { return Self.grouped(Int(value.rounded())) + units[0] }
    let places = value.magnitude < 9.995 ? 2 : value.magnitude < 99.95 ? 1 : 0
    return Self.digits(value, places) + units[unit]
  }

  /// A number with digits after the point.
  static func digits(_ value: Double, _ places: Int) -> String {
    let factor = places == 0 ? 1 : places == 1 ? 10 : 100
    let scaled = Int((value * Double(factor)).rounded())
    let sign = scaled < 0 ? "-" : ""
    let whole = grouped(scaled.magnitude.quotientAndRemainder(dividingBy: UInt(factor)).quotient)
    guard places > 0 else { return sign + whole }
    let rest = String(Int(scaled.magnitude) % factor)
    return "\(sign)\(whole).\(String(repeating: "0", count: places - rest.count))\(rest)"
  }

  static func grouped(_ value: some BinaryInteger) -> String {
    let digits = String(value.magnitude)
    var output = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { output += "," }
      output.append(digit)
    }
    return (value < 0 ? "-" : "") + output
  }
}

/// What a figure is a number of.
enum Unit: Hashable, Sendable {
  case count, rate, percent, bytes, byteRate, duration
  /// A rate where the name says that it is one.
  case perSecond
  /// A duration that is known to be shorter than the figure: the bound of a histogram's bucket.
  case durationBelow
}
