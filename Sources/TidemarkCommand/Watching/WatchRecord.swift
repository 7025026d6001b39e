import TidemarkLive

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One look at a process as a line of JSON.
struct WatchRecord: Codable {
  var version = Snapshot.currentVersion
  /// Nanoseconds on the monotonic clock of the observed machine, and since 1970.
  var time: Int64
  var wallTime: Int64
  var process: ProcessDescription
  var figures: Figures
  /// Nothing in the first line.
  var rates: FigureRates?
  var losses: [String: Int]
  var unavailable: [String: String]

  init(_ snapshot: Snapshot, rates: FigureRates?) {
    time = snapshot.time
    wallTime = snapshot.wallTime
    process = snapshot.process
    figures = snapshot.figures
    self.rates = rates
    losses = snapshot.losses
    unavailable = snapshot.unavailable
  }

  /// Returns any value as one line of JSON.
  static func line(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
