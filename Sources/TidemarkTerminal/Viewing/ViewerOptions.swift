/// How a process is to be shown.
package struct ViewerOptions: Sendable {
  /// Nanoseconds between the looks that charts are made of.
  package var interval: Int64
  /// How many of these looks are kept.
  package var capacity: Int
  /// Where in time to begin; for a recording.
  package var playback: Playback
  /// Whether to begin with the transitions of a recording instead of its looks.
  package var isSlow: Bool
  /// Whether to write lines even where there is a terminal.
  package var isPlain: Bool
  package var variables: [String: String]

  package init(
    interval: Int64 = 500_000_000, capacity: Int = 3600, playback: Playback = Playback(),
    isSlow: Bool = false, isPlain: Bool = false, variables: [String: String]
  ) {
    self.interval = max(interval, 50_000_000)
    self.capacity = capacity
    self.playback = playback
    self.isSlow = isSlow
    self.isPlain = isPlain
    self.variables = variables
  }
}

/// How a person stopped to look.
package enum Outcome: Hashable, Sendable {
  /// The person quit; and what is to be said then of the process, if there is one.
  case quit(String?)
  /// The process or the recording ended, where there is no screen to stay on.
  case ended
  /// A signal came.
  case signalled(Int32)
  /// The terminal or the reader of the lines is gone.
  case closed
}
