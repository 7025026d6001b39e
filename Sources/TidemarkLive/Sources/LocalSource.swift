package import TidemarkLedger

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// A process on this machine, seen through its ledger and through what the system says of it.
package final class LocalSource: ProcessSource {
  package let process: PublishedProcess
  private let mapped: MappedLedger
  private let files: ProcessFolder
  let ledger: Ledger

  /// Opens the ledger of a process.
  package init(_ process: PublishedProcess) throws(SourceError) {
    do throws(LedgerError) {
      mapped = try MappedLedger(process)
    } catch {
      throw .unreadable("\(error)")
    }
    ledger = mapped.ledger
    self.process = process
    files = ProcessFolder(pid: process.pid)
  }

  package var title: String { "\(files.name) (\(process.pid))" }

  package func snapshot(asking: Detail) throws(SourceError) -> Snapshot {
    guard files.startTime == process.start else {
      throw .ended("process \(process.pid) has ended")
    }
    let ledger = mapped.ledger
    ask(asking)
    let now = clock(CLOCK_MONOTONIC)
    var figures = Figures()
    let totals = ledger.totals()
    figures.tasksCreated = totals.tasksCreated
    figures.tasksCompleted = totals.tasksCompleted
    figures.tasksCancelled = totals.tasksCancelled
    figures.jobsEnqueued = totals.jobsEnqueued
    figures.jobsRun = totals.jobsRun
    figures.hops = totals.hops
    figures.threadsCreated = totals.threadsCreated
    figures.tasksLive = max(totals.tasksCreated - totals.tasksCompleted, 0)
    return Snapshot(
      time: now, wallTime: clock(CLOCK_REALTIME), process: files.description(start: process.start),
      figures: figures)
  }

  package func tasks(_ query: TaskQuery) throws(SourceError) -> TaskList {
    let records = mapped.ledger.tasks { _ in true }
    let now = clock(CLOCK_MONOTONIC)
    let epoch = Int64(clamping: mapped.ledger.epoch)
    let tasks = records.map { record in
      TaskDescription(
        id: 0, address: record.task, age: max(now - epoch - Int64(clamping: record.created), 0))
    }
    return TaskList(time: now, tasks: tasks, total: tasks.count)
  }

  /// Asks the process to keep more for the next few seconds.
  func ask(_ detail: Detail) {
    guard !detail.isEmpty else { return }
    let until = UInt64(clock(CLOCK_MONOTONIC)) + 5_000_000_000
    mapped.ask(timesUntil: until, eventsUntil: detail.contains(.events) ? until : 0)
  }

  package func frames(at places: [UInt64]) -> [[Frame]] { places.map { _ in [] } }
}

/// Returns the time on a clock, in nanoseconds.
private func clock(_ clock: clockid_t) -> Int64 {
  var now = timespec()
  clock_gettime(clock, &now)
  return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
}

extension LocalSource {
  static func monotonic() -> Int64 { clock(CLOCK_MONOTONIC) }
}
