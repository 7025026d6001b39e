/// Of what a recording is, and by what it was made.
package struct RecordingHeader: Codable, Hashable, Sendable {
  package var process: ProcessDescription
  /// When the recording began, on the monotonic clock of the machine and since 1970, in nanoseconds.
  package var time: Int64
  package var wallTime: Int64
  /// The version of Tidemark that made it, and that of the layout of snapshots.
  package var writer: String
  package var snapshotVersion: Int
  /// What was recorded, for a person: the test, for example.
  package var subject: String?
  /// Whether the state of tasks at the beginning was recorded, too.
  package var hasBeginning: Bool

  package init(
    process: ProcessDescription, time: Int64, wallTime: Int64, writer: String,
    subject: String? = nil, hasBeginning: Bool = true
  ) {
    self.process = process
    self.time = time
    self.wallTime = wallTime
    self.writer = writer
    snapshotVersion = Snapshot.currentVersion
    self.subject = subject
    self.hasBeginning = hasBeginning
  }
}

/// How a recording ended, in its last block.
package struct RecordingEnd: Codable, Hashable, Sendable {
  package enum Reason: String, Codable, Sendable, CaseIterable {
    /// The recording was stopped, by the user or because its time was over.
    case stopped
    /// The process ended.
    case processEnded
    /// The process could not be read any more.
    case unreadable
  }

  package var reason: Reason
  /// What there is to say about it.
  package var detail: String?
  /// The last moment of which the recording tells: of a process that is over, of its last sign of life.
  package var time: Int64
  /// When the process was found to be over, or to be another program; nil where it goes on, and where
  /// its clock is not that of the recorder.
  ///
  /// It may have been so from `time` on.
  package var noticed: Int64?
  /// How many transitions the recording holds, and how many are missing in its gaps.
  package var events: Int
  package var lost: Int

  package init(
    reason: Reason, detail: String? = nil, time: Int64, noticed: Int64? = nil, events: Int,
    lost: Int
  ) {
    self.reason = reason
    self.detail = detail
    self.time = time
    self.noticed = noticed
    self.events = events
    self.lost = lost
  }
}

extension RecordingEnd {
  /// How many milliseconds may lie between two looks whether the process is there without a word of it.
  private static let patience: Int64 = 5

  /// How the process came to be over, and as of when, as far as that is known; nil where recording was
  /// stopped before.
  package var ending: String? {
    guard reason != .stopped else { return nil }
    let how = detail ?? "the process has ended"
    let doubt = noticed.map { ($0 - time) / 1_000_000 } ?? 0
    return doubt < Self.patience ? how : "\(how), within \(doubt + 1) ms after what is recorded"
  }
}

/// The names of places in the code.
package struct RecordedFrames: Codable, Hashable, Sendable {
  package var places: [UInt64]
  package var frames: [[Frame]]

  package init(places: [UInt64], frames: [[Frame]]) {
    self.places = places
    self.frames = frames
  }
}

/// The names of executors, as they were at a moment: another one may lie at the same address later.
package struct RecordedExecutors: Codable, Hashable, Sendable {
  package var time: Int64
  package var executors: [ExecutorDescription]

  package init(time: Int64, executors: [ExecutorDescription]) {
    self.time = time
    self.executors = executors
  }
}
