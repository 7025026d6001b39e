// The essentials are enough for JSON and spare the test process the load of the whole of Foundation.
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension JSONReport {
  /// Returns the document with sorted keys and a newline at its end.
  package func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }

  /// Reads a document.
  ///
  /// - Throws: `Unreadable.format` when the format is not known, before anything else is looked at,
  ///   or the decoder's error.
  package init(text: String) throws {
    let data = Data(text.utf8)
    let version = try JSONDecoder().decode(Version.self, from: data)
    guard version.format == Self.currentFormat else { throw Unreadable.format(version.format) }
    self = try JSONDecoder().decode(Self.self, from: data)
  }

  /// The one field that every format has.
  private struct Version: Decodable {
    var format: Int
  }
}
