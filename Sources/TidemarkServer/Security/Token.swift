/// What a client proves by that it may look.
package struct Token: Hashable, Sendable {
  /// The fewest characters that a token may have.
  package static let shortest = 16

  private let bytes: [UInt8]

  /// Takes a token as it was given.
  ///
  /// - Throws: `ServerError.weakToken` when it is short or has characters that no header may have.
  package init(_ text: String) throws(ServerError) {
    bytes = Array(text.utf8)
    guard bytes.count >= Self.shortest, bytes.allSatisfy(Self.isAllowed) else {
      throw .weakToken
    }
  }

  /// Makes a token from 256 random bits of the system's.
  package static func make() -> String {
    var generator = SystemRandomNumberGenerator()
    let digits = Array("0123456789abcdef")
    return (0..<4).reduce(into: "") { text, _ in
      let word: UInt64 = generator.next()
      for shift in stride(from: 60, through: 0, by: -4) {
        text.append(digits[Int(truncatingIfNeeded: word >> UInt64(shift)) & 15])
      }
    }
  }

  /// Returns whether a client sent this token, in a time that does not tell how much of it is right.
  package func matches(_ text: some StringProtocol) -> Bool {
    let given = Array(text.utf8)
    var difference = given.count ^ bytes.count
    for index in bytes.indices {
      difference |= Int(bytes[index] ^ (index < given.count ? given[index] : 0))
    }
    return difference == 0
  }

  /// What a bearer token consists of.
  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._~+/=".utf8.contains(byte)
    }
  }
}
