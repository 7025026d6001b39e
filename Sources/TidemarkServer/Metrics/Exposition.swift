/// Metrics as text.
struct Exposition {
  private let format: ExpositionFormat
  private(set) var text = ""

  init(_ families: [MetricFamily], format: ExpositionFormat) {
    self.format = format
    for family in families where !family.samples.isEmpty { write(family) }
    if format == .openMetrics { text += "# EOF\n" }
  }

  private mutating func write(_ family: MetricFamily) {
    let isOpen = format == .openMetrics
    // The older format names a counter by its sample, and has no information.
    let name = isOpen ? family.name : family.name + Self.suffix(family.kind)
    let kind = !isOpen && family.kind == .info ? "gauge" : family.kind.rawValue
    text += "# TYPE \(name) \(kind)\n"
    if isOpen, let unit = family.unit { text += "# UNIT \(name) \(unit)\n" }
    text += "# HELP \(name) \(Self.escaped(family.help, quotes: isOpen))\n"
    for sample in family.samples {
      text += family.name + Self.suffix(family.kind) + sample.suffix
      if !sample.labels.isEmpty {
        let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value, quotes: true))\"" }
        text += "{\(labels.joined(separator: ","))}"
      }
      text += " \(sample.value)\n"
    }
  }

  private static func suffix(_ kind: MetricFamily.Kind) -> String {
    switch kind {
    case .counter: "_total"
    case .info: "_info"
    case .gauge, .histogram: ""
    }
  }

  private static func escaped(_ text: String, quotes: Bool) -> String {
    let special: [UInt8] = [UInt8(ascii: "\\"), UInt8(ascii: "\n"), UInt8(ascii: "\"")]
    guard text.utf8.contains(where: special.contains) else { return text }
    var escaped = ""
    for character in text.unicodeScalars {
      switch character {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\"" where quotes: escaped += "\\\""
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }

  /// Returns nanoseconds as seconds, exactly.
  static func seconds(_ nanoseconds: some BinaryInteger) -> String {
    let magnitude = nanoseconds.magnitude
    let sign = nanoseconds < 0 ? "-" : ""
    let whole = magnitude / 1_000_000_000
    let digits = String(magnitude % 1_000_000_000)
    var fraction = String(repeating: "0", count: 9 - digits.count) + digits
    while fraction.hasSuffix("0") { fraction.removeLast() }
    return sign + String(whole) + "." + (fraction.isEmpty ? "0" : fraction)
  }
}
