private import TidemarkLedger

/// A list of targets as Prometheus reads it from a file.
package struct ScrapeTargets: Encodable, Hashable, Sendable {
  private var targets: [String]
  private var labels: [String: String]

  private init(_ served: ServedProcess, name: String) {
    targets = [served.reachable]
    labels = [
      "process": name,
      // Dropped after relabelling: a label that changes with every start makes new series.
      "__meta_tidemark_pid": String(served.process.pid),
    ]
    if served.needsToken { labels["__meta_tidemark_needs_token"] = "true" }
  }

  /// Returns the file's content.
  ///
  /// - Parameter processes: what is served, and what it is called.
  package static func text(
    _ processes: [(served: ServedProcess, name: String)]
  ) throws -> [UInt8] {
    try JSON.encode(processes.map { ScrapeTargets($0.served, name: $0.name) })
      + [UInt8(ascii: "\n")]
  }
}
