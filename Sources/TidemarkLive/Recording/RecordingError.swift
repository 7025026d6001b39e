/// Why a recording can't be read or written.
package enum RecordingError: Error, Hashable, Sendable {
  case notARecording(path: String)
  case otherVersion(path: String, found: UInt32)
  case empty(path: String)
  case unreadable(path: String, reason: String)
  case unwritable(path: String, reason: String)
  case full(path: String, bytes: Int)
  case exists(path: String)
  /// What is there can't be made a recording.
  case unsuitable(path: String, reason: String)
  case otherProcess(path: String, pid: Int)
}

extension RecordingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notARecording(let path):
      "\(path) is not a recording: it does not begin with the mark of one"
    case .otherVersion(let path, let found):
      "\(path) is a recording of version \(found), this build reads \(RecordingFormat.version); "
        + "use the version of Tidemark that made it"
    case .empty(let path):
      "\(path) holds nothing but the beginning of a recording: it was stopped before its first block"
    case .unreadable(let path, let reason): "\(path) can't be read: \(reason)"
    case .unwritable(let path, let reason): "\(path) can't be written: \(reason)"
    case .unsuitable(let path, let reason): "\(path) can't be a recording: \(reason)"
    case .full(let path, let bytes):
      "\(path): no space left after \(bytes) bytes; what was written before can be replayed"
    case .exists(let path):
      "\(path) exists; name another file, or use --append or --overwrite"
    case .otherProcess(let path, let pid):
      "\(path) is a recording of process \(pid); only one of the same process can be continued"
    }
  }
}

extension RecordingError {
  /// Whether another file should have been named, or what to do with the one that is there: nothing has
  /// been done, and nothing has failed.
  package var isRefusal: Bool {
    switch self {
    case .exists, .unsuitable, .otherProcess: true
    case .notARecording, .otherVersion, .empty, .unreadable, .unwritable, .full: false
    }
  }
}
