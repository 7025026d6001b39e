/// A leak that is known and accepted, with the reason.
public struct IgnoreRule: Hashable, Sendable {
  /// A part of the function's or the module's name that created what leaked; `*` matches anything.
  public var pattern: String
  /// Why the leak is accepted.
  public var reason: String

  /// Returns a rule that accepts leaks created by a function or module.
  public static func createdBy(_ pattern: String, _ reason: String) -> IgnoreRule {
    IgnoreRule(pattern: pattern, reason: reason)
  }
}
