import TidemarkBaselines
import TidemarkLedger
import TidemarkLive

/// Looks into test processes in which nothing happens any more, from outside.
final class HangWatch {
  private struct Subject {
    var source: LocalSource
    var cursor: EventCursor
    var snapshot: Snapshot
    var events: EventBatch
    /// When the process kept nothing, as nobody could ask it to.
    var interruptions: [EventBatch.Interruption] = []
  }

  /// Where the test processes show their ledgers.
  private let folder: String
  private let root: String
  private let kept: KeptRecordings
  private var subjects: [Int: Subject] = [:]

  /// The most transitions of a process that are kept.
  private static let eventLimit = 500_000
  /// How many lines are shown where they can't be skipped.
  private static let lineLimit = 80

  init(folder: String, root: String, kept: KeptRecordings) {
    self.folder = folder
    self.root = root
    self.kept = kept
  }

  /// What the processes need to show their ledgers.
  var variables: [String: String] { ["TIDEMARK_PUBLISH": "1", "TIDEMARK_DIR": folder] }

  /// Asks the processes to keep transitions, and takes those there are.
  func listen() {
    for process in (try? PublishedProcess.all(in: folder)) ?? [] where subjects[process.pid] == nil
    {
      guard let source = try? LocalSource(process) else { continue }
      var cursor = EventCursor()
      guard (try? source.events(after: &cursor)) != nil,
        let snapshot = try? source.snapshot(asking: .events)
      else { continue }
      subjects[process.pid] = Subject(
        source: source, cursor: cursor, snapshot: snapshot, events: EventBatch())
    }
    for pid in subjects.keys {
      guard var subject = subjects[pid] else { continue }
      subjects[pid] = nil
      if let batch = try? subject.source.events(after: &subject.cursor) {
        subject.events.events += batch.events
        subject.events.gaps += batch.gaps
        if let interruption = batch.interruption { subject.interruptions.append(interruption) }
        subject.events.keep(last: Self.eventLimit)
      }
      subjects[pid] = subject
    }
  }

  /// Writes down what the processes are like, before they are ended.
  ///
  /// - Returns: What to show of it.
  func dump(running: [String]) -> HangDump {
    listen()
    var found = HangDump()
    for (pid, subject) in subjects.sorted(by: { $0.key < $1.key }) {
      guard let last = try? subject.source.snapshot(asking: []),
        let tasks = try? subject.source.tasks(TaskQuery(stacks: true))
      else { continue }
      let name = FileName.escape(running.last ?? "hang") + (subjects.count > 1 ? "-\(pid)" : "")
      let dump = TaskDump(snapshot: last, tasks: tasks, root: root).lines()
      found.lines += dump.prefix(Self.lineLimit)
      if dump.count > Self.lineLimit {
        found.lines.append("  … \(dump.count - Self.lineLimit) more lines")
      }
      do {
        let text = try kept.prepare("\(name).txt")
        try Files.replace(text, with: Array((dump.joined(separator: "\n") + "\n").utf8))
        let path = try kept.prepare("\(name).tidemark")
        try record(subject, last, tasks, running, to: path)
        found.files += ["every task: \(kept.short(text))", kept.note(path)]
      } catch {
        found.files.append("not recorded: \(error)")
      }
    }
    return found
  }

  private func record(
    _ subject: Subject, _ last: Snapshot, _ tasks: TaskList, _ running: [String], to path: String
  ) throws {
    let first = subject.snapshot
    var header = RecordingHeader(
      process: first.process, time: first.time, wallTime: first.wallTime,
      writer: TidemarkTool.version, subject: running.isEmpty ? nil : FigureText.some(running),
      hasBeginning: false)
    let writer = try RecordingWriter(path, header: header, mode: .overwrite)
    try writer.write(.snapshot(first))
    var rest = subject.events
    for interruption in subject.interruptions {
      let parts = rest.parts(at: interruption)
      try writer.write(.events(parts.before))
      // Begins anew: how much there was in between, nobody knows.
      header.wallTime += interruption.until - header.time
      header.time = interruption.until
      try writer.write(.header(header))
      rest = parts.after
    }
    try writer.write(.events(rest))
    let executors = Set(subject.events.events.compactMap(\.executor)).sorted()
    try writer.write(
      .executors(
        RecordedExecutors(time: last.time, executors: subject.source.executors(executors))))
    let places = Set(subject.events.events.compactMap(\.place)).sorted()
    try writer.write(
      .frames(RecordedFrames(places: places, frames: subject.source.frames(at: places))))
    try writer.write(.snapshot(last))
    var others = tasks.tasks[...]
    repeat {
      var part = tasks
      part.tasks = Array(others.prefix(1000))
      others = others.dropFirst(1000)
      try writer.write(.tasks(part))
    } while !others.isEmpty
    try writer.finish(.stopped, detail: "the tests hang", time: max(last.time, tasks.time))
  }
}
