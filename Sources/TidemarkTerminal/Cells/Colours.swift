/// How many colours a terminal has.
enum Colours: Hashable, Sendable {
  case none
  case sixteen
  case many

  /// Adds the sequence that gives the following characters a look.
  func append(_ style: Style, to output: inout [UInt8]) {
    var words = "\u{1B}[0"
    if style.isBold { words += ";1" }
    if style.isDim { words += ";2" }
    if style.isReversed { words += ";7" }
    if style.ink != .normal {
      switch self {
      case .none: break
      case .sixteen: words += ";\(Self.basic(style.ink))"
      case .many: words += ";38;5;\(Self.palette(style.ink))"
      }
    }
    output += Array((words + "m").utf8)
  }

  /// Colours that are told apart on a dark ground and on a light one.
  private static let identities: [UInt8] = [39, 208, 35, 170, 178, 99, 44, 203, 107, 133, 67, 173]
  private static let basics: [UInt8] = [34, 33, 32, 35, 36, 31, 94, 93, 92, 95, 96, 91]

  private static func palette(_ ink: Ink) -> UInt8 {
    switch ink.code {
    case 1: 39
    case 2: 208
    case 3: 35
    case 4: 170
    case 5: 178
    case 6: 203
    case 7: 35
    case 16...: identities[Int(ink.code - 16) % identities.count]
    default: 7
    }
  }

  private static func basic(_ ink: Ink) -> UInt8 {
    switch ink.code {
    case 1: 36
    case 2: 33
    case 3: 32
    case 4: 35
    case 5: 33
    case 6: 31
    case 7: 32
    case 16...: basics[Int(ink.code - 16) % basics.count]
    default: 39
    }
  }
}
