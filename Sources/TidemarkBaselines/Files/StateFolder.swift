/// The folder `.tidemark` of a package: results, pending figures and locks, none of it for git.
package enum StateFolder {
  /// Creates the folder with a `.gitignore` that covers all of it, so that nobody edits theirs.
  ///
  /// - Returns: The path of the folder.
  @discardableResult
  package static func prepare(root: String) throws(FileError) -> String {
    let folder = "\(root)/.tidemark"
    try Files.createFolder(folder)
    let ignore = "\(folder)/.gitignore"
    if !Files.exists(ignore) { try Files.replace(ignore, with: Array("*\n".utf8)) }
    return folder
  }
}
