package import TidemarkLive

extension RecordingSource: RecordedSource {
  package func snapshot(at time: Int64) -> Snapshot? { moment(at: time) }
}
