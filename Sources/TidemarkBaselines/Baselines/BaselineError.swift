/// A baseline or policy file that cannot be used, and what to do about it.
public struct BaselineError: Error, Hashable, Sendable {
  /// What is wrong with a file.
  public enum Problem: Hashable, Sendable {
    /// There is nothing in the file.
    case empty
    /// The file ends in the middle, at a line.
    case truncated(line: Int)
    /// A merge left its markers, the first one at a line.
    case conflict(line: Int)
    /// The bytes are not UTF-8.
    case notUTF8
    /// The file has more bytes than any baseline.
    case tooLarge(bytes: Int)
    /// The file is not JSON from a line on.
    case syntax(line: Int, what: String)
    /// A newer version of Tidemark wrote the file.
    case newerFormat(Int)
    /// A value is not what has to stand there, on a line.
    case wrongType(at: String, expected: String, found: String, line: Int)
    /// A figure is of a metric that this version does not know, on a line.
    case unknownMetric(String, line: Int)
  }

  /// The path of the file.
  public var path: String
  /// What is wrong with it.
  public var problem: Problem

  /// Creates an error.
  public init(path: String, problem: Problem) {
    self.path = path
    self.problem = problem
  }
}

extension BaselineError: CustomStringConvertible {
  /// The file, what is wrong with it and what to do next, in one line.
  public var description: String {
    "\(path)\(line.map { ":\($0)" } ?? ""): \(summary); \(advice)"
  }

  /// What is wrong with a file that is written by hand, without its path.
  var remark: String {
    if case .newerFormat = problem { return "\(summary); \(advice)" }
    return (line.map { "line \($0): " } ?? "") + summary
  }

  private var line: Int? {
    switch problem {
    case .truncated(let line), .conflict(let line), .syntax(let line, _),
      .wrongType(_, _, _, let line), .unknownMetric(_, let line):
      line
    default: nil
    }
  }

  var summary: String {
    switch problem {
    case .empty: "the file is empty"
    case .truncated: "the file ends in the middle"
    case .conflict: "a merge left its conflict markers"
    case .notUTF8: "the file is not UTF-8 text"
    case .tooLarge(let bytes): "the file has \(bytes) bytes, more than any baseline"
    case .syntax(_, let what): "not JSON: \(what)"
    case .newerFormat(let format):
      "the file has format \(format), and this version reads up to \(Baseline.format)"
    case .wrongType(let key, let expected, let found, _):
      "\(key) has to be \(expected) and is \(found)"
    case .unknownMetric(let name, _): "no metric is called \(name)"
    }
  }

  private var advice: String {
    switch problem {
    case .conflict: "take either side of the conflict, then run: swift run tidemark update"
    case .newerFormat: "update the dependency on Tidemark"
    case .unknownMetric:
      "correct the name, or update the dependency on Tidemark if a newer version wrote it"
    case .syntax, .wrongType: "correct it by hand, or restore it with: git checkout -- \(path)"
    case .empty, .truncated, .notUTF8, .tooLarge:
      "restore it with: git checkout -- \(path), or delete it and run: swift run tidemark update"
    }
  }
}
