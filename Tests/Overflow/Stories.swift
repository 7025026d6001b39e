import Dispatch
import Glibc
import Synchronization
import Tidemark
import TidemarkLedger

private actor Place {
  private var visits = 0

  func visit() {
    visits += 1
    // Long enough for others to come by.
    if visits % 8 == 0 { usleep(50) }
  }
}

/// Many tasks on many threads, each of whose stories must be one that a task can have.
enum Stories {
  private static let children = 500

  /// Each child visits two actors, one of them the main one, yields and waits for a task of its own.
  private static func round(_ places: [Place]) async {
    await withTaskGroup(of: Void.self) { group in
      for index in 0..<children {
        group.addTask {
          await places[index % places.count].visit()
          await Task.yield()
          if index % 10 == 0 { await MainActor.run {} }
          async let other: Void = places[(index + 1) % places.count].visit()
          await other
          Task.immediate { await Task.yield() }
        }
      }
    }
  }

  static func work() async {
    // Nothing else runs yet but the program's own `main`, which nobody has enqueued.
    let running = Watch.ledger.threads().filter { $0.task != 0 }
    let main = Watch.ledger.tasks { _ in true }.filter { $0.task == running.first?.task }
    print("main: \(running.count) \(main.count) \(running.first?.taskID ?? 0)")
    Watch.ask(times: 600_000, events: 600_000)
    let places = (0..<3).map { _ in Place() }
    // What is left of a round ends before the next one.
    func settle() async { try? await Task.sleep(for: .milliseconds(50)) }
    await settle()
    var created = 0
    var completed = 0
    var wrong = 0
    var lost = 0
    var histograms = Watch.ledger.histograms()
    for _ in 0..<10 {
      var cursor = Watch.ledger.eventPositions()
      await round(places)
      await settle()
      let reading = Watch.ledger.events(from: &cursor)
      let stories = Dictionary(grouping: reading.events.filter { $0.task != 0 }, by: \.task)
      for story in stories.values where story.first?.kind == .created {
        created += 1
        if story.last?.kind == .completed { completed += 1 }
        if let flaw = flaw(in: story) {
          wrong += 1
          print("flaw: \(flaw) in \(story.map(\.kind))")
        }
      }
      lost += reading.lost
      let later = Watch.ledger.histograms()
      check(reading.events, later, since: histograms)
      histograms = later
    }
    print("created: \(created)")
    print("completed: \(completed)")
    print("wrong: \(wrong)")
    print("lost: \(lost + Watch.ledger.losses.events)")
    await race(places)
  }

  /// Returns what no task can have done.
  private static func flaw(in story: [EventRecord]) -> String? {
    for (event, next) in zip(story, story.dropFirst()) {
      let mayFollow: [EventRecord.Kind] =
        switch event.kind {
        case .created: [.enqueued, .run]
        case .enqueued: [.run]
        case .run: [.hopped, .suspended, .completed]
        case .hopped: [.hopped, .suspended, .completed]
        case .suspended: event.wait == .enqueued ? [.enqueued] : [.enqueued, .run]
        case .completed, .threadStarted, .threadEnded: []
        }
      if !mayFollow.contains(next.kind) { return "\(next.kind) after \(event.kind)" }
      // What a task does while it runs is all on one thread.
      let runs: [EventRecord.Kind] = [.run, .hopped]
      if runs.contains(event.kind), next.thread != event.thread { return "another thread" }
      if event.kind == .enqueued, next.executor != event.executor { return "another executor" }
      if event.time > next.time { return "time goes backwards" }
    }
    return nil
  }

  /// Compares the histograms with the events that they count.
  private static func check(
    _ events: [EventRecord], _ later: [HistogramRecord], since earlier: [HistogramRecord]
  ) {
    var queued = 0
    var ran = 0
    for story in Dictionary(grouping: events.filter { $0.task != 0 }, by: \.task).values {
      // What ran before the first of these events.
      if [.suspended, .completed].contains(story.first?.kind) { ran += 1 }
      for (event, next) in zip(story, story.dropFirst()) {
        if event.kind == .enqueued, next.kind == .run { queued += 1 }
        // A hop ends a stay unless it is to be enqueued, which ends it, too.
        if event.kind == .run || event.kind == .hopped {
          if next.kind != .hopped && event.kind == .hopped && next.wait == .enqueued { continue }
          ran += 1
        }
      }
    }
    func count(_ subject: HistogramRecord.Subject, _ histograms: [HistogramRecord]) -> UInt64 {
      histograms.filter { $0.subject == subject }.reduce(0) { $0 + $1.counts.reduce(0, +) }
    }
    print("queue histograms: \(Int(count(.queue, later) - count(.queue, earlier)) - queued)")
    print("run histograms: \(Int(count(.run, later) - count(.run, earlier)) - ran)")
  }

  /// Reads while the rings are overwritten: whatever is read is an event that was written.
  private static func race(_ places: [Place]) async {
    let ledger = Watch.ledger
    let isOver = Atomic(false)
    let result = Mutex("")
    let done = DispatchSemaphore(value: 0)
    var cursor = ledger.eventPositions()
    let begin = Watch.now()
    let start = cursor
    DispatchQueue(label: "reader").async { [cursor] in
      var cursor = cursor
      var read = 0
      var lost = 0
      var bad = 0
      var seen: Set<[UInt64]> = []
      while true {
        let isLast = isOver.load(ordering: .acquiring)
        let reading = ledger.events(from: &cursor)
        let now = Watch.now()
        let threads = Set(ledger.threads().map(\.id))
        let tasks = ledger.tasks { _ in true }
        for _ in 0..<100 {
          for times in tasks.compactMap({ ledger.times(of: $0) }) {
            let sum = times.running + times.queued + times.waiting
            if sum != times.since - times.begun { bad += 1 }
          }
        }
        read += reading.events.count
        lost += reading.lost
        for event in reading.events {
          // No thread does two things at once: what was overwritten while it was copied comes twice.
          if !seen.insert([event.time, UInt64(event.thread)]).inserted { bad += 1 }
          if event.time < begin || event.time > now || event.task > 1 << 40 { bad += 1 }
          if !threads.contains(event.thread) && event.kind != .threadEnded { bad += 1 }
        }
        if isLast { break }
        usleep(read % 3 == 0 ? 20_000 : 0)
      }
      let written = zip(cursor.positions, start.positions).reduce(0) { $0 + Int($1.0 - $1.1) }
      result.withLock {
        $0 = "race read: \(read)\nrace bad: \(bad)\nrace missing: \(written - read - lost)"
      }
      done.signal()
    }
    await withTaskGroup(of: Void.self) { group in
      let host = places[0]
      for _ in 0..<8 { group.addTask { for _ in 0..<20_000 { await host.visit() } } }
      for _ in 0..<8 { group.addTask { for _ in 0..<20_000 { await Task.yield() } } }
    }
    isOver.store(true, ordering: .releasing)
    wait(done)
    print(result.withLock(\.self))
    cursor = start
  }

  private static func wait(_ semaphore: DispatchSemaphore) { semaphore.wait() }
}
