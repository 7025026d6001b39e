import Foundation
import TestSupport
import Testing
import TidemarkLive

@testable import TidemarkCommand

/// The commands that record a process and show recordings, at a real one.
@Suite struct RecordTests {
  let root: String

  init() throws {
    root = NSTemporaryDirectory() + "tidemark-record-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
  }

  private func watched(_ work: String = "mixed") throws -> WatchedProgram {
    let watched = try WatchedProgram(work)
    try watched.awaitLine("ready")
    return watched
  }

  private func start(
    _ arguments: [String], _ watched: WatchedProgram?, shell: String = ":"
  ) throws -> Program {
    let environment = [
      "PATH": "/usr/bin:/bin", "TIDEMARK_DIR": watched?.folder ?? "/tmp/tidemark-nowhere",
    ]
    return try Program(
      ["/bin/sh", "-c", #"\#(shell); exec "$0" "$@""#, FakePackage.tool] + arguments, in: root,
      environment: environment)
  }

  private func tidemark(
    _ arguments: [String], _ watched: WatchedProgram? = nil
  ) throws -> Program.Outcome {
    try start(arguments, watched).finish()
  }

  @Test func aProcessIsRecordedReplayedAndExported() throws {
    let watched = try watched()
    let record = try tidemark(
      ["record", "\(watched.pid)", "-o", "a.tidemark", "--for", "1"], watched)
    #expect(record.code == 0, "\(record.errors)")
    #expect(record.output.isEmpty)
    #expect(record.errors.contains("transitions of TidemarkWatched (\(watched.pid)), "))
    let recording = try RecordingFile("\(root)/a.tidemark")
    #expect(recording.end?.reason == .stopped)

    let again = try tidemark(
      ["record", "\(watched.pid)", "-o", "a.tidemark", "--for", "1"], watched)
    #expect(again.code == 64)
    #expect(again.errors.contains("a.tidemark exists; name another file"))

    let replay = try tidemark(["replay", "a.tidemark"])
    #expect(replay.code == 0)
    let lines = replay.output.split(separator: "\n")
    #expect(lines.count >= recording.events)
    #expect(
      lines.contains { $0.contains("'caller 0'") || $0.contains(" caller 0 on Ledgerkeeper") })
    #expect(lines.first?.hasPrefix("+0.") == true)
    // Names may have been looked up for a while after the last transition.
    let source = try RecordingSource("\(root)/a.tidemark")
    let last = try #require(source.events(around: source.span.upperBound, count: 1).events.last)
    let distance = Double(source.span.upperBound - last.time) / 1e9 + 0.1
    let end = try tidemark(["replay", "a.tidemark", "--at", "-\(distance)"])
    #expect(end.code == 0)
    #expect((1..<lines.count / 2).contains(end.output.split(separator: "\n").count))

    let perfetto = try tidemark(["export", "a.tidemark", "--perfetto"])
    #expect(perfetto.code == 0, "\(perfetto.errors)")
    let chrome = try tidemark(["export", "a.tidemark", "--chrome", "-o", "b.json"])
    #expect(chrome.code == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: root).sorted()
    #expect(names == ["a.pftrace", "a.tidemark", "b.json"])
    let json = try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(fileURLWithPath: "\(root)/b.json")))
    #expect(json is [String: Any])
    #expect(try tidemark(["export", "a.tidemark"]).code == 64)
  }

  @Test func whatIsThereIsNotReplaced() throws {
    let watched = try watched()
    let more = ["record", "\(watched.pid)", "-o", "a.tidemark", "--for", "0.2", "--append"]
    for _ in 0..<3 {
      let record = try tidemark(more, watched)
      #expect(record.code == 0, "\(record.errors)")
    }
    #expect(try RecordingFile("\(root)/a.tidemark").headers.count == 3)

    // Between the three nobody recorded.
    let replay = try tidemark(["replay", "a.tidemark"])
    #expect(replay.output.components(separatedBy: "  nothing recorded since +").count == 3)

    let behind = try tidemark(["replay", "a.tidemark", "--at", "1000"])
    #expect(behind.code == 64 && behind.errors.contains("is behind the end of the recording"))
    let piped = try tidemark(["record", "\(watched.pid)", "-o", "-"], watched)
    #expect(piped.code == 64 && piped.errors.contains("a recording is a file"))

    try FileManager.default.linkItem(atPath: "\(root)/a.tidemark", toPath: "\(root)/same")
    let itself = try tidemark(["export", "a.tidemark", "--chrome", "-o", "same", "--overwrite"])
    #expect(itself.code == 64)
    #expect(itself.errors.contains("same is the recording itself"))
    #expect(try tidemark(["export", "a.tidemark", "--chrome"]).code == 0)
    let trace = try String(contentsOfFile: "\(root)/a.json", encoding: .utf8)
    #expect(trace.components(separatedBy: "\"nothing recorded for ").count == 3)
    let again = try tidemark(["export", "a.tidemark", "--chrome"])
    #expect(again.code == 64)
    #expect(again.errors.contains("a.json exists; name another file with -o"))
    let other = try WatchedProgram("mixed")
    try other.awaitLine("ready")
    let continued = try tidemark(
      ["record", "\(other.pid)", "-o", "a.tidemark", "--append"], other)
    #expect(continued.code == 64)
    #expect(continued.errors.contains("only one of the same process can be continued"))
    #expect(try tidemark(["export", "a.tidemark", "--chrome", "--overwrite"]).code == 0)

    for output in ["-", "/dev/stdout"] {
      let printed = try start(
        ["export", "a.tidemark", "--chrome", "-o", output], nil, shell: "exec > printed"
      ).finish()
      #expect(printed.code == 0, "\(printed.errors)")
      let trace = try Data(contentsOf: URL(fileURLWithPath: "\(root)/printed"))
      #expect(try trace == Data(contentsOf: URL(fileURLWithPath: "\(root)/a.json")))
    }

    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: "\(root)/link", withDestinationPath: "linked.json")
    #expect(try tidemark(["export", "a.tidemark", "--chrome", "-o", "link"]).code == 0)
    #expect(try manager.destinationOfSymbolicLink(atPath: "\(root)/link") == "linked.json")
    #expect(try Data(contentsOf: URL(fileURLWithPath: "\(root)/linked.json")).count > 1000)
    let link = try tidemark(["record", "\(watched.pid)", "-o", "link", "--overwrite"], watched)
    #expect(link.code == 64)
    #expect(link.errors.contains("it is a link, and none is followed"))
  }

  @Test(arguments: [["export", "a.tidemark", "--chrome", "-o"], ["targets", "--prometheus-sd"]])
  func pipesAreWrittenTo(_ command: [String]) throws {
    let watched = try watched()
    let record = try tidemark(
      ["record", "\(watched.pid)", "-o", "a.tidemark", "--for", "0.2"], watched)
    #expect(record.code == 0, "\(record.errors)")
    let outcome = try start(
      command + ["pipe"], watched, shell: "mkfifo pipe; { cat pipe > copy & }"
    ).finish()
    #expect(outcome.code == 0, "\(outcome.errors)")
    try wait {
      (try? JSONSerialization.jsonObject(
        with: Data(contentsOf: URL(fileURLWithPath: "\(root)/copy")))) != nil
    }
    let kind = try FileManager.default.attributesOfItem(atPath: "\(root)/pipe")[.type]
    #expect(kind as? FileAttributeType != .typeRegular)

    try FileManager.default.createSymbolicLink(
      atPath: "\(root)/link", withDestinationPath: "linked")
    #expect(try tidemark(command + ["link"], watched).code == 0)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(root)/link") == "linked")
    #expect(FileManager.default.fileExists(atPath: "\(root)/linked"))
    let refused = try tidemark(
      ["record", "\(watched.pid)", "-o", "/dev/null", "--overwrite"], watched)
    #expect(refused.code == 64)
    #expect(refused.errors.contains("it is a pipe or a device"), "\(refused.errors)")
  }

  @Test func aRecorderThatIsKilledLeavesAReadableFile() throws {
    let watched = try watched("bursts")
    let recorder = try start(["record", "-o", "killed.tidemark"], watched)
    try wait { (try? RecordingFile("\(root)/killed.tidemark").events > 1000) ?? false }
    kill(recorder.pid, SIGKILL)
    _ = try recorder.finish()
    let file = try RecordingFile("\(root)/killed.tidemark")
    #expect(file.events > 1000)
    #expect(file.end == nil)
    let replay = try tidemark(["replay", "killed.tidemark"])
    #expect(replay.code == 0)
    #expect(replay.errors.contains("warning: "))
    // The process does not mind.
    #expect(kill(pid_t(watched.pid), 0) == 0)
    #expect(try tidemark(["list"], watched).output.contains("\(watched.pid)"))
  }

  @Test func ctrlCEndsARecordingInOrder() throws {
    let watched = try watched()
    let recorder = try start(["record", "-o", "stopped.tidemark"], watched)
    try wait { (try? RecordingFile("\(root)/stopped.tidemark").events > 0) ?? false }
    kill(recorder.pid, SIGINT)
    let outcome = try recorder.finish()
    #expect(outcome.code == 0)
    #expect(try RecordingFile("\(root)/stopped.tidemark").end?.reason == .stopped)
  }

  @Test func theEndOfTheProcessEndsTheRecording() throws {
    let watched = try watched()
    let recorder = try start(["record", "-o", "ended.tidemark"], watched)
    try wait { (try? RecordingFile("\(root)/ended.tidemark").events > 0) ?? false }
    watched.signal(SIGKILL)
    let outcome = try recorder.finish()
    #expect(outcome.code == 0)
    #expect(outcome.errors.contains("process \(watched.pid) has ended"))
    #expect(try RecordingFile("\(root)/ended.tidemark").end?.reason == .processEnded)
    let replay = try tidemark(["replay", "ended.tidemark"])
    #expect(replay.errors.contains("process \(watched.pid) has ended"))
  }

  /// A file may be of 256 blocks of 512 bytes: the writer gets the same answer as from a full disk.
  @Test(.enabled(if: !isSanitized, "a sanitizer maps files"))
  func noRoomIsSaidAndWhatIsThereCanBeRead() throws {
    let watched = try watched("bursts")
    let recorder = try start(
      ["record", "-o", "full.tidemark", "--for", "60"], watched,
      shell: "ulimit -f 256; trap '' XFSZ")
    let outcome = try recorder.finish()
    #expect(outcome.code == 4)
    #expect(outcome.errors.contains("no space left after "), "\(outcome.errors)")
    #expect(outcome.errors.contains("can be replayed"))
    let file = try RecordingFile("\(root)/full.tidemark")
    #expect(file.damage == nil)
    #expect(file.events > 100)
    #expect(try tidemark(["replay", "full.tidemark"]).code == 0)
  }

  @Test func whatIsMissingOfWhicheverThreadIsSaid() throws {
    let process = ProcessDescription(
      pid: 4711, name: "server", path: "/bin/server", user: "me", started: 1, processors: 4)
    let writer = try RecordingWriter(
      "\(root)/gap.tidemark",
      header: RecordingHeader(process: process, time: 5_000, wallTime: 7, writer: "0"))
    let start = TransitionEvent(time: 5_000, thread: 7, kind: .threadStarted, task: 0)
    let gaps: [EventBatch.Gap] = [
      .init(thread: 0, count: 3, before: 5_100), .init(thread: 7, count: 2, before: 5_200),
    ]
    try writer.write(.events(EventBatch(events: [start], gaps: gaps)))
    let lines = try tidemark(["replay", "gap.tidemark"]).output.split(separator: "\n")
    #expect(
      lines == [
        "+0.000000000  thread 7  thread started",
        "+0.000000100  unknown thread  3 transitions missing",
        "+0.000000200  thread 7  2 transitions missing",
      ])
  }

  @Test func whatIsNoRecordingIsRefused() throws {
    try Data("no recording at all".utf8).write(to: URL(fileURLWithPath: "\(root)/text"))
    let text = try tidemark(["replay", "text"])
    #expect(text.code == 4)
    #expect(text.errors.contains("is not a recording"))
    let missing = try tidemark(["export", "missing.tidemark", "--chrome"])
    #expect(missing.code == 4)
    #expect(missing.errors.contains("can't be read: No such file"))
    #expect(try tidemark(["replay", "text", "--speed", "0"]).code == 64)
  }
}
