package import TidemarkLive

/// A source that has all of a past, through which a view moves as it likes: a recording.
package protocol RecordedSource: ProcessSource {
  /// The looks at the process in the order of time.
  var snapshots: [Snapshot] { get }

  /// From the first moment of the recording to the last.
  var span: ClosedRange<Int64> { get }

  /// How the process ended, if that is why there is no more.
  var ending: String? { get }

  /// Returns the transitions next to a moment, so many before and so many after it at most.
  func events(around time: Int64, count: Int) throws(SourceError) -> EventBatch

  /// Returns what the process was like at a moment, threads and queues as the transitions say; nil
  /// where only the looks tell.
  func snapshot(at time: Int64) throws(SourceError) -> Snapshot?

  /// Returns the most that waited at once for each executor that had something to do in the seconds up to a
  /// moment.
  func queueDepths(at time: Int64) throws(SourceError) -> [UInt64: Int]

  /// Returns the last list of tasks at or before a time; nil when there is none.
  func tasks(at time: Int64) throws(SourceError) -> TaskList?
}
