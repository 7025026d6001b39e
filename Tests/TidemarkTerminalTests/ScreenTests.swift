import Foundation
import Testing
import TidemarkLive

@testable import TidemarkTerminal

@Suite struct ScreenTests {
  /// A screen that is held against a file.
  struct Case: CustomTestStringConvertible {
    var name: String
    var size: TerminalSize
    var look = Look(marks: .unicode, hasColours: true)
    var prepare: @Sendable (inout Model) -> Void = { _ in }

    var testDescription: String { name }

    init(
      _ name: String, _ columns: Int, _ rows: Int, ascii: Bool = false, colours: Bool = true,
      _ prepare: @escaping @Sendable (inout Model) -> Void = { _ in }
    ) {
      self.name = name
      size = TerminalSize(columns: columns, rows: rows)
      look = Look(marks: ascii ? .ascii : .unicode, hasColours: colours)
      self.prepare = prepare
    }
  }

  static func keys(_ text: String) -> @Sendable (inout Model) -> Void {
    { model in
      var parser = KeyParser()
      for key in parser.feed(Array(text.utf8)) + parser.flush() { _ = model.handle(key) }
    }
  }

  static let cases: [Case] = [
    Case("overview-80x24", 80, 24),
    Case("overview-120x40", 120, 40),
    Case("overview-50x15", 50, 15),
    Case("overview-40x10", 40, 10),
    Case("overview-ascii-80x24", 80, 24, ascii: true, colours: false),
    Case("overview-no-colour-120x40", 120, 40, colours: false),
    Case("overview-frozen-80x24", 80, 24, keys(" \u{1B}[D\u{1B}[D")),
    Case("overview-stopped-80x24", 80, 24) {
      $0.connection = .ended(Ending(of: 4711, .exited(3)))
    },
    Case("overview-stopped-40x10", 40, 10) {
      $0.connection = .ended(Ending(of: 4_194_303, .replaced(by: "/usr/bin/sleep")))
    },
    Case("overview-many-80x24", 80, 24) { model in
      var snapshot = Samples.snapshot(61)
      snapshot.figures.tasksLive = 123_456
      snapshot.figures.tasksRunning = 4
      snapshot.figures.tasksEnqueued = 23_456
      snapshot.figures.tasksSuspended = 99_996
      model.past.add(snapshot)
      model.advance(by: 0)
    },
    Case("scheduler-80x24", 80, 24, keys("2")),
    Case("scheduler-40x10", 40, 10, keys("2")),
    Case("scheduler-ascii-100x30", 100, 30, ascii: true, keys("2c")),
    Case("scheduler-slow-100x30", 100, 30) { model in
      keys("2m")(&model)
      model.view.playback.move(to: model.past.transitions.events[31].time + 5_000_000)
    },
    Case("scheduler-slow-40x10", 40, 10) { model in
      keys("2m")(&model)
      model.view.playback.move(to: model.past.transitions.events[31].time + 5_000_000)
    },
    Case("tasks-80x24", 80, 24, keys("3")),
    Case("tasks-160x20", 160, 20, keys("3ss")),
    Case("tasks-filter-80x24", 80, 24, keys("3/sleep")),
    Case("tasks-ascii-50x15", 50, 15, ascii: true, keys("3")),
    Case("task-80x24", 80, 24, keys("3/caller\r\r")),
    Case("tasks-40x10", 40, 10, keys("3ss")),
    Case("task-40x10", 40, 10, keys("3/caller\r\r")),
    Case("task-scrolled-40x10", 40, 10, keys("3/caller\r\r\u{1B}[6~")),
    Case("tree-40x10", 40, 10, keys("4")),
    Case("losses-40x10", 40, 10, keys("5")),
    Case("help-40x10", 40, 10, keys("?")),
    Case("tree-80x24", 80, 24, keys("4")),
    Case("tree-unfolded-ascii-80x24", 80, 24, ascii: true, keys("4e")),
    Case("losses-80x24", 80, 24) { model in
      var snapshot = Samples.snapshot(61)
      snapshot.losses = ["tasks": 1234]
      model.past.add(snapshot)
      model.advance(by: 0)
      keys("5")(&model)
    },
    Case("help-80x24", 80, 24, keys("?")),
    Case("help-140x30", 140, 30, keys("?")),
    Case("too-small-39x9", 39, 9),
  ]

  /// Rewrites the golden files when `TIDEMARK_GOLDEN=write` is set.
  @Test(arguments: cases) func aScreenIsGolden(_ screen: Case) throws {
    var model = Samples.model()
    screen.prepare(&model)
    let text = ScreenDrawing(look: screen.look).draw(model, size: screen.size).text + "\n"
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Golden/\(screen.name).txt")
    if ProcessInfo.processInfo.environment["TIDEMARK_GOLDEN"] == "write" {
      try Data(text.utf8).write(to: file)
    }
    #expect(try text == String(contentsOf: file, encoding: .utf8))
    if !screen.look.marks.hasBraille {
      #expect(text.utf8.allSatisfy { $0 < 0x80 })
    }
  }

  @Test func aRecordingHasItsOwnEndAndItsOwnKeys() throws {
    var model = Samples.model()
    let latest = try #require(model.past.latest).time
    model.connection = .recorded
    model.recorded = Model.Recorded(span: latest - 5_000_000_000...latest + 400_000_000)
    model.view.playback.move(to: latest)
    let look = Look(marks: .unicode, hasColours: true)
    func text() -> String {
      ScreenDrawing(look: look).draw(model, size: TerminalSize(columns: 140, rows: 40)).text
    }
    // The last look of a recording is older than its last transition.
    #expect(text().contains("frozen, 400 ms before the end"))
    model.recorded?.ending = "process 4711 has ended: SIGKILL"
    #expect(!text().contains("SIGKILL"))
    model.view.playback.move(to: latest + 400_000_000)
    #expect(text().contains("process 4711 has ended: SIGKILL"))
    Self.keys("5")(&model)
    #expect(text().contains("What the watching costs"))
    #expect(!text().contains("a look takes"))
    Self.keys("?")(&model)
    #expect(text().contains("the beginning and the end of the recording"))
    #expect(!text().contains("detach"))
  }

  @Test func aSpeedIsSaidAsItIs() {
    let look = Look(marks: .unicode, hasColours: true)
    let speeds: [Double] = [0.00001, 0.001, 0.02, 0.3, 0.7, 1, 1.5, 2, 100]
    #expect(
      speeds.map { ScreenDrawing.speed($0, look) } == [
        "1/100,000", "1/1,000", "1/50", "0.3×", "0.7×", "1×", "1.5×", "2×", "100×",
      ])
  }

  /// At the beginning of a recording that went on in the middle of things.
  @Test func whatIsNotKnownToLiveIsNotSaidToBeDead() {
    var model = Samples.model()
    let latest = model.position
    var list = Samples.tasks(at: 60)
    list.unavailable = ["tasks": "what was there before the recording is known only in part"]
    model.connection = .recorded
    model.recorded = Model.Recorded(
      span: latest - 5_000_000_000...latest, snapshot: model.snapshot, tasks: list)
    Self.keys("3")(&model)
    #expect(text(model, 80, 24).contains("\n≥ 10 live "))
    #expect(text(model, 80, 24).contains("5 says what is not shown, and why"))
    Self.keys("4")(&model)
    #expect(text(model, 80, 24).contains("\n≥ 10 live tasks"))
    Self.keys("5")(&model)
    #expect(text(model, 80, 24).contains("known only in part"))
  }

  @Test func whatWasOverwrittenIsNotNothing() {
    var model = Samples.model()
    model.past.add(
      EventBatch(events: [], gaps: [EventBatch.Gap(thread: 1, count: 12, before: Samples.start)]))
    Self.keys("5")(&model)
    let text = ScreenDrawing(look: Look(marks: .unicode, hasColours: true))
      .draw(model, size: TerminalSize(columns: 80, rows: 24)).text
    let lines = text.split(separator: "\n")
    let title = lines.firstIndex { $0.hasPrefix("Lost: ") }
    #expect(title.map { lines[$0 + 1].hasPrefix("  12 transitions overwritten") } == true)
  }

  @Test func noSizeIsTooMuch() {
    var model = Samples.model()
    for page in Page.allCases {
      model.view.page = page
      model.refresh()
      for columns in [0, 1, 2, 39, 40, 41, 57, 63, 79, 100, 131, 300] {
        for rows in [0, 1, 9, 10, 11, 14, 23, 60] {
          for look in [
            Look(marks: .unicode, hasColours: true), Look(marks: .ascii, hasColours: false),
          ] {
            let size = TerminalSize(columns: columns, rows: rows)
            let grid = ScreenDrawing(look: look).draw(model, size: size)
            #expect(grid.cells.count == columns * rows)
          }
        }
      }
    }
  }

  @Test func nothingKnownIsNotDrawnAsZero() {
    var past = Past(interval: Samples.interval, capacity: 10)
    for index in 0..<3 {
      var snapshot = Samples.snapshot(index)
      snapshot.figures = Figures()
      snapshot.workers = []
      snapshot.executors = []
      snapshot.histograms = []
      snapshot.unavailable = ["tasksLive": "the probe is off"]
      past.add(snapshot)
    }
    var model = Model(title: "server (4711)", past: past)
    model.connection = .attached
    model.advance(by: 0)
    let look = Look(marks: .unicode, hasColours: true)
    let size = TerminalSize(columns: 80, rows: 24)
    let text = ScreenDrawing(look: look).draw(model, size: size).text
    #expect(text.contains("not shown: the probe is off"))
    #expect(text.contains("live —"))
    #expect(!text.contains("live 0"))
    #expect(!text.contains("│"), "there is an axis although nothing is known")
  }

  @Test func aColumnThatIsNotShownIsNamedWhereThereIsRoom() {
    var model = Samples.model()
    Self.keys("3")(&model)
    for column in TaskColumn.allCases {
      model.view.order.choose(column)
      model.refresh()
      let lines = text(model, 80, 24).split(separator: "\n")
      let mark = model.view.order.isDescending ? "▼" : "▲"
      let isShown = TaskColumn.fitting(80).contains { $0.column == column }
      #expect(lines[2].contains("by \(column.title)\(mark)") == !isShown)
      #expect(lines[3].contains("\(column.title)\(mark)") == isShown)
      #expect(lines[3].hasSuffix("CREATED AT") || lines[3].contains("CREATED AT"))
    }
  }

  @Test func onlyAFilterMatches() {
    var model = Samples.model()
    Self.keys("3")(&model)
    // A newer list, of which the table is not made yet.
    var list = Samples.tasks(at: 61)
    list.tasks.removeLast(3)
    list.total = list.tasks.count
    model.past.add(Samples.snapshot(61))
    model.past.add(list)
    model.view.playback.mode = .live
    model.view.playback.advance(by: 0, in: Samples.start...list.time)
    #expect(text(model, 80, 24).contains("7 live"))
    #expect(!text(model, 80, 24).contains("match"))
    Self.keys("/sleeper")(&model)
    #expect(text(model, 80, 24).contains("7 live, 3 match  /sleeper"))
  }

  @Test func aRunningTaskGoesOnNowhere() {
    var model = Samples.model()
    Self.keys("3/caller\r\r")(&model)
    var list = Samples.tasks(at: 60)
    list.tasks[0].stack = [Frame(function: "work()", file: "/src/Work.swift", line: 3)]
    model.detail = list
    #expect(text(model, 80, 24).contains("Runs in     work()  Work.swift:3"))
    list.tasks[0].state = .suspended
    model.detail = list
    #expect(text(model, 80, 24).contains("Goes on at  work()  Work.swift:3"))
    model.detail?.tasks[0].stack = nil
    model.recorded = Model.Recorded(span: 0...1, snapshot: model.snapshot, tasks: list)
    #expect(text(model, 80, 24).contains("Goes on at  a recording has no stacks"))
  }

  @Test func theRangesOfAllSeriesAreLegibleOnTheLeastPromisedScreen() {
    var model = Samples.model()
    for factor in [1, 100, 10_000, 1_000_000] {
      var past = Past(interval: Samples.interval, capacity: 100)
      for index in 0..<21 {
        var snapshot = Samples.snapshot(index)
        snapshot.figures.tasksLive = snapshot.figures.tasksLive.map { $0 * factor }
        snapshot.figures.tasksRunning = snapshot.figures.tasksRunning.map { ($0 + 1) * factor }
        snapshot.figures.tasksEnqueued = snapshot.figures.tasksEnqueued.map { ($0 + 1) * factor }
        snapshot.figures.tasksSuspended = snapshot.figures.tasksSuspended.map { $0 * factor }
        snapshot.figures.jobsRun = factor * (index * 1000 + index % 2 * 500)
        snapshot.figures.hops = factor * (index * 999 + index % 2 * 500)
        snapshot.figures.tasksCreated = factor * (index * 998 + index % 2 * 500)
        past.add(snapshot)
      }
      model.past = past
      model.advance(by: 0)
      let lines = text(model, 80, 24).split(separator: "\n").map { Array($0) }
      func ranges(_ row: Int, _ columns: Range<Int>) -> Int {
        String(lines[row][columns.clamped(to: 0..<lines[row].count)]).split(separator: " ")
          .count { $0.contains("–") }
      }
      #expect(ranges(3, 41..<80) == 4, "\(factor): \(String(lines[3]))")
      #expect(ranges(8, 0..<39) == 3, "\(factor): \(String(lines[8]))")
    }
  }

  @Test func seriesAreToldApartByColour() {
    let model = Samples.model()
    let size = TerminalSize(columns: 120, rows: 40)
    let grid = ScreenDrawing(look: Look(marks: .unicode, hasColours: true)).draw(model, size: size)
    let inks = Set(
      grid.cells.filter { (0x2801...0x28FF).contains($0.scalar) }.map(\.style.ink))
    #expect(inks == Set(Ink.series))
  }
}
