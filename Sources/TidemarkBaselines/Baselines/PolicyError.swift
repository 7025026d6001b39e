/// Everything that is wrong with a policy file.
public struct PolicyError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path of the file.
  public var path: String
  /// The problems, in the order of the file.
  public var problems: [String]

  /// Creates an error.
  public init(path: String, problems: [String]) {
    self.path = path
    self.problems = problems
  }

  /// The file, its problems one on a line, and what to do next.
  public var description: String {
    let list = problems.map { "  - \($0)" }.joined(separator: "\n")
    return "\(path) cannot be used; correct it by hand, or delete it for the defaults:\n\(list)"
  }
}
