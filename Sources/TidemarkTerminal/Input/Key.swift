/// What a person did at the keyboard.
enum Key: Hashable, Sendable {
  case character(Character)
  case paste(String)
  case control(Character)
  case enter, tab, backTab, backspace, delete, escape
  case up, down, left, right, home, end, pageUp, pageDown
  /// An arrow with Shift, Alt or Control.
  case farLeft, farRight
}
