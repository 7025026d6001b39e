import Testing

@testable import TidemarkTerminal

@Suite struct RendererTests {
  /// What a terminal shows after some bytes; it knows what the renderer writes, and nothing else.
  struct Screen {
    var cells: [[Character]]
    var inks: [[String]]
    private var x = 0
    private var y = 0
    private var style = "0"

    init(_ size: TerminalSize) {
      cells = Array(repeating: Array(repeating: "?", count: size.columns), count: size.rows)
      inks = Array(repeating: Array(repeating: "?", count: size.columns), count: size.rows)
    }

    mutating func take(_ bytes: [UInt8]) throws {
      var scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)[...]
      while let scalar = scalars.popFirst() {
        guard scalar == "\u{1B}" else {
          cells[y][x] = Character(scalar)
          inks[y][x] = style
          x += scalar.columns
          continue
        }
        try #require(scalars.popFirst() == "[")
        let end = try #require(scalars.firstIndex { $0.properties.isAlphabetic })
        let words = String(String.UnicodeScalarView(scalars[..<end]))
        let final = scalars[end]
        scalars = scalars[(end + 1)...]
        switch final {
        case "H":
          let place = words.split(separator: ";").compactMap { Int($0) }
          (y, x) = (place[0] - 1, place[1] - 1)
        case "m": style = words
        case "J":
          for row in cells.indices {
            for column in cells[row].indices {
              cells[row][column] = " "
              inks[row][column] = "0"
            }
          }
        case "h", "l": #expect(words == "?2026")
        default: Issue.record("an unknown sequence: \(words)\(final)")
        }
      }
    }

    var text: String {
      cells.map { row in
        var line = String(row)
        while line.last == " " { line.removeLast() }
        return line
      }.joined(separator: "\n")
    }
  }

  private let size = TerminalSize(columns: 12, rows: 3)

  @Test func theScreenShowsEachGrid() throws {
    var renderer = Renderer(colours: .many)
    var screen = Screen(size)
    for round in 0..<50 {
      var grid = Grid(size)
      grid.put("round \(round)", x: round % 7, y: round % 3, style: .ink(.identity(UInt64(round))))
      grid.put("漢x", x: 9 - round % 9, y: (round + 1) % 3, style: .bold)
      try screen.take(renderer.bytes(showing: grid))
      var expected = grid.text
      // The model of a terminal keeps a blank beside a wide character.
      expected = expected.replacing("漢", with: "漢?")
      let shown = screen.text.replacing("漢 ", with: "漢?")
      #expect(shown.filter { $0 != "?" } == expected.filter { $0 != "?" }, "round \(round)")
    }
  }

  @Test func onlyWhatChangedIsSent() throws {
    var renderer = Renderer(colours: .many)
    var grid = Grid(size)
    grid.put("hello", x: 0, y: 0)
    #expect(!renderer.bytes(showing: grid).isEmpty)
    #expect(renderer.bytes(showing: grid).isEmpty)
    grid.put("j", x: 0, y: 0)
    let bytes = String(decoding: renderer.bytes(showing: grid), as: UTF8.self)
    #expect(bytes == "\u{1B}[?2026h\u{1B}[1;1Hj\u{1B}[?2026l")
    renderer.forget()
    let all = String(decoding: renderer.bytes(showing: grid), as: UTF8.self)
    #expect(all.contains("\u{1B}[2J") && all.contains("jello"))
  }

  @Test func anotherSizeIsDrawnAnew() {
    var renderer = Renderer(colours: .none)
    _ = renderer.bytes(showing: Grid(size))
    let other = renderer.bytes(showing: Grid(TerminalSize(columns: 5, rows: 5)))
    #expect(String(decoding: other, as: UTF8.self).contains("\u{1B}[2J"))
  }

  @Test func coloursAreThoseOfTheTerminal() {
    func sequence(_ colours: Colours) -> String {
      var bytes: [UInt8] = []
      colours.append(Style(ink: .failure, isBold: true), to: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    }
    #expect(sequence(.none) == "\u{1B}[0;1m")
    #expect(sequence(.sixteen) == "\u{1B}[0;1;31m")
    #expect(sequence(.many) == "\u{1B}[0;1;38;5;203m")
  }

  @Test func textCannotMoveTheCursor() {
    var grid = Grid(size)
    grid.put("a\u{1B}[2Jb\nc\u{7F}\u{9B}d\u{202E}e\u{300}f", x: 0, y: 0)
    #expect(grid.text == "a[2Jbcdef\n\n")
    let end = grid.put("漢字", x: 9, y: 1)
    #expect(end == 11)
    #expect(grid[11, 1] == .blank)
  }

  @Test func theEnvironmentSaysWhatCanBeShown() {
    func capabilities(_ variables: [String: String], terminal: Bool = true) -> Capabilities {
      Capabilities(variables: variables, isTerminal: terminal)
    }
    let rich = capabilities(["TERM": "xterm-256color", "LANG": "de_DE.UTF-8"])
    #expect(rich.colours == .many && rich.isUnicode && rich.hasScreen)
    let plain = capabilities(["TERM": "xterm", "LANG": "C"])
    #expect(plain.colours == .sixteen && !plain.isUnicode && plain.hasScreen)
    let dumb = capabilities(["TERM": "dumb", "LANG": "C.UTF-8"])
    #expect(dumb.colours == .none && !dumb.isUnicode && !dumb.hasScreen)
    #expect(capabilities(["TERM": "xterm", "NO_COLOR": "1"]).colours == .none)
    #expect(capabilities(["TERM": "xterm", "NO_COLOR": ""]).colours == .sixteen)
    // LC_ALL wins over LANG.
    let locale = ["TERM": "xterm", "LC_ALL": "C", "LANG": "C.UTF-8"]
    #expect(!capabilities(locale).isUnicode)
    #expect(!capabilities(["TERM": "xterm", "LANG": "C.UTF-8"], terminal: false).hasScreen)
    #expect(!capabilities(["TERM": "linux", "LANG": "C.UTF-8"]).isUnicode)
    #expect(!capabilities([:]).hasScreen)
  }
}
