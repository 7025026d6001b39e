import TidemarkLive

/// How a viewer stands to the process it shows.
enum Connection: Hashable, Sendable {
  case connecting
  case attached
  /// The person asked to look no more for now.
  case detached
  /// The process is over, and how it ended.
  case ended(Ending)
  /// It can't be read at present, and why.
  case unreadable(String)
  /// It is no process but a recording of one.
  case recorded
}
