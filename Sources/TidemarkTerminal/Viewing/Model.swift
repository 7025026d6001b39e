import TidemarkLive

/// Everything that a screen is drawn from.
struct Model: Sendable {
  var title: String
  var past: Past
  var connection: Connection = .connecting
  var view = ViewState()
  /// The nanoseconds from the last look to when the end of the process was seen.
  var endedAfter: Int64?
  var costs = Costs()
  var table = TaskTable()
  var tree = TaskTree()
  /// A task with its stack, as it was when it was asked for.
  var detail: TaskList?
  /// What a recording says of the moment that is shown; nil for a process.
  var recorded: Recorded?

  struct Recorded: Sendable {
    var span: ClosedRange<Int64>
    /// How the process ended, if that is why there is no more.
    var ending: String?
    var snapshot: Snapshot?
    var tasks: TaskList?
    /// The most that waited at once for each executor in the seconds up to it.
    var queueDepths: [UInt64: Int] = [:]
    /// Why the recording can't be read here.
    var trouble: String?
  }

  init(title: String, past: Past) {
    self.title = title
    self.past = past
  }

  /// The moment that is shown.
  var position: Int64 { view.playback.position }

  /// What is shown of the process at that moment.
  var snapshot: Snapshot? { recorded?.snapshot ?? past.snapshot(at: position) }

  /// Whether what waits and runs is what transitions tell, as no look was taken at that moment.
  var isByTransitions: Bool { view.isSlow && recorded == nil }

  /// The list of tasks of that moment; nil when none is kept of then.
  var tasks: TaskList? { recorded == nil ? past.tasks(at: position) : recorded?.tasks }

  /// What the playback can go through at present.
  var span: ClosedRange<Int64>? {
    if let recorded { return recorded.span }
    return view.isSlow ? past.transitions.span ?? past.span : past.span
  }

  /// Lets time go by, and brings the tables to where the view is.
  mutating func advance(by elapsed: Int64) {
    if let span = span { view.playback.advance(by: elapsed, in: span) }
    refresh()
  }

  /// Takes over how far a view is scrolled in fact, so that no key goes into nothing.
  mutating func settle(_ scrolled: Int?) {
    guard let scrolled else { return }
    if view.isHelp {
      view.helpRow = scrolled
    } else if view.opened != nil {
      view.openedRow = scrolled
    } else {
      view.row = scrolled
    }
  }

  mutating func refresh() {
    switch view.page {
    case .tasks: table.update(tasks, view.order)
    case .tree:
      tree.update(tasks, isFolded: view.isFolded)
      if let row = tree.index(of: view.selected) { view.row = row }
    default: break
    }
  }
}
