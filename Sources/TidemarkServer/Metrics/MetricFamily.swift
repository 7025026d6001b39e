/// The samples of one metric, in the terms of OpenMetrics.
struct MetricFamily {
  enum Kind: String {
    case counter
    case gauge
    case histogram
    case info
  }

  /// The name without the suffixes of its samples.
  var name: String
  var kind: Kind
  /// `seconds` or `bytes`, which the name ends with.
  var unit: String?
  var help: String
  var samples: [Sample] = []

  /// One figure.
  struct Sample {
    /// What comes after the name: `_bucket`, `_count`, `_sum`; the kinds have theirs besides.
    var suffix = ""
    var labels: [(name: String, value: String)] = []
    /// The figure as text, exactly.
    var value: String
  }

  init(_ name: String, _ kind: Kind, unit: String? = nil, _ help: String) {
    self.name = name
    self.kind = kind
    self.unit = unit
    self.help = help
  }

  /// Adds a whole number; nothing where there is none.
  mutating func add(_ value: Int?, _ labels: (name: String, value: String)...) {
    guard let value else { return }
    samples.append(Sample(labels: labels, value: String(value)))
  }
}
