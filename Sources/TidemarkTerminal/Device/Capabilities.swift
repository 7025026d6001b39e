/// What a terminal can show, by the environment's word.
package struct Capabilities: Hashable, Sendable {
  var colours: Colours
  var isUnicode: Bool
  /// Whether the cursor can be moved; where not, lines are written one below the other.
  package var hasScreen: Bool

  /// Reads the environment.
  ///
  /// - Parameters:
  ///   - isTerminal: Whether what is written goes to a terminal.
  package init(variables: [String: String], isTerminal: Bool) {
    func given(_ name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }
    let terminal = given("TERM") ?? "dumb"
    hasScreen = isTerminal && terminal != "dumb"
    let locale = (given("LC_ALL") ?? given("LC_CTYPE") ?? given("LANG") ?? "").lowercased()
    // The font of the kernel's console has no Braille.
    isUnicode =
      (locale.contains("utf-8") || locale.contains("utf8")) && terminal != "linux"
      && terminal != "dumb"
    if given("NO_COLOR") != nil || !isTerminal || terminal == "dumb" || terminal.hasPrefix("vt") {
      colours = .none
    } else if terminal.contains("256color") || given("COLORTERM") != nil
      || terminal.contains("direct")
    {
      colours = .many
    } else {
      colours = .sixteen
    }
  }

  var look: Look {
    Look(marks: isUnicode ? .unicode : .ascii, hasColours: colours != .none)
  }
}
