import Testing
import TidemarkLive

@testable import TidemarkTerminal

@Suite struct ScrollTests {
  @Test func whatIsNotShownIsSaid() {
    let all = Scroll(count: 5, height: 5, offset: 3)
    #expect(all.shown == 0..<5 && all.note == nil)
    let top = Scroll(count: 20, height: 5, offset: 0)
    #expect(top.shown == 0..<4 && top.note == " down: 16 more ")
    let middle = Scroll(count: 20, height: 5, offset: 3)
    #expect(middle.shown == 3..<7 && middle.note == " up: 3, down: 13 more ")
    let end = Scroll(count: 2000, height: 5, offset: 5000)
    #expect(end.shown == 1996..<2000 && end.note == " up: 1,996 more ")
    #expect(Scroll(count: 3, height: 0, offset: 1).shown.isEmpty)
  }

  /// A screen of 40×10 of what has more lines, after keys; each is drawn as it is by the loop.
  private func lines(_ model: inout Model, _ keys: [Key]) -> [Substring] {
    let drawing = ScreenDrawing(look: Look(marks: .unicode, hasColours: true))
    var grid = drawing.draw(model, size: TerminalSize(columns: 40, rows: 10))
    for key in keys {
      _ = model.handle(key)
      grid = drawing.draw(model, size: TerminalSize(columns: 40, rows: 10))
      model.settle(grid.scrolled)
    }
    return grid.text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  @Test(arguments: ["1", "2", "5", "?"] as [Character])
  func noKeyGoesIntoNothing(view: Character) {
    var model = OverlapTests.crowd()
    let top = lines(&model, [.character(view)])
    let second = lines(&model, [.down])
    let down = Array(repeating: Key.down, count: 200)
    #expect(lines(&model, down).contains { $0.hasPrefix(" up: ") && !$0.contains("down") })
    let up = lines(&model, [.up])
    #expect(up.contains { $0.hasPrefix(" up: ") && $0.contains("down: 1 more") })
    for _ in 0..<200 { _ = lines(&model, [.up]) }
    #expect(lines(&model, []) == top)
    #expect(lines(&model, [.down]) == second)
  }

  @Test func theTableSaysWhichRowsItShows() {
    var model = OverlapTests.crowd()
    #expect(lines(&model, [.character("3")])[2].hasPrefix("rows 1–5 of 210"))
    let end = Array(repeating: Key.down, count: 300)
    #expect(lines(&model, end)[2].hasPrefix("rows 206–210 of 210"))
    #expect(lines(&model, [.character("s")])[2].hasPrefix("rows 1–5 of 210"))
    #expect(lines(&model, [.character("4")])[2].hasSuffix("rows 1–6 of 205"))
    model = Samples.model()
    #expect(lines(&model, [.character("3")])[2].hasPrefix("10 live, rows 1–5"))
    #expect(lines(&model, [.character("4")])[2].hasPrefix("10 live tasks"))
    #expect(!lines(&model, [.character("4")])[2].contains("rows"))
  }
}
