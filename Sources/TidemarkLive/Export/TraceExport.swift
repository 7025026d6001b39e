/// Writes a recording down for a trace viewer.
package struct TraceExport: Sendable {
  package enum Form: String, Sendable, CaseIterable {
    case perfetto
    case chrome
  }

  package let form: Form

  package init(_ form: Form) { self.form = form }

  /// Writes a whole recording, block by block.
  ///
  /// - Parameter write: Takes pieces of the trace, in their order.
  package func write<Failure: Error>(
    _ file: RecordingFile, to write: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    switch form {
    case .perfetto: try export(file, PerfettoTrace(), write)
    case .chrome: try export(file, ChromeTrace(), write)
    }
  }

  private func export<Failure: Error>(
    _ file: RecordingFile, _ format: some TraceFormat, _ write: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    guard let header = file.headers.first else { return }
    var format = format
    var timeline = RecordingTimeline(file)
    var builder = TraceBuilder(names: file.names, beginning: timeline.state)
    var bytes = format.beginning(header, threads: file.threads)
    while let moment = timeline.next {
      timeline.step(by: 1)
      for item in builder.take(moment, after: timeline.state) { bytes += format.piece(item) }
      if bytes.count > 1 << 16 {
        try write(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    for item in builder.finish(at: timeline.last) { bytes += format.piece(item) }
    try write(bytes + format.end())
  }
}

extension RecordingFile {
  /// The threads that a snapshot knew, in the order of their numbers.
  package var threads: [Worker] {
    var found: [Int: Worker] = [:]
    for entry in entries where entry.kind == .snapshot {
      guard case .snapshot(let snapshot)? = block(entry) else { continue }
      for worker in snapshot.workers { found[worker.thread] = worker }
    }
    return found.values.sorted { $0.thread < $1.thread }
  }
}
