private import CTidemarkProbe
private import TidemarkLedger
internal import TidemarkLive

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

  init() throws(SourceError) {
    let descriptor = tidemark_ledgerDescriptor()
    guard descriptor >= 0, let header = tidemark_ledger() else {
      throw .unreadable("there is no ledger that can be looked at: its memory could not be had")
    }
    local = try LocalSource(
      PublishedProcess(
        pid: Int(getpid()), start: header.pointee.processStart, descriptor: Int(descriptor),
        version: Ledger.version))
  }

  var title: String { local.title }

  func snapshot(asking: Detail) throws(SourceError) -> Snapshot {
    try local.snapshot(asking: asking)
  }

  func tasks(_ query: TaskQuery) throws(SourceError) -> TaskList { try local.tasks(query) }

  func events(after cursor: inout EventCursor) throws(SourceError) -> EventBatch {
    try local.events(after: &cursor)
  }

  func frames(at places: [UInt64]) -> [[Frame]] { local.frames(at: places) }
}
