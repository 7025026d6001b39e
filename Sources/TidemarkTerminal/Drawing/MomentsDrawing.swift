import TidemarkLive

/// The last transitions before the moment that is shown, in words.
struct MomentsDrawing {
  var look: Look
  var model: Model

  func draw(in area: Area, on grid: inout Grid) {
    guard area.height > 1 else { return }
    let transitions = model.past.transitions
    let end = grid.put("What just happened", x: area.x, y: area.y, style: .bold)
    guard let span = transitions.span else {
      let reason = model.snapshot?.unavailable["events"] ?? "no transition was recorded"
      grid.put(
        "nothing to play: \(reason)".fitted(area.width, look.marks), x: area.x, y: area.y + 1,
        style: .dim)
      return
    }
    // How far it is to the end of a recording stands above.
    if model.recorded == nil {
      let left = look.units.duration(Double(max(span.upperBound - model.position, 0)))
      let titles = ["\(left) to the end of what is kept", "\(left) to the end"]
      if let title = titles.first(where: { end + 2 + $0.columns <= area.maxX }) {
        grid.put(title, endingAt: area.maxX, y: area.y, style: .dim)
      }
    }
    let events = transitions.events(upTo: model.position, count: area.height - 1)
    for (index, event) in events.enumerated() {
      let y = area.y + 1 + index
      let ago = look.units.duration(Double(model.position - event.time))
      grid.put("\(ago) before".leftPadded(16), x: area.x, y: y, style: .dim)
      let ink = Ink.identity(
        model.view.isColouredByExecutor ? event.executor ?? 1 : event.task)
      grid.put(
        words(event, width: area.width - 18), x: area.x + 18, y: y,
        style: index == 0 ? Style(ink: ink, isBold: true) : .ink(ink))
    }
  }

  /// Says what happened, in the longest words that fit.
  private func words(_ event: TransitionEvent, width: Int) -> String {
    var words = ""
    for form in TaskLabels.Form.allCases {
      for ending in [" (thread \(event.thread))", ""] {
        words = self.words(event, form, ending)
        if words.columns <= width { return words }
      }
    }
    return words.fitted(width, look.marks)
  }

  /// - Parameters:
  ///   - form: How much is said of the tasks.
  ///   - thread: What is said of the thread.
  private func words(
    _ event: TransitionEvent, _ form: TaskLabels.Form, _ thread: String
  ) -> String {
    let names = model.past.names
    let task = names.task(event.task, form)
    let executor = names.executor(event.executor)
    let by =
      event.other.flatMap { $0 == 0 || $0 == event.task ? nil : " by " + names.task($0, form) }
      ?? ""
    switch event.kind {
    case .created: return "\(task) is created\(by)\(thread)"
    case .enqueued: return "\(task) waits for \(executor ?? "an executor")\(by)\(thread)"
    case .run: return "\(task) runs on \(executor ?? "an executor")\(thread)"
    case .suspended: return "\(task) leaves the thread, \(Self.reason(event.reason))\(thread)"
    case .hopped:
      let from = names.executor(event.other).map { " from \($0)" } ?? ""
      return "\(task) hops\(from) to \(executor ?? "an executor")\(thread)"
    case .completed: return "\(task) is done\(thread)"
    case .threadStarted: return "thread \(event.thread) starts"
    case .threadEnded: return "thread \(event.thread) ends"
    }
  }

  private static func reason(_ reason: TransitionEvent.Reason?) -> String {
    switch reason {
    case .task: "waits for a task"
    case .continuation: "waits for a continuation"
    case .group: "waits for its group"
    case .enqueued: "has been enqueued again"
    case .sleep: "sleeps"
    case .unknown, nil: "waits"
    }
  }
}
