/// The characters that are no letters, as good as the terminal can show them.
struct Marks: Hashable, Sendable {
  var ellipsis: String
  var absent: String
  var vertical: String
  var horizontal: String
  var corner: String
  var branch: String
  var lastBranch: String
  var trunk: String
  var selected: String
  var upTo: String
  var below: String
  var atLeast: String
  var micro: String
  var times: String
  var dot: String
  var live: String
  var ascending: String
  var descending: String
  /// From idle to busy all the time.
  var shades: [Character]
  /// Busy at one moment.
  var seen: Character
  /// A part of history that is missing.
  var gap: Character
  /// Whether lines are drawn of dots, eight to a cell.
  var hasBraille: Bool

  static let unicode = Marks(
    ellipsis: "…", absent: "—", vertical: "│", horizontal: "─", corner: "└", branch: "├─ ",
    lastBranch: "└─ ", trunk: "│  ", selected: "▶", upTo: "–", below: "<", atLeast: "≥", micro: "µ",
    times: "×",
    dot: "·", live: "●", ascending: "▲", descending: "▼",
    shades: [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"], seen: "▪", gap: "?", hasBraille: true)

  static let ascii = Marks(
    ellipsis: "..", absent: "-", vertical: "|", horizontal: "-", corner: "+", branch: "|- ",
    lastBranch: "`- ", trunk: "|  ", selected: ">", upTo: "-", below: "<", atLeast: ">=",
    micro: "u", times: "x",
    dot: "|", live: "*", ascending: "^", descending: "v",
    shades: [" ", ".", ":", "-", "=", "+", "*", "#", "@"], seen: "o", gap: "?", hasBraille: false)
}
