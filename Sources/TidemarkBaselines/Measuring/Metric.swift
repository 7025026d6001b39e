/// A figure that is taken of a piece of work, known by the name that baselines and reports use.
public struct Metric: Hashable, Sendable {
  /// The name, for example `tasks.created`.
  public let name: String
  /// The base unit of the figures.
  public let unit: MetricUnit
  /// What is counted, in one sentence.
  public let summary: String
  /// How steady the figure is, which decides how it is compared.
  public let stability: Stability
  /// By what means the figure is taken.
  public let source: String
  /// When there is no figure, or when it is shown and not compared.
  public let unavailable: String

  /// Compares by name, which is the contract.
  public static func == (left: Self, right: Self) -> Bool {
    left.code == right.code && left.name == right.name
  }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }

  // A number made of the name once: checking many tests looks up a metric millions of times.
  private let code: Int

  /// Returns the metric of a name, or nil when there is none.
  public init?(name: String) {
    guard let metric = Self.byName[name] else { return nil }
    self = metric
  }

  // Baselines name a metric on every line, so a search through the catalog would be felt.
  private static let byName = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0.name, $0) })

  init(
    _ name: String, _ unit: MetricUnit, _ stability: Stability, _ summary: String,
    source: String, unavailable: String
  ) {
    self.name = name
    self.unit = unit
    self.stability = stability
    self.summary = summary
    self.source = source
    self.unavailable = unavailable
    code = name.utf8.reduce(5381) { $0 &* 33 &+ Int($1) }
  }
}
