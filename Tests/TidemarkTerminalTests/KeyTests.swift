import Testing
import TidemarkLive

@testable import TidemarkTerminal

@Suite struct KeyTests {
  /// A model after some keys.
  private func model(_ keys: [Key]) -> Model {
    var model = Samples.model()
    for key in keys { _ = model.handle(key) }
    return model
  }

  @Test func numbersAndTabsShowViews() {
    #expect(model([.character("3")]).view.page == .tasks)
    #expect(model([.character("9")]).view.page == .overview)
    #expect(model([.tab, .tab]).view.page == .tasks)
    #expect(model([.backTab]).view.page == .losses)
    #expect(model([.character("5"), .tab]).view.page == .overview)
  }

  @Test func whatEndsIsSaid() {
    var model = Samples.model()
    #expect(model.handle(.character("q")) == .quit)
    #expect(model.handle(.control("c")) == .quit)
    #expect(model.handle(.control("z")) == .suspend)
    #expect(model.handle(.character("x")) == nil)
  }

  @Test func aFilterTakesLettersThatAreKeysElsewhere() {
    let typed = model([.character("3"), .character("/"), .character("q"), .character("1")])
    #expect(typed.view.order.filter == "q1")
    #expect(typed.view.page == .tasks)
    #expect(typed.table.rows.isEmpty)
    let pasted = model([.character("3"), .character("/"), .paste("sleep\nq")])
    #expect(pasted.view.order.filter == "sleep")
    #expect(pasted.table.rows.count == 6)
    let cleared = model([.character("3"), .character("/"), .character("x"), .escape])
    #expect(cleared.view.order.filter.isEmpty && !cleared.view.isTyping)
    var quitting = typed
    #expect(quitting.handle(.control("c")) == .quit)
  }

  @Test func spaceFreezesAndTheArrowsStep() {
    let end = Samples.snapshot(60).time
    var model = model([.character(" ")])
    #expect(model.view.playback.mode == .frozen)
    model.past.add(Samples.snapshot(61))
    model.advance(by: 500_000_000)
    #expect(model.position == end)
    _ = model.handle(.left)
    #expect(model.position == Samples.snapshot(59).time)
    _ = model.handle(.character("["))
    #expect(model.position == Samples.snapshot(39).time)
    _ = model.handle(.right)
    #expect(model.position == Samples.snapshot(40).time)
    #expect(model.snapshot?.figures.jobsRun == 40_000)
    _ = model.handle(.home)
    #expect(model.position == Samples.snapshot(0).time)
    _ = model.handle(.end)
    #expect(model.view.playback.mode == .live)
    #expect(model.position == Samples.snapshot(61).time)
  }

  @Test func slowMotionPlaysTransitions() throws {
    var model = model([.character("m")])
    #expect(model.view.page == .scheduler)
    #expect(model.view.playback.mode == .playing)
    let begin = model.position
    #expect(begin == model.past.transitions.span?.lowerBound)
    model.advance(by: 1_000_000_000)
    #expect(model.position == begin + 20_000_000)
    _ = model.handle(.character(">"))
    #expect(model.view.playback.speed == 0.05)
    _ = model.handle(.right)
    #expect(model.view.playback.mode == .frozen)
    #expect(model.position == model.past.transitions.events[3].time)
    _ = model.handle(.left)
    #expect(model.position == model.past.transitions.events[2].time)
    _ = model.handle(.character(" "))
    #expect(model.view.playback.mode == .playing)
    model.view.playback.move(to: model.past.transitions.span?.upperBound ?? 0)
    _ = model.handle(.character(" "))
    #expect(model.view.playback.mode == .playing && model.position == begin)
    _ = model.handle(.character("m"))
    #expect(model.view.playback.mode == .live)
  }

  @Test func theSelectionFollowsItsTask() {
    var model = model([.character("3"), .down, .down])
    let selected = model.selectedTask
    #expect(selected == model.table.rows[2])
    // In a newer list, in which it is not where it was.
    var list = Samples.tasks(at: 61)
    list.tasks.remove(at: 0)
    model.past.add(Samples.snapshot(61))
    model.past.add(list)
    model.advance(by: 0)
    #expect(model.table.index(of: selected?.address) == 1)
    #expect(model.selectedTask?.address == selected?.address)
    #expect(model.handle(.enter) == .open)
    #expect(model.view.opened == selected?.address)
    _ = model.handle(.escape)
    #expect(model.view.opened == nil)
    _ = model.handle(.pageDown)
    _ = model.handle(.pageDown)
    #expect(model.selectedTask == model.table.rows.last)
  }

  @Test(arguments: ["s", "S", "r", "/e", "/\u{1B}[200~sleep\u{1B}[201~"])
  func anotherOrderOrFilterBeginsAtTheTop(keys: String) {
    var model = model([.character("3"), .pageDown])
    #expect(model.view.selected != nil)
    #expect(model.selectedTask == model.table.rows.last)
    var parser = KeyParser()
    for key in parser.feed(Array(keys.utf8)) { _ = model.handle(key) }
    #expect(model.view.selected == nil)
    #expect(model.table.rows.count > 1)
    #expect(model.selectedTask == model.table.rows.first)
  }

  @Test func whoStopsFilteringStaysAtTheTask() {
    var model = model([.character("3"), .character("/"), .character("s"), .enter, .down])
    let selected = model.selectedTask
    #expect(selected == model.table.rows[1])
    _ = model.handle(.escape)
    #expect(model.view.order.filter.isEmpty)
    #expect(model.selectedTask == selected)
  }

  @Test func theTreeStaysAtItsTask() throws {
    var model = model([.character("4"), .down, .down])
    let selected = try #require(model.selectedTask)
    #expect(selected == model.tree.rows[2].task)
    var list = Samples.tasks(at: 61)
    list.tasks.remove(at: 1)
    model.past.add(Samples.snapshot(61))
    model.past.add(list)
    model.advance(by: 0)
    #expect(model.view.row == 1)
    #expect(model.selectedTask?.address == selected.address)
    _ = model.handle(.character("e"))
    #expect(model.selectedTask?.address == selected.address)
  }

  @Test func helpIsLeftByAnyKey() {
    #expect(model([.character("?")]).view.isHelp)
    let left = model([.character("?"), .character("4")])
    #expect(!left.view.isHelp && left.view.page == .overview)
  }
}
