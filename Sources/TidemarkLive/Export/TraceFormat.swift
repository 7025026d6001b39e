/// A form in which a trace is written for a viewer, piece by piece.
protocol TraceFormat {
  /// Returns what comes first.
  mutating func beginning(_ header: RecordingHeader, threads: [Worker]) -> [UInt8]
  mutating func piece(_ item: TraceItem) -> [UInt8]
  mutating func end() -> [UInt8]
}
