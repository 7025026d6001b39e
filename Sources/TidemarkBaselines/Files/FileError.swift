#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// A file operation that failed, and what to do about it.
public struct FileError: Error, Hashable, Sendable {
  /// What was tried, for example `write`.
  public var operation: String
  /// The path of the file or folder.
  public var path: String
  /// The system's error number (`errno`).
  public var code: Int32
  /// Whether the file is as it was before, whole.
  public var isUntouched = false

  /// Creates an error from the system's error number.
  public init(operation: String, path: String, code: Int32) {
    self.operation = operation
    self.path = path
    self.code = code
  }

  static func last(_ operation: String, _ path: String) -> FileError {
    FileError(operation: operation, path: path, code: errno)
  }
}

extension FileError: CustomStringConvertible {
  /// What was tried on which path, why it failed and what to do next.
  public var description: String {
    "cannot \(operation) \(path): \(String(cString: strerror(code))); \(advice)"
      + (isUntouched ? "; the old file is untouched" : "")
  }

  private var advice: String {
    switch code {
    case ENOSPC, EDQUOT: "free some space and run the command again"
    case EACCES, EPERM, EROFS: "give this user the right to, then run the command again"
    case ENOTDIR, EISDIR, EEXIST: "a file and a folder are in each other's way: move one of them"
    case ENAMETOOLONG: "give the suite a shorter name"
    case ENOENT: "check that the path exists and that nothing removes it meanwhile"
    default: "correct that and run the command again"
    }
  }
}
