import TidemarkBaselines

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// Reads the results that a check or an update saved.
enum SavedReport {
  /// Returns the report of a file.
  ///
  /// - Parameter root: The folder of the package here, which the files that it has are below.
  static func read(_ path: String, root: String?) throws -> Report {
    let contents: [UInt8]?
    do {
      contents = try Files.read(path)
    } catch let error as FileError where error.code == EISDIR {
      throw Unreadable(path: path, reason: "not a file")
    }
    guard let bytes = contents else {
      throw Unreadable(path: path, reason: "there is no such file")
    }
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.isEmpty else {
      throw Unreadable(path: path, reason: bytes.isEmpty ? "the file is empty" : "not UTF-8 text")
    }
    do {
      let json = try JSONReport(text: text).locating { file in
        guard let root, !file.hasPrefix("/"), Files.exists("\(root)/\(file)") else { return file }
        return "\(root)/\(file)"
      }
      return try Report(decoding: json)
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
