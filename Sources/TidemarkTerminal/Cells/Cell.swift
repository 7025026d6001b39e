/// One place on the screen.
struct Cell: Hashable, Sendable {
  /// The character's Unicode scalar; 0 to the right of a character that takes two columns.
  var scalar: UInt32
  var style: Style

  static let blank = Cell(scalar: 0x20, style: .plain)
}

extension Unicode.Scalar {
  /// How many columns a terminal gives to the character: 0 to what joins the one before it.
  var columns: Int {
    switch value {
    case 0..<0x20, 0x7F..<0xA0: 0
    case 0x20..<0x300: 1
    case 0x300..<0x370, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0x20D0..<0x2100,
      0xFE00..<0xFE10, 0xFEFF, 0xE0000..<0xE0200:
      0
    case 0x1100..<0x1160, 0x2E80..<0xA4D0, 0xAC00..<0xD7A4, 0xF900..<0xFB00, 0xFE30..<0xFE70,
      0xFF00..<0xFF61, 0xFFE0..<0xFFE7, 0x1F300..<0x1F650, 0x1F680..<0x1F700, 0x1F900..<0x1FA00,
      0x20000..<0x40000:
      2
    default: 1
    }
  }
}
