/// A place where a text stops being JSON.
package struct JSONSyntaxError: Error, Hashable, Sendable {
  /// What is wrong.
  package enum Problem: Hashable, Sendable {
    /// The text ends before its value does.
    case end
    /// The bytes are not UTF-8.
    case encoding
    /// Something else than what has to stand here.
    case unexpected(String)
  }

  /// What is wrong.
  package var problem: Problem
  /// The line, counted from 1.
  package var line: Int
}
