import TidemarkLive

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A folder that is gone with the test.
final class TemporaryFolder {
  let path: String

  init() {
    var template = Array("/tmp/tidemark-recording-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? ""
    }
  }

  deinit {
    for name in names { unlink("\(path)/\(name)") }
    rmdir(path)
  }

  var names: [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }
}

func bytes(of path: String) -> [UInt8] {
  let file = open(path, O_RDONLY)
  defer { close(file) }
  let size = Int(lseek(file, 0, SEEK_END))
  guard size > 0 else { return [] }
  var bytes = [UInt8](repeating: 0, count: size)
  pread(file, &bytes, size, 0)
  return bytes
}

func write(_ bytes: some Sequence<UInt8>, to path: String) {
  let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  defer { close(file) }
  let bytes = Array(bytes)
  _ = Glibc.write(file, bytes, bytes.count)
}

enum Sample {
  static let process = ProcessDescription(
    pid: 4711, name: "server", path: "/bin/server", user: "me", started: 1_000, processors: 4)

  static let header = RecordingHeader(
    process: process, time: 5_000, wallTime: 1_700_000_000_000_000_000, writer: "0.1.0")

  /// Two tasks on two threads: one is created, runs, waits for the other, and goes on.
  static let events: [TransitionEvent] = [
    .init(time: 5_100, thread: 11, kind: .threadStarted, task: 0),
    .init(time: 5_200, thread: 10, kind: .created, task: 7, other: 1, place: 0x4000),
    .init(time: 5_210, thread: 10, kind: .enqueued, task: 7, executor: 0, other: 1),
    .init(time: 5_300, thread: 11, kind: .run, task: 7, executor: 0),
    .init(time: 5_400, thread: 11, kind: .hopped, task: 7, executor: 0xAA00, other: 0),
    .init(time: 5_410, thread: 11, kind: .suspended, task: 7, reason: .enqueued),
    .init(time: 5_411, thread: 11, kind: .enqueued, task: 7, executor: 0xAA00),
    .init(time: 5_500, thread: 10, kind: .run, task: 7, executor: 0xAA00),
    .init(time: 5_600, thread: 10, kind: .suspended, task: 7, reason: .continuation),
    .init(time: 5_900, thread: 11, kind: .enqueued, task: 7, executor: 0, other: 8),
    .init(time: 6_000, thread: 11, kind: .run, task: 7, executor: 0),
    .init(time: 6_100, thread: 11, kind: .completed, task: 7),
    .init(time: 6_200, thread: 11, kind: .threadEnded, task: 0),
  ]

  static func snapshot(at time: Int64) -> Snapshot {
    var figures = Figures()
    figures.tasksLive = 2
    figures.hops = 17
    return Snapshot(
      time: time, wallTime: 1_700_000_000_000_000_000 + time, process: process, figures: figures,
      workers: [Worker(thread: 10, name: "server", kind: .main)],
      executors: [ExecutorDescription(identity: 0, kind: .global, name: "global")])
  }

  static let blocks: [RecordingBlock] = [
    .snapshot(snapshot(at: 5_000)),
    .tasks(TaskList(time: 5_000, tasks: [TaskDescription(id: 1, address: 0x10, age: 5)], total: 1)),
    .events(EventBatch(events: Array(events[..<6]))),
    .frames(
      RecordedFrames(
        places: [0x4000], frames: [[Frame(function: "work()", file: "Work.swift", line: 3)]])),
    .executors(
      RecordedExecutors(
        time: 5_500,
        executors: [ExecutorDescription(identity: 0xAA00, kind: .actor, name: "Keeper")])),
    .events(
      EventBatch(
        events: Array(events[6...]), gaps: [.init(thread: 11, count: 40, before: 5_900)])),
    .snapshot(snapshot(at: 7_000)),
  ]

  /// Writes the sample, and returns where each of its blocks ends.
  @discardableResult
  static func write(to path: String) throws -> [Int] {
    let writer = try RecordingWriter(path, header: header)
    var ends = [writer.size]
    for block in blocks {
      try writer.write(block)
      ends.append(writer.size)
    }
    try writer.finish(.stopped, time: 8_000)
    ends.append(writer.size)
    return ends
  }

  /// Events drawn from a seed, of every kind and with every field, in order or not.
  static func random(_ count: Int, seed: UInt64) -> EventBatch {
    var generator = Seeded(state: seed)
    func maybe<Value>(_ value: Value) -> Value? { generator.next() % 3 == 0 ? value : nil }
    var time = Int64(bitPattern: generator.next() >> 8)
    let threads = (0..<5).map { _ in Int(generator.next() % 100_000) }
    let executors = (0..<9).map { _ in generator.next() }
    let events = (0..<count).map { _ in
      time = max(time + Int64(generator.next() % 5_000) - 500, 0)
      if generator.next() % 97 == 0 { time = Int64(generator.next() >> 4) }
      return TransitionEvent(
        time: time, thread: threads[Int(generator.next() % 5)],
        kind: TransitionEvent.Kind.allCases[Int(generator.next() % 8)],
        task: generator.next() % 11 == 0 ? generator.next() : generator.next() % 500,
        executor: maybe(executors[Int(generator.next() % 9)]), other: maybe(generator.next()),
        reason: maybe(TransitionEvent.Reason.allCases[Int(generator.next() % 6)]),
        place: maybe(generator.next() % 64))
    }
    let gaps = (0..<Int(generator.next() % 4)).map { _ in
      EventBatch.Gap(
        thread: threads[Int(generator.next() % 5)], count: Int(generator.next() % 1_000_000),
        before: Int64(generator.next() >> 4))
    }
    return EventBatch(events: events, gaps: gaps)
  }
}

/// Numbers that are the same for the same seed.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
