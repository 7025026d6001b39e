package import TidemarkLedger
private import TidemarkSymbols

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// A process on this machine, seen through its ledger, its memory and what the system says of it.
package final class LocalSource: ProcessSource {
  package let process: PublishedProcess
  let ledger: Ledger
  let folder: ProcessFolder
  let memory: RemoteMemory
  let names: CodeNames
  let types: TypeNames
  let description: ProcessDescription
  /// The user that the process ran as when it was opened.
  let user: UInt32?
  let processorTimes = ProcessorTimes()
  let executorKinds = ExecutorKinds()
  let taskNames = TaskNames()
  let settledTasks = SettledTasks()
  let waitPlaces = WaitPlaces()
  /// Since when times have been asked for, and transitions.
  let watch = Watch()
  let transitionWatch = Watch()
  private let mapped: MappedLedger
  private let manner: Manner
  private let executable: FileIdentity?
  private let exit: ProcessExit

  /// How to look.
  package struct Manner: Sendable {
    /// For how long times are asked for at once, in nanoseconds.
    package var timesLease: UInt64 = 5_000_000_000
    /// Whether the toolchain's symbolizer may be started, which knows files and lines.
    package var startsSymbolizer = true

    package init() {}
  }

  /// Opens the ledger of a process.
  package init(
    _ process: PublishedProcess, manner: Manner = Manner()
  ) throws(SourceError) {
    let folder = ProcessFolder(pid: process.pid)
    // Before it is looked whether the process is the one that is meant.
    exit = ProcessExit(pid: process.pid)
    guard folder.status?.start == process.start else {
      throw .ended(Ending(of: process.pid, .unknown(nil)))
    }
    do throws(LedgerError) {
      mapped = try MappedLedger(process)
    } catch {
      throw .unreadable("\(error)")
    }
    ledger = mapped.ledger
    self.process = process
    self.manner = manner
    self.folder = folder
    executable = folder.executable
    memory = RemoteMemory(pid: process.pid)
    names = CodeNames(
      pid: process.pid, tool: manner.startsSymbolizer ? nil : SymbolizerTool(path: nil))
    types = TypeNames(memory: memory)
    user = folder.user(ofThreads: ledger.threads().map(\.id))
    description = ProcessDescription(
      pid: process.pid, name: folder.name, path: folder.path,
      user: user.map(ProcessFolder.name) ?? "",
      started: Self.wallTime(ofStart: process.start), processors: folder.processors)
  }

  package var title: String { "\(description.name) (\(process.pid))" }

  /// How the process came to be over; nil as long as it is there.
  package var ending: Ending? {
    do throws(SourceError) {
      _ = try status()
    } catch {
      if case .ended(let ending) = error { return ending }
    }
    return nil
  }

  package var endDescriptor: CInt? { exit.descriptor < 0 ? nil : exit.descriptor }

  package func frames(at places: [UInt64]) -> [[Frame]] {
    let calls = places.map { ledger.stack(ofPlace: $0) }
    let frames = names.frames(of: Set(calls.joined()))
    return calls.map { CodeFrame.creation($0.flatMap { frames[$0] ?? [] }) }
  }

  /// Asks the process to keep more for a time, in nanoseconds: the next few seconds.
  package func ask(_ detail: Detail, for time: UInt64 = lease) {
    guard !detail.isEmpty else { return }
    let now = UInt64(Self.clock(CLOCK_MONOTONIC))
    let end = now + max(time, manner.timesLease)
    mapped.ask(timesUntil: end, eventsUntil: detail.contains(.events) ? now + time : 0)
    let later = Self.monotonic()
    watch.extend(to: Int64(end), at: later)
    if detail.contains(.events) { transitionWatch.extend(to: Int64(now + time), at: later) }
  }

  /// For how long a viewer asks for transitions at once, in nanoseconds.
  package static let lease: UInt64 = 5_000_000_000

  /// Returns what the kernel says of the process, if it is still the one that the ledger is of.
  func status() throws(SourceError) -> ProcessStatus {
    for _ in 0..<2000 {
      var found = folder.status
      // Who looks while a process becomes another program may be told of the first thread that it had,
      // which is dead then; who looks again is told of the one that it has.
      if found?.isDead == true { found = folder.status }
      guard let status = found, status.start == process.start, !status.isDead else {
        let remains = found?.start == process.start ? found : nil
        throw .ended(Ending(of: process.pid, exit.manner(remains)))
      }
      if isSameProgram { return status }
      guard folder.executable == nil else {
        throw .ended(Ending(of: process.pid, .replaced(by: folder.path)))
      }
      // It is about to end or to become another program, and is neither for a moment, which lasts for
      // as long as the system takes to give back its memory.
      usleep(1000)
    }
    throw .unreadable(
      "the system tells nothing of process \(process.pid) any more: its first thread has ended, or it "
        + "is another user's")
  }

  /// Whether the process has the ledger still, which goes with the memory of the program when it
  /// becomes another one.
  private var isSameProgram: Bool {
    let file = FileIdentity("/proc/\(process.pid)/fd/\(process.descriptor)")
    if file?.inode == mapped.inode { return true }
    // A program may close whatever is open and keep what is mapped.
    guard executable == folder.executable,
      let maps = ProcessFolder.bytes("/proc/\(process.pid)/maps", limit: 1 << 26)
    else { return false }
    return String(decoding: maps, as: UTF8.self).split(separator: "\n")
      .contains { $0.contains(" \(mapped.inode) ") && $0.contains("tidemark-ledger") }
  }

  /// Returns the time on a clock, in nanoseconds.
  private static func clock(_ clock: clockid_t) -> Int64 {
    var now = timespec()
    clock_gettime(clock, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
  }

  static func monotonic() -> Int64 { clock(CLOCK_MONOTONIC) }
  static func wall() -> Int64 { clock(CLOCK_REALTIME) }

  /// Returns when a process started, in nanoseconds since 1970.
  private static func wallTime(ofStart start: UInt64) -> Int64 {
    let tick = 1_000_000_000 / Int64(ProcessStatus.ticks)
    return wall() - (clock(CLOCK_BOOTTIME) - Int64(clamping: start) * tick)
  }
}
