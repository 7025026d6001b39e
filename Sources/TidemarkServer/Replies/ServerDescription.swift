package import TidemarkLive

/// What a server serves, at `/v1/meta`.
package struct ServerDescription: Codable, Hashable, Sendable {
  /// The version of the messages below `/v1`.
  package var version = Snapshot.currentVersion
  /// What to call the process on a screen.
  package var title: String
  package var process: ProcessDescription
  /// What can be asked for.
  package var places: [String]
  package var limits: Limits
  /// What the server itself refused or left out since it started.
  package var server: Tally

  /// What answers are bounded by.
  package struct Limits: Codable, Hashable, Sendable {
    /// Tasks in one answer, and transitions in one message of a stream.
    package var tasks: Int
    package var transitions: Int
    package var connections: Int
    package var streams: Int
  }

  /// What the server did.
  package struct Tally: Codable, Hashable, Sendable {
    package var connections = 0
    package var streams = 0
    package var requests = 0
    /// Connections that had to go, or were refused, because there were too many.
    package var connectionsRefused = 0
    /// Connections that were cut off because their client was too slow.
    package var connectionsCut = 0
    /// Messages that streams left out because their client was too slow.
    package var messagesDropped = 0
  }
}
