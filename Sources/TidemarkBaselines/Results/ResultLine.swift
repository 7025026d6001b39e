#if canImport(FoundationEssentials)
  private import FoundationEssentials
#else
  private import Foundation
#endif

/// One line of a result file.
package enum ResultLine: Hashable, Sendable {
  /// The first line.
  case run(ResultRun)
  /// A test, or one case of it, begins.
  case began(TestIdentity)
  /// A test that began is over and has no figures: it failed or was skipped.
  case dropped(TestIdentity)
  /// A test, or one case of it, was measured.
  case test(TestMeasurement)
  /// The last line.
  case end(ResultEnd)

  /// The newest format that this version reads, and the one it writes.
  package static let format = 1

  /// Reads one line without its newline, or returns nil when it is none that is known.
  package init?(parsing bytes: some Sequence<UInt8>) {
    let wire = try? JSONDecoder().decode(ResultLineWire.self, from: Data(bytes))
    guard let line = wire?.line else { return nil }
    self = line
  }

  /// The line as it is written, with its newline.
  package func bytes() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(ResultLineWire(encoding: self))) + [UInt8(ascii: "\n")]
  }
}
