/// What a person chose to see, and how.
struct ViewState: Hashable, Sendable {
  var page: Page = .overview
  var isHelp = false
  /// How far the help is scrolled.
  var helpRow = 0
  var playback = Playback()
  /// Whether the playback goes through transitions instead of looks.
  var isSlow = false
  /// The speed at which the transitions of a recording were played last.
  var slowSpeed = 0.001
  /// How many times as much time a column shows as it would by itself, as a power of two.
  var zoom = 0
  var order = TaskOrder()
  /// Whether keys go into the filter.
  var isTyping = false
  /// The address of the selected task, and the selected row of the tree.
  var selected: UInt64?
  var row = 0
  /// The task that is shown by itself.
  var opened: UInt64?
  /// How far that is scrolled.
  var openedRow = 0
  /// Whether tasks that are alike are one row of the tree.
  var isFolded = true
  var isColouredByExecutor = false
  var isDetached = false
  /// How many rows a page of the present view has.
  var pageRows = 10
}
