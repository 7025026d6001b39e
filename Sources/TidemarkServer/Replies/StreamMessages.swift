package import TidemarkLive

/// What happened between two looks, and where to go on: the answer of `/v1/transitions`.
package struct TransitionPage: Codable, Hashable, Sendable {
  package var version = Snapshot.currentVersion
  package var cursor: EventCursor
  package var batch: EventBatch

  package init(cursor: EventCursor, batch: EventBatch) {
    self.cursor = cursor
    self.batch = batch
  }

  /// Returns the page as JSON, the same as an encoder with sorted keys makes of it.
  func text() -> [UInt8] {
    let positions = cursor.positions.map(String.init).joined(separator: ",")
    return Array(#"{"batch":"#.utf8) + batch.text()
      + Array(#","cursor":{"positions":[\#(positions)]},"version":\#(version)}"#.utf8)
  }
}

/// The names and lines of places: the answer of `/v1/frames`.
package struct FrameList: Codable, Hashable, Sendable {
  package var version = Snapshot.currentVersion
  /// For each place that was asked for, the frames, innermost first; none for an unknown one.
  package var frames: [[Frame]]

  package init(frames: [[Frame]]) { self.frames = frames }
}

/// What is known of executors: the answer of `/v1/executors`.
package struct ExecutorList: Codable, Hashable, Sendable {
  package var version = Snapshot.currentVersion
  /// Those of the executors asked for that are known; how much they have queued is for a snapshot to say.
  package var executors: [ExecutorDescription]

  package init(executors: [ExecutorDescription]) { self.executors = executors }
}

/// What a stream left out because its client did not read it: the event `dropped`, of what there was
/// since the last one.
package struct DroppedMessages: Codable, Hashable, Sendable {
  package var version = Snapshot.currentVersion
  package var snapshots = 0
  /// Transitions, not messages of them.
  package var transitions = 0

  package init() {}
}
