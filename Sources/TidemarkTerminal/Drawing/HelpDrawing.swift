/// The keys, and what the words mean.
struct HelpDrawing {
  var look: Look
  var offset = 0
  var isRecording = false

  /// What keys do in a recording that have another meaning for a process.
  private static let recordingKeys = [
    "space": "play; again: stop",
    "left right": "back and forward by one look, in slow motion by one transition",
    "Home End": "the beginning and the end of the recording",
    "m": "slow motion: play each transition slowly; again: looks",
  ]

  private static let keys: [(String, String)] = [
    ("1 2 3 4 5", "the views; Tab and Shift-Tab go through them"),
    ("space", "freeze what is shown; again: live"),
    ("left right", "back and forward by one look ([ ] by 20)"),
    ("Home End", "the oldest that is kept; live again"),
    ("+ -", "show less time, show more time"),
    ("m", "slow motion: play the last transitions slowly"),
    ("< > b", "slower, faster, backwards"),
    ("c", "scheduler: colour by task or by executor"),
    ("up down", "select a task, or scroll; page keys too"),
    ("Enter Esc", "details of the task with its stack; back"),
    ("/", "tasks: filter by what you type, in any column"),
    ("s S r", "tasks: sort by next or previous column; reverse"),
    ("e", "tree: fold tasks that are alike, or show each"),
    ("d", "detach: stop to look; again: look on"),
    ("q Ctrl-Z", "quit; suspend to the shell"),
  ]

  private static let words: [(String, String)] = [
    ("live", "created and not completed: running, enqueued or suspended"),
    ("enqueued", "could go on, but waits for a thread or for its actor's turn"),
    ("suspended", "waits for something: a task, a group, a continuation, a timer"),
    ("job", "a piece of a task that runs from one suspension to the next"),
    ("hop", "a task goes on on another executor"),
    ("executor", "what runs jobs: the global pool, the main actor, an actor, your own"),
    ("queue latency", "from the moment a job could run until it does; a bound, as in < 8 µs"),
    ("7–42", "below a figure of a chart: its least and greatest in the time that is drawn"),
    ("strip", "full: busy all the time; low: seldom; small square: at a look; ?: lost"),
    ("!", "after a state: the task is cancelled"),
  ]

  func draw(in area: Area, on grid: inout Grid) {
    var lines = Self.keys.map { key, text in
      (key: key, text: isRecording ? Self.recordingKeys[key] ?? text : text)
    }
    if isRecording { lines.removeAll { $0.key == "d" } }
    lines.append(("", ""))
    let words = Self.words.map { word in
      (
        key: word.0.replacing("–", with: look.marks.upTo),
        text: word.1.replacing("µ", with: look.marks.micro)
      )
    }
    let isWide = area.width >= 130
    if !isWide { lines += words }
    var left = area
    if isWide { left.width = 64 }
    draw(lines, in: left, on: &grid)
    if isWide {
      let right = Area(x: area.x + 66, y: area.y, width: area.width - 66, height: area.height)
      draw(words, in: right, on: &grid)
    }
  }

  private func draw(_ lines: [(key: String, text: String)], in area: Area, on grid: inout Grid) {
    let lines = lines.flatMap { line in
      line.text.wrapped(area.width - 15).enumerated().map { index, text in
        (key: index == 0 ? line.key : "", text: text)
      }
    }
    let scroll = Scroll(count: lines.count, height: area.height, offset: offset)
    for (row, line) in lines[scroll.shown].enumerated() {
      grid.put(line.key, x: area.x, y: area.y + row, style: .bold)
      grid.put(line.text.fitted(area.width - 15, look.marks), x: area.x + 15, y: area.y + row)
    }
    scroll.finish(in: area, on: &grid)
  }
}
