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
}

/// The names and lines of places: the answer of `/v1/frames`.
package struct FrameList: Codable, Hashable, Sendable {
  package var version = Snapshot.currentVersion
  /// For each place that was asked for, the frames, innermost first; none for an unknown one.
  package var frames: [[Frame]]

  package init(frames: [[Frame]]) { self.frames = frames }
}

/// What a stream left out because its client did not read it: the event `dropped`.
package struct DroppedMessages: Codable, Hashable, Sendable {
  package var version = Snapshot.currentVersion
  package var snapshots = 0
  /// Transitions, not messages of them.
  package var transitions = 0

  package init() {}
}
