import TidemarkBaselines

/// Reads the results that a check or an update saved.
enum SavedReport {
  /// Returns the report of a file.
  static func read(_ path: String) throws -> Report {
    guard let bytes = try Files.read(path) else {
      throw Unreadable(path: path, reason: "there is no such file")
    }
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.isEmpty else {
      throw Unreadable(path: path, reason: bytes.isEmpty ? "the file is empty" : "not UTF-8 text")
    }
    do {
      return try Report(decoding: JSONReport(text: text))
    } catch let error as JSONReport.Unreadable {
      throw Unreadable(path: path, reason: "\(error)")
    } catch {
      throw Unreadable(path: path, reason: "not results of Tidemark, or cut off")
    }
  }

  /// A file that holds no report.
  struct Unreadable: Error, CustomStringConvertible {
    var path: String
    var reason: String
    var description: String {
      "\(path): \(reason); pass the .tidemark/last.json of a check, or what "
        + "`tidemark check --format json --output FILE` wrote"
    }
  }
}
