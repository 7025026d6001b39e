import Testing

@testable import TidemarkTerminal

/// Numbers without an order that are the same at each run.
private struct Numbers: RandomNumberGenerator {
  private var state: UInt64 = 42

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}

@Suite struct KeyParserTests {
  private func keys(_ text: String) -> [Key] {
    var parser = KeyParser()
    return parser.feed(Array(text.utf8)) + parser.flush()
  }

  @Test(arguments: [
    ("q", Key.character("q")), ("\u{3}", .control("c")), ("\r", .enter), ("\t", .tab),
    ("\u{7F}", .backspace), ("é", .character("é")), ("漢", .character("漢")),
    ("😀", .character("😀")), ("\u{1B}[A", .up), ("\u{1B}OB", .down), ("\u{1B}[C", .right),
    ("\u{1B}[1;5D", .farLeft), ("\u{1B}[1;2C", .farRight), ("\u{1B}[H", .home),
    ("\u{1B}[4~", .end), ("\u{1B}[5~", .pageUp), ("\u{1B}[6~", .pageDown), ("\u{1B}[Z", .backTab),
    ("\u{1B}", .escape), ("\u{1B}[3~", .delete), ("\u{1B}OH", .home),
  ])
  func aKeyIsKnown(bytes: String, key: Key) { #expect(keys(bytes) == [key]) }

  @Test(arguments: ["\u{1B}[1;5D", "\u{1B}[200~a\u{1B}[b\u{1B}[201~", "漢", "\u{1B}OA", "\u{1B}[5~"])
  func aKeyMayComeInPieces(text: String) {
    let bytes = Array((text + "x").utf8)
    var whole = KeyParser()
    let expected = whole.feed(bytes)
    #expect(expected.count == 2)
    for cut in 0...bytes.count {
      var parser = KeyParser()
      #expect(parser.feed(bytes[..<cut]) + parser.feed(bytes[cut...]) == expected)
    }
    var single = KeyParser()
    #expect(bytes.flatMap { single.feed([$0]) } == expected)
  }

  @Test func whatIsPastedIsNoKeys() {
    #expect(
      keys("\u{1B}[200~q\nq\u{1B}[A\u{1B}[201~z") == [.paste("q\nq\u{1B}[A"), .character("z")])
  }

  @Test func aPasteWithoutAnEndIsBounded() {
    var parser = KeyParser()
    #expect(parser.feed(Array("\u{1B}[200~".utf8)).isEmpty)
    for _ in 0..<1000 { #expect(parser.feed([UInt8](repeating: 0x61, count: 1000)).isEmpty) }
    #expect(!parser.isPending)
    let keys = parser.feed(Array("\u{1B}[201~".utf8))
    #expect(keys == [.paste(String(repeating: "a", count: 4096))])
  }

  @Test(arguments: [
    "\u{1B}[99~", "\u{1B}[?1;2c", "\u{1B}[<0;10;10M", "\u{1B}x", "\u{1B}[1;5P", "\u{1C}",
    "\u{1B}[M", "\u{1B}OX",
  ])
  func anUnknownSequenceIsIgnored(text: String) {
    let known: [Key] = keys(text + "q").filter { $0 != .enter }
    #expect(known == [.character("q")])
  }

  @Test func bytesThatAreNoTextAreIgnored() {
    var parser = KeyParser()
    #expect(
      parser.feed([0xFF, 0xC3, 0x28, 0xE6, 0xBC, 0x71]) == [.character("("), .character("q")])
  }

  @Test func aSequenceWithoutAnEndIsBounded() {
    var parser = KeyParser()
    #expect(parser.feed(Array("\u{1B}[".utf8) + Array(repeating: 0x31, count: 40)).isEmpty)
    #expect(parser.isPending)
    #expect(parser.feed(Array(repeating: 0x31, count: 40)).allSatisfy { $0 == .character("1") })
    #expect(!parser.isPending)
  }

  @Test func anEscapeWaitsForTheRest() {
    var parser = KeyParser()
    #expect(parser.feed([0x1B]).isEmpty)
    #expect(parser.isPending)
    #expect(parser.flush() == [.escape])
    #expect(!parser.isPending)
    #expect(parser.feed([0x1B, 0x1B]) == [.escape])
    #expect(parser.flush() == [.escape])
  }

  @Test func noBytesAtAllMakeItStop() {
    var generator = Numbers()
    for _ in 0..<2000 {
      var parser = KeyParser()
      let bytes = (0..<40).map { _ in
        Bool.random(using: &generator)
          ? [0x1B, 0x5B, 0x4F, 0x32, 0x30, 0x7E, 0x3B].randomElement(using: &generator) ?? 0
          : UInt8.random(in: 0...255, using: &generator)
      }
      _ = parser.feed(bytes)
      _ = parser.flush()
      _ = parser.feed(Array("\u{1B}[201~".utf8))
      // Whatever came, an ordinary key gets through after it.
      let keys = parser.feed(Array("\u{1B}[201~zzq".utf8))
      #expect(keys.last == .character("q"), "\(bytes)")
    }
  }
}
