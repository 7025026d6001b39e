/// A pending file that cannot be read.
package struct PendingFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path of the file.
  package var path: String
  /// The format of the file, when a newer version wrote it.
  package var newerFormat: Int?

  /// The file and what to do next.
  package var description: String {
    if let newerFormat {
      return "\(path): the file has format \(newerFormat), and this version reads up to "
        + "\(PendingFile.newestFormat); update the dependency on Tidemark"
    }
    return "\(path): the pending figures cannot be read; delete the file and run: "
      + "swift run tidemark check"
  }
}
