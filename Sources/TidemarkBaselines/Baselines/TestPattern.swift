/// A glob over test names: `*` stands for any text and `?` for one character.
///
/// A pattern is held against `Suite/test()`, against that with the target in front
/// (`Target/Suite/test()`), and against the suite alone. The parameter list may be left out.
public struct TestPattern: Hashable, Sendable {
  /// The pattern as it was written.
  public var text: String

  /// Creates a pattern.
  public init(_ text: String) {
    self.text = text
  }

  /// Returns whether the pattern covers a test.
  public func matches(_ test: TestIdentity) -> Bool {
    let pattern = Array(text)
    let bare = test.name.prefix { $0 != "(" }
    let spellings = ["\(test.suite)/\(test.name)", "\(test.suite)/\(bare)", test.suite]
    return spellings.contains { spelling in
      Self.matches(pattern[...], Array(spelling)[...])
        || Self.matches(pattern[...], Array("\(test.target)/\(spelling)")[...])
    }
  }

  /// Matches by going back to the last star only, so that no pattern takes exponential time.
  private static func matches(
    _ pattern: ArraySlice<Character>, _ text: ArraySlice<Character>
  ) -> Bool {
    var pattern = pattern
    var text = text
    var retry: (pattern: ArraySlice<Character>, text: ArraySlice<Character>)?
    while let character = text.first {
      if pattern.first == "*" {
        pattern = pattern.dropFirst()
        retry = (pattern, text)
      } else if let expected = pattern.first, expected == "?" || expected == character {
        pattern = pattern.dropFirst()
        text = text.dropFirst()
      } else if let last = retry {
        pattern = last.pattern
        text = last.text.dropFirst()
        retry = (pattern, text)
      } else {
        return false
      }
    }
    return pattern.allSatisfy { $0 == "*" }
  }
}
