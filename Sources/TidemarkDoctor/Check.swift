import TidemarkBaselines

/// What a metric has to be after a known piece of work.
enum Expectation: Sendable {
  case exactly(Int)
  case atLeast(Int)

  func accepts(_ value: Int) -> Bool {
    switch self {
    case .exactly(let expected): value == expected
    case .atLeast(let least): value >= least
    }
  }

  var text: String {
    switch self {
    case .exactly(let expected): "\(expected)"
    case .atLeast(let least): "at least \(least)"
    }
  }
}

/// One metric held against what it has to be.
struct Check: Sendable {
  var metric: Metric
  var expected: Expectation
  var figure: Figure

  init(_ metric: Metric, _ expected: Expectation, in usage: Usage) {
    self.metric = metric
    self.expected = expected
    figure = usage.figures[metric] ?? .unavailable(reason: "the probe gives no such figure")
  }

  /// Whether there is a figure and it is not the one that it has to be.
  var isWrong: Bool { figure.value.map { !expected.accepts($0) } ?? false }

  /// One line for people.
  var line: String {
    let name = metric.name + String(repeating: " ", count: max(0, 22 - metric.name.count))
    switch figure {
    case .unavailable(let reason): return "unavailable: \(name) \(reason)"
    case .measured(let value), .shared(let value):
      if isWrong { return "WRONG        \(name) expected \(expected.text) got \(value)" }
      return "ok           \(name) \(value)"
    }
  }
}
