import Testing
import TidemarkLive

@testable import TidemarkTerminal

/// Whether each text of a screen has its place to itself, whatever the size.
@Suite struct OverlapTests {
  /// How a process is looked at.
  enum Manner: String, CaseIterable, Sendable {
    case live, slow, frozen, replay, ended, unreadable, detached
  }

  /// What is shown of it.
  enum View: String, CaseIterable, Sendable {
    case overview = "1"
    case scheduler = "2"
    case tasks = "3"
    case tree = "4"
    case losses = "5"
    case task = "3\r"
    case scrolled = "2\u{1B}[B\u{1B}[B"
    case sorted = "3ssss\u{1B}[B\u{1B}[B"
    case filter = "3/closure"
    case help = "?\u{1B}[B"
  }

  /// Returns a third of the sizes; views and manners that follow each other have different thirds.
  static func sizes(_ part: Int) -> [TerminalSize] {
    sizes.enumerated().filter { ($0.offset + part) % 3 == 0 }.map(\.element)
  }

  /// Every width and every height, each with some of the others.
  private static let sizes: [TerminalSize] =
    (Array(20...132) + stride(from: 133, through: 200, by: 4))
    .map { TerminalSize(columns: $0, rows: [10, 24, 14, 60, 5][$0 % 5]) }
    + (5...60).map { TerminalSize(columns: [40, 80, 57, 120][$0 % 4], rows: $0) }
    + [(40, 10), (80, 24), (120, 40), (200, 60)].map { TerminalSize(columns: $0, rows: $1) }

  /// A process with more of everything than there is room for.
  static func crowd() -> Model {
    var model = Model(
      title: "a program with a long name 日本語 (4194303)",
      past: Past(interval: Samples.interval, capacity: 100))
    model.connection = .attached
    for index in 0..<41 { model.past.add(crowdedSnapshot(index)) }
    model.past.add(crowdedTasks(at: 40))
    var batch = Samples.transitions(before: 40)
    for index in batch.events.indices {
      batch.events[index].task *= 100_000_007
      batch.events[index].thread = 4_194_000 + index % 8
      batch.events[index].executor = batch.events[index].executor.map { $0 == 0 ? 0 : 0x5002 }
    }
    model.past.add(batch)
    model.advance(by: 0)
    return model
  }

  private static func crowdedSnapshot(_ index: Int) -> Snapshot {
    var snapshot = Samples.snapshot(index)
    snapshot.figures.tasksLive = 100_000 + index * 34_567
    snapshot.figures.tasksSuspended = 99_000 + index * 34_567
    snapshot.figures.tasksEnqueued = 1000 + index * 3456
    snapshot.figures.timersPending = 123_456
    snapshot.figures.jobsRun = index * 1_234_567
    snapshot.figures.hops = index * index * 98_765
    snapshot.figures.resident = 123_456_789_012 + index * 1_000_000_007
    snapshot.process.user = "somebody-with-a-long-name"
    snapshot.losses = ["tasks": 1_234_567]
    snapshot.workers = (0..<40).map {
      Worker(
        thread: 4_194_000 + $0, name: "a-thread's-name", kind: $0 == 0 ? .main : .user,
        task: $0 % 3 == 0 ? nil : UInt64(900_000_000 + $0), executor: 0x5000 + UInt64($0 % 20),
        since: snapshot.time - 61_000_000_000)
    }
    snapshot.executors = (0..<30).map {
      ExecutorDescription(
        identity: $0 == 0 ? 0 : 0x5000 + UInt64($0), kind: $0 == 0 ? .global : .actor,
        name: $0 == 0 ? "global" : "Module.Outer<Swift.String>.Inner\($0) 日本語",
        queued: 123_456 * $0, running: $0)
    }
    return snapshot
  }

  private static func crowdedTasks(at index: Int) -> TaskList {
    var list = Samples.tasks(at: index)
    let first: UInt64 = 900_000_000
    for number: UInt64 in 0..<200 {
      var task = TaskDescription(
        id: first + number, address: 0x10000 + number * 256, kind: .groupChild,
        state: .suspended, waitsFor: .task, waitsForTask: 899_999_999, isCancelled: true,
        executor: 0x5001, executorName: "Module.Outer<Swift.String>.Inner1 日本語", priority: 25,
        age: 7_654_321_000_000)
      task.name = number % 2 == 0 ? nil : "a task with a rather long name 日本語 \(number)"
      task.parent = number == 0 ? nil : first + number - 1
      task.creation = [
        Frame(
          function: "closure #1 in Module.Outer.function(with:and:)",
          file: "/src/A file with a long name.swift", line: 123_456)
      ]
      list.tasks.append(task)
    }
    list.total = 123_456
    return list
  }

  static func show(_ view: View, _ manner: Manner, of model: Model) -> Model {
    var model = model
    func press(_ text: String) {
      var parser = KeyParser()
      for key in parser.feed(Array(text.utf8)) + parser.flush() { _ = model.handle(key) }
    }
    switch manner {
    case .live: break
    case .slow: press("m")
    case .frozen: press(" \u{1B}[D\u{1B}[D")
    case .replay:
      model.recorded = Model.Recorded(
        span: (model.past.span?.lowerBound ?? 0)...model.position, snapshot: model.snapshot,
        tasks: model.tasks, queueDepths: [0: 123_456])
      model.connection = .recorded
      press("m")
    case .ended: model.connection = .ended(Ending(of: 4_194_303, .replaced(by: "/usr/bin/sleep")))
    case .unreadable:
      model.connection = .unreadable("the kernel lets only root read its memory; run as root")
    case .detached: model.connection = .detached
    }
    if model.view.isSlow, let events = Optional(model.past.transitions.events), events.count > 31 {
      model.view.playback.move(to: events[31].time + 5_000_000)
    }
    press(view.rawValue)
    model.refresh()
    return model
  }

  /// Returns what is wrong with the texts of a screen.
  static func mistakes(_ grid: Grid) -> [String] {
    var found: [String] = []
    var rows: [Int: [(start: Int, end: Int, text: String)]] = [:]
    for writing in grid.writings ?? [] {
      let width = writing.text.columns
      let blanks = writing.text.prefix { $0 == " " }.count
      guard blanks < width else { continue }
      let start = writing.x + blanks
      let end = writing.x + width - writing.text.reversed().prefix { $0 == " " }.count
      if writing.end < end || start < 0 || writing.y >= grid.size.rows {
        found.append("`\(writing.text)` is cut at \(writing.x), \(writing.y)")
      }
      rows[writing.y, default: []].append((start, end, writing.text))
    }
    for (y, texts) in rows {
      let texts = texts.sorted { $0.start < $1.start }
      for (left, right) in zip(texts, texts.dropFirst()) where left.end >= right.start {
        found.append("`\(left.text)` and `\(right.text)` meet at \(right.start), \(y)")
      }
    }
    return found
  }

  @Test(arguments: Manner.allCases, [false, true])
  func noTextIsDrawnOverAnother(_ manner: Manner, isCrowded: Bool) {
    let model = isCrowded ? Self.crowd() : Samples.model()
    let manners = Manner.allCases.firstIndex(of: manner) ?? 0
    for (number, view) in View.allCases.enumerated() {
      let shown = Self.show(view, manner, of: model)
      // Of each mistake the first size is enough to see it by.
      var seen: Set<Substring> = []
      for (index, size) in Self.sizes(manners + number).enumerated() {
        let look = Look(marks: index % 2 == 0 ? .unicode : .ascii, hasColours: false)
        let grid = ScreenDrawing(look: look).draw(shown, size: size, notesTexts: true)
        #expect(grid.writings?.isEmpty == false)
        for mistake in Self.mistakes(grid) where seen.insert(mistake.prefix(12)).inserted {
          Issue.record("\(view), \(size.columns)x\(size.rows): \(mistake)")
        }
      }
    }
  }
}
