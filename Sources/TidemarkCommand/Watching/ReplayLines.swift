import TidemarkBaselines
import TidemarkLive

/// Prints a recording, a line for each transition.
struct ReplayLines {
  var source: RecordingSource
  /// Seconds of the recording for a second of the clock; nil for no waiting.
  var speed: Double?
  var begin: Int64

  /// How many transitions are read at once.
  private static let batch = 4096

  func run() throws -> Int32 {
    var timeline = RecordingTimeline(source.file)
    // At the beginning nothing has happened, not even what happened at once.
    if begin > timeline.first { timeline.go(to: begin) }
    var places: [UInt64: UInt64] = [:]
    let start = ContinuousClock.now
    var text = ""
    var last: (time: Int64, interruptions: Int)?
    while let moment = timeline.next {
      timeline.step(by: 1)
      if let last, last.interruptions != timeline.state.interruptions {
        text += silence(from: last.time, to: moment.time) + "\n"
      }
      last = (moment.time, timeline.state.interruptions)
      if let speed {
        try Console.output(text, terminator: "")
        text = ""
        let distance = Double(max(moment.time - begin, 0)) / speed
        Watcher.sleep(until: start + .nanoseconds(Int64(min(distance, 9e18))))
      }
      if case .event(let event) = moment, event.kind == .created {
        places[event.task] = event.place
      }
      text += line(moment, places) + "\n"
      if case .event(let event) = moment, event.kind == .completed { places[event.task] = nil }
      if text.utf8.count > 1 << 15 {
        try Console.output(text, terminator: "")
        text = ""
      }
    }
    try Console.output(text, terminator: "")
    if let ending = source.ending { Console.error("tidemark: \(BaselineText.printable(ending))") }
    return 0
  }

  /// Returns that nobody recorded for a while.
  private func silence(from start: Int64, to end: Int64) -> String {
    let first = source.span.lowerBound
    return "\(Self.seconds(end - first))  nothing recorded since \(Self.seconds(start - first)): "
      + "what happened in between is not known"
  }

  /// Returns a moment in words.
  func line(_ moment: RecordingTimeline.Moment, _ places: [UInt64: UInt64]) -> String {
    let time = Self.seconds(moment.time - source.span.lowerBound)
    switch moment {
    case .gap(let gap):
      let thread = gap.thread == 0 ? "unknown thread" : "thread \(gap.thread)"
      return "\(time)  \(thread)  \(gap.count) transitions missing"
    case .event(let event):
      let names = source.file.names
      func executor(_ identity: UInt64?) -> String {
        identity.map { BaselineText.printable(names.executorName($0, at: event.time)) } ?? "unknown"
      }
      func task(_ id: UInt64) -> String {
        let name = names.taskName(id, place: places[id])
        return name == "task \(id)" ? name : "task \(id) \(BaselineText.printable(name))"
      }
      let what =
        switch event.kind {
        case .created:
          "created    \(task(event.task))" + (event.other.map { " by task \($0)" } ?? "")
        case .enqueued:
          "enqueued   \(task(event.task)) on \(executor(event.executor))"
            + (event.other.map { " by task \($0)" } ?? "")
        case .run: "run        \(task(event.task)) on \(executor(event.executor))"
        case .suspended:
          "suspended  \(task(event.task))" + (event.reason.map { ", \(Self.words($0))" } ?? "")
        case .hopped:
          "hop        \(task(event.task)) from \(executor(event.other)) to \(executor(event.executor))"
        case .completed: "completed  \(task(event.task))"
        case .threadStarted: "thread started"
        case .threadEnded: "thread ended"
        }
      return "\(time)  thread \(event.thread)  \(what)"
    }
  }

  private static func words(_ reason: TransitionEvent.Reason) -> String {
    switch reason {
    case .task: "waits for a task"
    case .continuation: "waits for a continuation"
    case .group: "waits for a group"
    case .enqueued: "goes to another executor"
    case .sleep: "sleeps"
    case .unknown: "waits"
    }
  }

  /// Returns nanoseconds as seconds with all their digits.
  static func seconds(_ time: Int64) -> String {
    let (whole, rest) = time.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    return "\(time < 0 ? "-" : "+")\(whole).\(String(rest + 1_000_000_000).dropFirst())"
  }
}
