private import CTidemarkHeap
private import CTidemarkProbe
package import TidemarkBaselines
package import TidemarkLedger

/// One measured piece of work, from the moment it is opened to its figures.
///
/// Opened, left and closed by the same task, or by the same thread outside a task. What happens
/// between leaving and closing is the harness's own and counts for nobody.
package final class Bracket: Sendable {
  let scope: UInt32
  let ledger: Ledger?
  let start: Start
  /// Whether call sites are counted.
  let hasDetail: Bool
  private let end = Guarded<End?>(nil)
  /// The blocks that were left at the last look, since when, in nanoseconds, and for how many looks.
  private let left = Guarded<(blocks: Int, since: Int, looks: Int)?>(nil)
  /// How long the number of blocks left has to stay the same before they are taken to stay, in
  /// nanoseconds, while other threads run.
  private static let rest = 1_000_000

  /// What was read before the work began.
  struct Start: Sendable {
    var process: ProcessTotals
    var losses: Ledger.Losses
    /// Nil where the files of the process are not looked at.
    var descriptors: [OpenDescriptor]?
    var runQueue: Int?
    var liveBytes: Int
    var reading: ProcessReading
  }

  /// What was read right after the work.
  struct End: Sendable {
    var process: ProcessTotals
    /// Whether the owner went on with other work before the scope was closed.
    var hasReturned = false
    var peakBytes: Int
    var reading: ProcessReading
    var runQueue: Int?
    var residentPeak: Int?
  }

  private init(scope: UInt32, ledger: Ledger?, start: Start, hasDetail: Bool) {
    self.hasDetail = hasDetail
    self.scope = scope
    self.ledger = ledger
    self.start = start
  }

  /// The ledger of this process, or nil where there is no probe.
  package static let processLedger: Ledger? = {
    guard let header = tidemark_ledger() else { return nil }
    return try? Ledger(header, available: Int(header.pointee.size))
  }()

  /// Whether a sanitizer owns the allocator and thread creation.
  package static var isSanitized: Bool {
    processLedger?.capabilities.contains(.sanitizer) ?? false
  }

  /// The concurrency runtime's own version of its layout, and the size of a task.
  package static var runtimeLayout: String {
    let layout = tidemark_runtimeLayout()
    return "version \(layout.version), \(layout.taskSize) bytes"
  }

  /// Returns what a block holds, which the allocator may have made more than was asked for.
  package static func heldBytes(_ block: UnsafeMutableRawPointer?) -> Int {
    Int(tidemark_heldBytes(block))
  }

  /// How much of this process's ledger is in memory, in bytes.
  package static var residentLedgerBytes: Int { Int(tidemark_residentBytes()) }

  /// Opens a measured scope and charges the current task, or thread, to it from now on.
  ///
  /// - Parameters:
  ///   - detail: Whether to count call sites; once asked for, the process goes on doing so.
  ///   - process: Whether to look at the process's files and resident set as well, which takes most of
  ///     the time of an empty bracket.
  package static func open(detail: Bool = Detail.isWanted, process: Bool = true) -> Bracket {
    let ledger = processLedger
    if detail { tidemark_askForSites(true) }
    // Looked at first, since the scope itself may be what there is no room for.
    let losses = ledger?.losses ?? Ledger.Losses()
    let scope = tidemark_scopeOpen()
    UnattributedWindow.enter()
    // Beside other work the figure is nobody's own, and the other work would lose its peak.
    if process, isAlone(scope, in: ledger) { ProcessFiles.resetResidentPeak() }
    let bracket = Bracket(
      scope: scope, ledger: ledger,
      start: Start(
        process: .now(),
        losses: losses,
        descriptors: process ? ProcessFiles.descriptors() : nil,
        runQueue: ProcessFiles.runQueueWait(),
        liveBytes: Int(tidemark_heapMark()),
        reading: .now()),
      hasDetail: detail)
    tidemark_scopeEnter(scope)
    return bracket
  }

  /// Takes the current task, or thread, out of the scope; the clocks stop.
  package func leave() {
    tidemark_scopeLeave(scope)
    let reading = ProcessReading.now()
    let peak = Int(tidemark_heapPeak())
    let end = End(
      process: .now(), peakBytes: peak, reading: reading,
      runQueue: ProcessFiles.runQueueWait(),
      residentPeak: ranAlone && start.descriptors != nil
        ? ProcessFiles.residentPeak() : reading.residentPeak)
    let isFirst = self.end.withLock { known in
      defer { known = known ?? end }
      return known == nil
    }
    if isFirst { UnattributedWindow.leave() }
  }

  /// Takes the owner out of the scope for a while.
  package func pause() { tidemark_scopeLeave(scope) }

  /// Charges the owner to the scope again.
  package func resume() { tidemark_scopeEnter(scope) }

  /// How long after the work whatever is left is waited for, be it allowed or not, in nanoseconds.
  private static let graceTime = 10_000_000

  /// Returns whether nothing is left behind that is not allowed to be.
  package func isSettled(ignoring rules: [IgnoreRule] = []) -> Bool {
    guard let ledger, scope != Ledger.unattributed else { return true }
    let family = ledger.family(of: scope)
    let records = family.map { ledger.scope($0) }
    if records.allSatisfy({ $0.liveTasks == 0 && $0.threadsLive == 0 }) {
      guard hasFreedBlocks(ledger, family) else { return false }
      guard ranAlone, let before = start.descriptors else { return true }
      return ProcessFiles.descriptors().allSatisfy(before.contains)
    }
    // What the test libraries keep running is not counted here, so without rules nothing is allowed.
    guard !rules.isEmpty else { return false }
    // To tell what is allowed takes names, and to find those takes longer than most of what is left
    // just after the work takes to go.
    let left = end.withLock { $0?.reading.time } ?? 0
    guard monotonicNanoseconds() - left > Self.graceTime else { return false }
    return leakedTasks(ignoring: rules).isEmpty && leakedThreads(ignoring: rules).isEmpty
  }

  /// Returns whether no block is left, or those that are will stay.
  private func hasFreedBlocks(_ ledger: Ledger, _ family: [UInt32]) -> Bool {
    guard ledger.capabilities.contains(.heap) else { return true }
    let blocks = ledger.counters(ofFamily: family).blocksHeld
    guard blocks > 0 else { return true }
    let now = monotonicNanoseconds()
    let (since, looks) = left.withLock { left in
      var last = left ?? (blocks, now, 0)
      if last.blocks != blocks { last = (blocks, now, 0) }
      last.looks += 1
      left = last
      return (last.since, last.looks)
    }
    if now - since >= Self.rest { return true }
    // Between two looks the caller's own thread, such as the main one, does some of what waits for it.
    // A task gives its memory back a moment after it has completed, which takes a thread that runs.
    // Threads are looked at one after the other, so that one may wake another that was seen asleep: the
    // second time it is seen, or what it frees is.
    guard ranAlone, looks > 2, tidemark_othersSleep() else { return false }
    return ledger.counters(ofFamily: family).blocksHeld == blocks && tidemark_othersSleep()
  }

  /// Charges the current task, or thread, to what it was charged to before, while leftovers remain to
  /// be waited for.
  package func returnToOuter() {
    end.withLock { $0?.hasReturned = true }
    tidemark_scopeReturn(scope)
  }

  /// Closes the scope and returns what the work used; may be called from anywhere.
  package func close(ignoring rules: [IgnoreRule] = []) -> Usage {
    let end = end.withLock { $0 }
    let usage = usage(end: end, ignoring: rules)
    // Whoever has returned before may be charged to other work by now.
    if !(end?.hasReturned ?? false) { tidemark_scopeReturn(scope) }
    // The work around this one has yet to read the sites of both.
    if ledger?.scope(scope).parent == Ledger.unattributed { forgetSites() }
    tidemark_scopeClose(scope)
    return usage
  }

  /// Makes room in the table of call sites.
  ///
  /// Work that never asked for sites has some too, once any work of the process asked.
  func forgetSites() {
    guard let ledger else { return }
    for member in ledger.family(of: scope) { tidemark_forgetSites(member) }
  }

  /// Whether no other measured work was open at any time meanwhile, as far as is known.
  var ranAlone: Bool { Self.isAlone(scope, in: ledger) }

  /// Returns whether no other work has run beside that of a scope; without one, nobody can tell.
  private static func isAlone(_ scope: UInt32, in ledger: Ledger?) -> Bool {
    guard let ledger, scope != Ledger.unattributed else { return false }
    return !ledger.scope(scope).overlapped
  }

  /// Reads memory of this process that may be gone.
  func peek(_ address: UInt64, _ room: UnsafeMutableRawBufferPointer) -> Bool {
    guard let pointer = UnsafeRawPointer(bitPattern: UInt(address)), let base = room.baseAddress
    else { return false }
    return tidemark_peek(pointer, base, room.count)
  }
}
