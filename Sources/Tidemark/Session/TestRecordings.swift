private import Foundation
internal import TidemarkBaselines
internal import TidemarkLedger
private import TidemarkLive

/// Keeps the transitions of each test in a file, for the command line to show those of a finding.
///
/// Looks before a test's bracket opens and after it has closed, so that what it does itself counts for
/// nobody. The process keeps transitions all the while, which changes no count.
final class TestRecordings: Sendable {
  /// The variable of the environment that names the folder.
  static let variable = "TIDEMARK_RECORD"
  /// The most transitions that are written of a test: the last ones.
  private static let eventLimit = 200_000
  /// The most tasks that are described.
  private static let taskLimit = 2000
  /// For how long transitions are asked for: longer than any test runs, in nanoseconds.
  private static let lease: UInt64 = 24 * 3_600_000_000_000

  private struct Beginning: Sendable {
    var cursor: EventCursor
    var snapshot: Snapshot
    var tasks: TaskList
  }

  private let folder: String
  private let source: LocalSource
  private let running = Guarded<[TestIdentity: Beginning]>([:])

  /// Begins to keep transitions, if the environment asks for it and the process shows its ledger.
  init?(environment: [String: String]) {
    guard let folder = environment[Self.variable], !folder.isEmpty else { return nil }
    let pid = Int(ProcessInfo.processInfo.processIdentifier)
    guard let process = try? PublishedProcess.all().first(where: { $0.pid == pid }),
      let source = try? LocalSource(process)
    else { return nil }
    self.folder = folder
    self.source = source
    source.ask(.events, for: Self.lease)
  }

  /// Notes where a test begins.
  func begin(_ identity: TestIdentity) {
    var cursor = EventCursor()
    guard (try? source.events(after: &cursor)) != nil,
      let snapshot = try? source.snapshot(asking: []),
      let tasks = try? source.tasks(TaskQuery(symbols: false, limit: Self.taskLimit))
    else { return }
    let beginning = Beginning(cursor: cursor, snapshot: snapshot, tasks: tasks)
    running.withLock { $0[identity] = $0[identity] ?? beginning }
  }

  /// Writes what happened since a test began; what can't be written is no failure of the test.
  func end(_ identity: TestIdentity) {
    guard var beginning = running.withLock({ $0.removeValue(forKey: identity) }),
      var batch = try? source.events(after: &beginning.cursor)
    else { return }
    batch.keep(last: Self.eventLimit)
    let path = "\(folder)/\(FileName.recording(of: identity))"
    try? write(batch, identity, beginning, to: path)
  }

  private func write(
    _ batch: EventBatch, _ identity: TestIdentity, _ beginning: Beginning, to path: String
  ) throws {
    let first = beginning.snapshot
    let header = RecordingHeader(
      process: first.process, time: first.time, wallTime: first.wallTime, writer: "harness",
      subject: "\(identity)")
    let writer = try RecordingWriter(path, header: header, mode: .overwrite)
    try writer.write(.snapshot(first))
    try writer.write(.tasks(beginning.tasks))
    try writer.write(.events(batch))
    let last = try source.snapshot(asking: [])
    try writer.write(.snapshot(last))
    let tasks = try source.tasks(TaskQuery(limit: Self.taskLimit))
    try writer.write(.tasks(tasks))
    let executors = Set(batch.events.compactMap(\.executor)).sorted()
    try writer.write(
      .executors(
        RecordedExecutors(time: last.time, executors: source.executors(executors))))
    let places = Set(batch.events.compactMap(\.place)).sorted()
    try writer.write(.frames(RecordedFrames(places: places, frames: source.frames(at: places))))
    try writer.finish(
      .stopped, detail: "the test is over", time: max(last.time, tasks.time))
  }
}
