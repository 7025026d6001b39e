/// Makes what trace viewers draw from transitions: runs, arrows, curves.
///
/// On each thread what begins later ends earlier, as viewers demand it: a task that another one was
/// begun inside of lies below it, and what is open at a gap or at the end is closed there.
struct TraceBuilder {
  let names: RecordedNames
  // The state itself is not kept: whoever changes it would have to copy it each time.
  private var interruptions: Int
  /// What is open on each thread, the innermost last.
  private var open: [Int: [UInt64]] = [:]
  /// The arrow to each task's next run, and when the task was enqueued.
  private var arrows: [UInt64: (flow: UInt64, time: Int64)] = [:]
  private var flows: UInt64 = 0
  private var places: [UInt64: UInt64] = [:]
  private var shown: [TraceItem.Counter: Int] = [:]
  private var time: Int64

  init(names: RecordedNames, beginning state: TransitionState) {
    self.names = names
    interruptions = state.interruptions
    time = state.time
  }

  /// Returns what the next moment adds.
  mutating func take(_ moment: RecordingTimeline.Moment, after state: TransitionState)
    -> [TraceItem]
  {
    var items: [TraceItem] = []
    if state.interruptions != interruptions {
      interruptions = state.interruptions
      // What ran when the recording was interrupted is over for all that is known.
      for thread in open.keys.sorted() { items += close(thread) }
      arrows = [:]
      if moment.time > time { items.append(.instant(silence(until: moment.time))) }
    }
    // Viewers want the time of a thread to go forwards only.
    time = max(time, moment.time)
    switch moment {
    case .gap(let gap): items += take(gap) + counters(nil, state)
    case .event(let event): items += take(event, state) + counters(event, state)
    }
    return items
  }

  /// Returns the mark of a time in which nobody recorded, at its beginning.
  private func silence(until end: Int64) -> TraceItem.Instant {
    let length = Double(end - time) / 1e9
    return .init(
      time: time, thread: nil, name: "nothing recorded for \(length) s",
      details: ["seconds": "\(length)"])
  }

  /// Returns the ends of all that is open.
  mutating func finish(at end: Int64) -> [TraceItem] {
    time = max(time, end)
    return open.keys.sorted().flatMap { close($0) }
  }

  private mutating func take(_ gap: EventBatch.Gap) -> [TraceItem] {
    // Of thread 0 are those of which nobody knows the thread: whatever ran may have ended.
    let thread = gap.thread == 0 ? nil : gap.thread
    let ends = thread.map { close($0) } ?? open.keys.sorted().flatMap { close($0) }
    return ends + [
      .instant(
        .init(
          time: time, thread: thread, name: "\(gap.count) transitions missing",
          details: ["lost": "\(gap.count)"]))
    ]
  }

  private mutating func take(_ event: TransitionEvent, _ state: TransitionState) -> [TraceItem] {
    switch event.kind {
    case .created:
      places[event.task] = event.place
      return [instant(event, "create \(name(event.task))")]
    case .enqueued:
      flows += 1
      arrows[event.task] = (flows, time)
      return [
        instant(
          event, "enqueue \(name(event.task))", flow: flows,
          details: ["executor": executor(event.executor)])
      ]
    case .run:
      var run = TraceItem.Run(
        time: time, thread: event.thread, task: event.task, name: name(event.task),
        executor: executor(event.executor))
      if let arrow = arrows.removeValue(forKey: event.task) {
        run.flow = arrow.flow
        run.queued = time - arrow.time
      }
      if state.tasks[event.task]?.isOlder == true { run.note = "created before the recording" }
      // It may go on here: on another executor, or after what it was interrupted by.
      let ends = close(event.thread, event.task)
      open[event.thread, default: []].append(event.task)
      return ends + [.begin(run)]
    case .suspended, .completed:
      let ends = close(event.thread, event.task)
      if event.kind == .completed {
        places[event.task] = nil
        arrows[event.task] = nil
      }
      return ends
    case .hopped:
      return [
        instant(
          event, "hop to \(executor(event.executor))",
          details: ["from": executor(event.other), "to": executor(event.executor)])
      ]
    case .threadStarted: return [instant(event, "thread started")]
    case .threadEnded: return close(event.thread) + [instant(event, "thread ended")]
    }
  }

  private func instant(
    _ event: TransitionEvent, _ name: String, flow: UInt64? = nil, details: [String: String] = [:]
  ) -> TraceItem {
    .instant(
      .init(
        time: time, thread: event.thread, name: name, task: event.task == 0 ? nil : event.task,
        flow: flow, details: details))
  }

  /// Ends everything on a thread, or a task and all that was begun inside of it.
  private mutating func close(_ thread: Int, _ task: UInt64? = nil) -> [TraceItem] {
    guard let runs = open[thread], !runs.isEmpty else { return [] }
    var first = runs.startIndex
    if let task {
      guard let index = runs.lastIndex(of: task) else { return [] }
      first = index
    }
    open[thread] = first == 0 ? nil : Array(runs[..<first])
    return runs[first...].map { _ in .end(time: time, thread: thread) }
  }

  /// Returns the curves that have a new value.
  private mutating func counters(
    _ event: TransitionEvent?, _ state: TransitionState
  ) -> [TraceItem] {
    var items: [TraceItem] = []
    func show(_ counter: TraceItem.Counter, _ value: Int) {
      // A curve begins with the first value that is not 0.
      if shown[counter] ?? 0 == value { return }
      shown[counter] = value
      items.append(.count(time: time, counter, value))
    }
    switch event?.kind {
    case .created?, .completed?, nil: show(.liveTasks, state.tasks.count)
    case .enqueued?, .run?, .suspended?:
      let identity = event?.executor ?? event.flatMap { state.tasks[$0.task]?.executor } ?? 0
      show(
        .queue(executor: identity, name: names.queueName(identity, at: time)),
        state.load(of: identity).queued)
    default: break
    }
    return items
  }

  private func name(_ task: UInt64) -> String { names.taskName(task, place: places[task]) }

  private func executor(_ identity: UInt64?) -> String {
    identity.map { names.executorName($0, at: time) } ?? "unknown"
  }
}
