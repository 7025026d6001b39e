package import TidemarkLive

/// A source that has all of a past, through which a view moves as it likes: a recording.
package protocol RecordedSource: ProcessSource {
  /// The looks at the process in the order of time.
  var snapshots: [Snapshot] { get }

  /// From the first moment of the recording to the last.
  var span: ClosedRange<Int64> { get }

  /// Returns the transitions of a time.
  func events(in range: ClosedRange<Int64>) throws(SourceError) -> EventBatch

  /// Returns the last list of tasks at or before a time; nil when there is none.
  func tasks(at time: Int64) throws(SourceError) -> TaskList?
}
