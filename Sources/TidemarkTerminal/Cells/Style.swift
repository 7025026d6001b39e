/// How a cell looks besides its character.
struct Style: Hashable, Sendable {
  var ink: Ink = .normal
  var isBold = false
  var isDim = false
  var isReversed = false

  static let plain = Style()
  static let bold = Style(isBold: true)
  static let dim = Style(isDim: true)
  static let reversed = Style(isReversed: true)

  static func ink(_ ink: Ink) -> Style { Style(ink: ink) }
}

/// A colour, by what it is for; the terminal's capabilities decide what becomes of it.
struct Ink: Hashable, Sendable {
  var code: UInt8

  static let normal = Ink(code: 0)
  static let first = Ink(code: 1)
  static let second = Ink(code: 2)
  static let third = Ink(code: 3)
  static let fourth = Ink(code: 4)
  static let warning = Ink(code: 5)
  static let failure = Ink(code: 6)
  static let good = Ink(code: 7)

  /// The series of a chart, in their order.
  static let series: [Ink] = [.first, .second, .third, .fourth]

  /// How many colours there are to tell tasks or executors apart.
  static let identityCount = 12

  /// The colour of something that is known by a number only: the same at every look.
  static func identity(_ number: UInt64) -> Ink {
    // Ids of tasks follow each other and addresses are multiples of 16; both are to spread.
    let mixed = (number ^ (number >> 4)) &* 0x9E37_79B9_7F4A_7C15
    return Ink(code: 16 + UInt8((mixed >> 40) % UInt64(identityCount)))
  }
}
