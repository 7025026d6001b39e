/// What the drawing has to know of the terminal.
struct Look: Hashable, Sendable {
  var marks: Marks
  /// Whether colours tell things apart; where not, letters and patterns do.
  var hasColours: Bool

  var units: Units { Units(marks: marks) }
}
