/// A piece of advice and the command that carries it out, which no line break may cut.
struct Advice {
  /// What to do.
  var words: String
  /// The command to paste, if one does it.
  var command: String?

  init(_ words: String, _ command: String?) {
    self.words = words
    self.command = command
  }

  /// Both on one line.
  var line: String { command.map { "\(words): \($0)" } ?? words }
}
