private import CTidemarkProbe
private import TidemarkLedger
internal import TidemarkLive
private import TidemarkServer

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// The process itself, seen as one from outside is, and with what only the inside can tell.
///
/// Nothing here starts another program or waits for a lock of the concurrency runtime.
final class InProcessSource: ProcessSource {
  private let local: LocalSource
  private let heap = HeapGauge()

  init() throws(SourceError) {
    let descriptor = tidemark_ledgerDescriptor()
    guard descriptor >= 0, let header = tidemark_ledger() else {
      throw .unreadable("there is no ledger that can be looked at: its memory could not be had")
    }
    var manner = LocalSource.Manner()
    manner.timesLease = ServerOptions.timesLease
    manner.startsSymbolizer = false
    local = try LocalSource(
      PublishedProcess(
        pid: Int(getpid()), start: header.pointee.processStart, descriptor: Int(descriptor),
        version: Ledger.version), manner: manner)
  }

  var title: String { local.title }

  func snapshot(asking: Detail) throws(SourceError) -> Snapshot {
    var snapshot = try local.snapshot(asking: asking)
    // Where the heap is hooked, the ledger knows already.
    guard snapshot.figures.heapInUse == nil else { return snapshot }
    switch heap.read() {
    case .success(let bytes):
      snapshot.figures.heapInUse = bytes
      snapshot.unavailable["heapInUse"] = nil
    case .failure(let absence): snapshot.unavailable["heapInUse"] = absence.reason
    }
    return snapshot
  }

  func tasks(_ query: TaskQuery) throws(SourceError) -> TaskList {
    var list = try local.tasks(query)
    if query.symbols {
      list.unavailable["symbols"] =
        "there are no lines: a process starts no symbolizer to look at itself; look at it with "
        + "`tidemark` on its machine"
    }
    return list
  }

  func events(after cursor: inout EventCursor) throws(SourceError) -> EventBatch {
    try local.events(after: &cursor)
  }

  func frames(at places: [UInt64]) -> [[Frame]] { local.frames(at: places) }

  func executors(_ identities: [UInt64]) -> [ExecutorDescription] { local.executors(identities) }
}
