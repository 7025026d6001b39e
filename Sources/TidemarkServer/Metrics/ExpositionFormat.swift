/// A text format that scrapers understand.
package enum ExpositionFormat: Hashable, Sendable {
  /// OpenMetrics 1.0.
  case openMetrics
  /// The format of Prometheus, 0.0.4, which everything understands.
  case prometheus

  package var contentType: String {
    switch self {
    case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
    case .prometheus: "text/plain; version=0.0.4; charset=utf-8"
    }
  }

  /// Chooses by an `Accept` header: OpenMetrics where the client names it, and prefers nothing else.
  package init(accepting accept: String) {
    var open = 0.0
    var plain = 0.0
    for range in accept.split(separator: ",") {
      let parts = range.split(separator: ";").map { Self.trimmed($0).lowercased() }
      guard let type = parts.first else { continue }
      let parameters = parts.dropFirst()
      let quality =
        parameters.first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
      let version = parameters.first { $0.hasPrefix("version=") }.map { $0.dropFirst(8) }
      switch type {
      case "application/openmetrics-text":
        if ["1.0.0", "0.0.1", nil].contains(version) { open = max(open, quality) }
      case "text/plain":
        if ["0.0.4", nil].contains(version) { plain = max(plain, quality) }
      default: break
      }
    }
    self = open > 0 && open >= plain ? .openMetrics : .prometheus
  }

  private static func trimmed(_ text: Substring) -> Substring {
    let start = text.drop { $0 == " " || $0 == "\t" }
    return start.prefix { $0 != " " && $0 != "\t" }
  }
}
