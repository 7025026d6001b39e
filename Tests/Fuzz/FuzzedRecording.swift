import Foundation
import TidemarkLive
import TidemarkStatistics
import TidemarkTerminal

/// Recordings that were damaged: their bytes, what blocks hold under a checksum that is right, and
/// blocks of garbage.
enum FuzzedRecording {
  static func run(_ options: FuzzOptions) throws {
    let path = NSTemporaryDirectory() + "tidemark-fuzz-\(getpid()).tidemark"
    defer { unlink(path) }
    var tally = FuzzTally()
    if let folder = options.corpus {
      for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      where name.hasSuffix(".tidemark") {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
        try read(Array(bytes), name, path, options, &tally)
      }
    }
    for number in options.first..<options.first + options.runs {
      var random = SeededGenerator(seed: options.seed &* 0x1_0000_0001 &+ UInt64(number))
      let bytes = number == 0 ? whole(&random).joined() + [] : damaged(&random)
      try read(bytes, "case \(number)", path, options, &tally)
    }
    print(tally.text(seed: options.seed))
    if tally.opened == 0 || tally.slowest > Fuzz.patience { exit(1) }
  }

  private static func read(
    _ bytes: [UInt8], _ name: String, _ path: String, _ options: FuzzOptions,
    _ tally: inout FuzzTally
  ) throws {
    if options.isVerbose {
      print(name)
      fflush(nil)
    }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let start = ContinuousClock.now
    do throws(RecordingError) {
      look(through: try RecordingSource(path))
      tally.opened += 1
    } catch {
      tally.refused += 1
    }
    let seconds = (ContinuousClock.now - start).components
    let time = Double(seconds.seconds) + Double(seconds.attoseconds) / 1e18
    if time > tally.slowest { (tally.slowest, tally.slowestName) = (time, name) }
    tally.runs += 1
  }

  /// Reads everything that a viewer can, in every direction.
  private static func look(through source: RecordingSource) {
    var cursor = EventCursor()
    let span = source.span
    let middle = span.lowerBound + (span.upperBound - span.lowerBound) / 2
    for time in [span.upperBound, middle, span.lowerBound, .max, 0] {
      source.move(to: time)
      _ = source.snapshot(asking: [])
      _ = source.tasks(TaskQuery())
      _ = source.events(after: &cursor)
      _ = source.moment(at: time)
      _ = source.queueDepths(at: time)
      _ = source.events(around: time, count: 100)
    }
    for steps in [3, -2, 100, -1000, .max / 4] { source.step(by: steps) }
    _ = source.events(in: span)
    var screen = StillScreen(source)
    Fuzz.draw(&screen)
    for form in TraceExport.Form.allCases {
      var size = 0
      TraceExport(form).write(source.file) { size += $0.count }
    }
  }

  /// Returns the head of a file, and blocks of every kind.
  private static func whole(_ random: inout SeededGenerator) -> [[UInt8]] {
    let process = ProcessDescription(
      pid: 1, name: "fuzzed", path: "/fuzzed", user: "", started: 1, processors: 1)
    let header = RecordingHeader(process: process, time: 1000, wallTime: 5000, writer: "fuzz")
    var blocks: [RecordingBlock] = [.header(header)]
    var time: Int64 = 1000
    for _ in 0..<(1 + random.next() % 6) {
      switch random.next() % 6 {
      case 0: blocks.append(.snapshot(snapshot(at: time, process, &random)))
      case 1:
        let tasks = (0..<random.next() % 5).map {
          TaskDescription(id: $0, address: $0 * 64, name: "task", state: .suspended, age: 5)
        }
        blocks.append(.tasks(TaskList(time: time, tasks: tasks, total: tasks.count)))
      case 2:
        blocks.append(
          .frames(RecordedFrames(places: [64], frames: [[Frame(function: "a()", line: 1)]])))
      case 3:
        let keeper = ExecutorDescription(identity: 64, kind: .actor, name: "Keeper")
        blocks.append(.executors(RecordedExecutors(time: time, executors: [keeper])))
      case 4: blocks.append(.header(header))
      default: blocks.append(.events(batch(&time, &random)))
      }
    }
    blocks.append(.end(RecordingEnd(reason: .stopped, time: time, events: 0, lost: 0)))
    return [RecordingFormat.fileHead]
      + blocks.map { RecordingFormat.block($0.kind, $0.payload() ?? []) }
  }

  /// Returns a look with figures of any size, though with times that are one after the other.
  private static func snapshot(
    at time: Int64, _ process: ProcessDescription, _ random: inout SeededGenerator
  ) -> Snapshot {
    func figure() -> Int {
      let plain = [Int.min, -1, 0, 1, .max, .max - 1]
      if random.next() % 3 > 0 { return Int(random.next() % 1000) }
      return plain[Int(random.next() % UInt64(plain.count))]
    }
    var snapshot = Snapshot(time: time, wallTime: time, process: process)
    let figures: [WritableKeyPath<Figures, Int?>] = [
      \.tasksLive, \.tasksRunning, \.tasksEnqueued, \.tasksSuspended, \.timersPending,
      \.poolThreads,
      \.tasksCreated, \.tasksCompleted, \.tasksCancelled, \.jobsEnqueued, \.jobsRun, \.hops,
      \.threadsCreated, \.poolThreadsCreated, \.allocations, \.bytesAllocated, \.heapInUse,
      \.threads,
      \.resident, \.cpuUser, \.cpuSystem,
    ]
    for path in figures where random.next() % 5 > 0 { snapshot.figures[keyPath: path] = figure() }
    snapshot.losses = ["tasks": figure(), "events": figure(), "sites": figure()]
    snapshot.workers = [
      Worker(thread: 1, name: "worker", kind: .pool, task: 3, executor: 64, since: time)
    ]
    snapshot.executors = [
      ExecutorDescription(
        identity: 0, kind: .global, name: "global", queued: figure(), running: figure()),
      ExecutorDescription(identity: 64, kind: .actor, name: "Keeper", queued: figure()),
    ]
    let buckets = (0..<DurationHistogram.bucketCount).map { _ in UInt64(bitPattern: Int64(figure()))
    }
    snapshot.histograms = [
      DurationHistogram(subject: .queueLatency, executor: .actor, buckets: buckets, sum: .max)
    ]
    return snapshot
  }

  private static func batch(_ time: inout Int64, _ random: inout SeededGenerator) -> EventBatch {
    var batch = EventBatch()
    let kinds = TransitionEvent.Kind.allCases
    for _ in 0..<random.next() % 60 {
      time += Int64(random.next() % 300)
      let kind = kinds[Int(random.next() % UInt64(kinds.count))]
      batch.events.append(
        TransitionEvent(
          time: time, thread: Int(random.next() % 4), kind: kind, task: random.next() % 8,
          executor: random.next() % 3 == 0 ? 64 : 0,
          reason: kind == .suspended ? .continuation : nil, place: 64))
    }
    if random.next() % 3 == 0 {
      batch.gaps.append(.init(thread: Int(random.next() % 4), count: 7, before: time))
    }
    return batch
  }

  private static func damaged(_ random: inout SeededGenerator) -> [UInt8] {
    var parts = whole(&random)
    let choice = random.next() % 4
    if choice == 0 {
      // Bytes of the file: the checksum tells.
      var bytes = parts.joined() + []
      hurt(&bytes, &random)
      return random.next() % 4 == 0 ? Array(bytes.prefix(Int(random.next() & 0x3ff))) : bytes
    }
    // What blocks hold, under a checksum that is right.
    for _ in 0..<(1 + random.next() % 3) {
      let index = 1 + Int(random.next() % UInt64(parts.count - 1))
      let kinds = RecordingFormat.Kind.allCases
      var payload = Array(parts[index].dropFirst(16))
      var kind = kinds.first { $0.rawValue == UInt32(parts[index][4]) } ?? .events
      if choice == 1 {
        payload = (0..<random.next() % 200).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        kind = kinds[Int(random.next() % UInt64(kinds.count))]
      } else {
        hurt(&payload, &random)
      }
      parts[index] = RecordingFormat.block(kind, payload)
    }
    return parts.joined() + []
  }

  private static func hurt(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    for _ in 0..<(1 + random.next() % 5) where !bytes.isEmpty {
      let index = Int(random.next() % UInt64(bytes.count))
      switch random.next() % 4 {
      case 0: bytes[index] = UInt8(truncatingIfNeeded: random.next())
      case 1: bytes[index] = 0xFF
      case 2:
        // A digit of a number in JSON.
        bytes[index] = UInt8(ascii: "9")
      default: bytes.insert(UInt8(ascii: "9"), at: index)
      }
    }
  }
}
