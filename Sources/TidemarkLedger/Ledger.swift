internal import CTidemarkLedger

/// A ledger in memory: mapped by the probe of this process, or copied from elsewhere.
///
/// Everything is read with the ledger still being written by other threads. Counters are single
/// words that only grow; records carry a generation that changes when they change hands.
package struct Ledger: Sendable {
  // A pointer is not sendable; the address of a region that stays mapped is.
  private let address: UInt
  private let size: Int
  /// What keeps the region mapped, for a ledger that is not there for as long as the process.
  private let owner: (any AnyObject & Sendable)?

  let scopesOffset: Int
  let threadsOffset: Int
  let blockIndexOffset: Int
  let blocksOffset: Int
  let tasksOffset: Int
  let sitesOffset: Int
  let basesOffset: Int
  let siteListsOffset: Int
  let timesOffset: Int
  let histogramsOffset: Int
  let ringsOffset: Int
  let eventsOffset: Int
  let placesOffset: Int
  let controlOffset: Int

  /// Opens a ledger of at least `available` readable bytes that stay readable.
  ///
  /// - Parameter owner: What unmaps them at its own end.
  /// - Throws: `LedgerError` when the bytes are not a ledger that this build can read.
  package init(
    _ base: UnsafeRawPointer, available: Int, owner: (any AnyObject & Sendable)? = nil
  ) throws(LedgerError) {
    guard available >= MemoryLayout<TidemarkLedgerHeader>.size else {
      throw .truncated(bytes: available, needed: MemoryLayout<TidemarkLedgerHeader>.size)
    }
    let header = base.assumingMemoryBound(to: TidemarkLedgerHeader.self).pointee
    guard header.magic == 0x314b_5241_4d45_4454 else { throw .notALedger }
    guard header.version == UInt32(TIDEMARK_LEDGER_VERSION) else {
      throw .otherVersion(found: header.version, known: UInt32(TIDEMARK_LEDGER_VERSION))
    }
    guard header.headerSize == UInt32(MemoryLayout<TidemarkLedgerHeader>.size) else {
      throw .corrupt("its header has \(header.headerSize) bytes")
    }
    guard header.size <= UInt64(available) else {
      throw .truncated(bytes: available, needed: Int(clamping: header.size))
    }
    address = UInt(bitPattern: base)
    size = Int(header.size)
    self.owner = owner
    let tables: [(offset: UInt64, bytes: Int)] = [
      (
        header.scopesOffset,
        Int(TIDEMARK_SCOPE_LIMIT) * MemoryLayout<TidemarkScopeRecord>.stride
      ),
      (
        header.threadsOffset,
        Int(TIDEMARK_THREAD_LIMIT) * MemoryLayout<TidemarkThreadRecord>.stride
      ),
      (
        header.blockIndexOffset,
        Int(TIDEMARK_THREAD_LIMIT) * Int(TIDEMARK_SCOPE_LIMIT) * MemoryLayout<UInt32>.stride
      ),
      (header.blocksOffset, Int(TIDEMARK_BLOCK_LIMIT) * MemoryLayout<TidemarkBlock>.stride),
      (header.tasksOffset, Int(TIDEMARK_TASK_LIMIT) * MemoryLayout<TidemarkTaskRecord>.stride),
      (header.sitesOffset, Int(TIDEMARK_SITE_LIMIT) * MemoryLayout<TidemarkSiteRecord>.stride),
      (header.basesOffset, Int(TIDEMARK_SCOPE_LIMIT) * MemoryLayout<TidemarkBlock>.stride),
      (header.siteListsOffset, Int(TIDEMARK_SCOPE_LIMIT) * MemoryLayout<UInt32>.stride),
      (header.timesOffset, Int(TIDEMARK_TASK_LIMIT) * MemoryLayout<TidemarkTaskTimes>.stride),
      (
        header.histogramsOffset,
        Int(TIDEMARK_THREAD_LIMIT) * MemoryLayout<TidemarkHistograms>.stride
      ),
      (header.ringsOffset, Int(TIDEMARK_RING_LIMIT) * MemoryLayout<TidemarkRing>.stride),
      (
        header.eventsOffset,
        Int(TIDEMARK_RING_LIMIT) * Int(TIDEMARK_RING_EVENTS) * MemoryLayout<TidemarkEvent>.stride
      ),
      (header.placesOffset, Int(TIDEMARK_PLACE_LIMIT) * MemoryLayout<TidemarkPlace>.stride),
      (header.controlOffset, MemoryLayout<TidemarkControl>.stride),
    ]
    for table in tables {
      let (end, overflow) = table.offset.addingReportingOverflow(UInt64(table.bytes))
      guard !overflow, end <= header.size, table.offset % 64 == 0 else {
        throw .corrupt("a table lies outside of it")
      }
    }
    scopesOffset = Int(tables[0].offset)
    threadsOffset = Int(tables[1].offset)
    blockIndexOffset = Int(tables[2].offset)
    blocksOffset = Int(tables[3].offset)
    tasksOffset = Int(tables[4].offset)
    sitesOffset = Int(tables[5].offset)
    basesOffset = Int(tables[6].offset)
    siteListsOffset = Int(tables[7].offset)
    timesOffset = Int(tables[8].offset)
    histogramsOffset = Int(tables[9].offset)
    ringsOffset = Int(tables[10].offset)
    eventsOffset = Int(tables[11].offset)
    placesOffset = Int(tables[12].offset)
    controlOffset = Int(tables[13].offset)
  }

  /// What the probe could hook; in a forked child, that it is off.
  package var capabilities: Capabilities {
    withHeader { Capabilities(rawValue: $0.capabilities) }
  }

  /// How many task records have ever been used; no more than there are, whatever a damaged ledger says.
  package var taskRecordsUsed: Int {
    withHeader { min(Int($0.tasksUsed), Int(TIDEMARK_TASK_LIMIT)) }
  }

  /// Returns a copy of the header's bytes.
  package func copyHeader() -> [UInt8] {
    withBase {
      [UInt8](UnsafeRawBufferPointer(start: $0, count: MemoryLayout<TidemarkLedgerHeader>.size))
    }
  }

  /// The version of the layout that this build reads.
  package static var version: Int { Int(TIDEMARK_LEDGER_VERSION) }

  /// Calls a closure with the start of the ledger.
  func withBase<Result>(_ body: (UnsafeRawPointer) -> Result) -> Result {
    guard let base = UnsafeRawPointer(bitPattern: address) else {
      preconditionFailure("a ledger never lies at address zero")
    }
    return body(base)
  }

  func withHeader<Result>(_ body: (borrowing TidemarkLedgerHeader) -> Result) -> Result {
    withBase { base in
      var header = TidemarkLedgerHeader()
      Self.copy(base, to: &header)
      return body(header)
    }
  }

  /// Copies a record that others may write meanwhile.
  static func copy<Record: BitwiseCopyable>(_ source: UnsafeRawPointer, to record: inout Record) {
    withUnsafeMutableBytes(of: &record) { copy in
      guard let room = copy.baseAddress else { return }
      tidemark_copyShared(room, source, UInt64(copy.count))
    }
  }

  /// The moment to which the ages in the records refer, on the monotonic clock, in nanoseconds.
  package var epoch: UInt64 { withHeader { $0.epoch } }

  /// The process that writes the ledger, and when it started, in clock ticks since the system did.
  package var process: (pid: Int, start: UInt64) {
    withHeader { (Int(clamping: $0.pid), $0.processStart) }
  }

  /// The epoch in nanoseconds since 1970.
  package var wallEpoch: UInt64 { withHeader { $0.wallEpoch } }

  /// What the probe had no room to keep since the process started.
  package var losses: Losses {
    withHeader { header in
      Losses(
        scopes: Int(clamping: header.losses.scopes),
        threads: Int(clamping: header.losses.threads),
        blocks: Int(clamping: header.losses.blocks),
        tasks: Int(clamping: header.losses.tasks),
        layout: Int(clamping: header.losses.layout),
        sites: Int(clamping: header.losses.sites),
        heapBlocks: Int(clamping: header.losses.heapBlocks),
        events: Int(clamping: header.losses.events),
        places: Int(clamping: header.losses.places))
    }
  }
}

extension Ledger {
  /// What the probe could hook.
  package struct Capabilities: OptionSet, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let scheduler = Self(rawValue: 1 << 0)
    package static let context = Self(rawValue: 1 << 1)
    package static let switches = Self(rawValue: 1 << 2)
    package static let threads = Self(rawValue: 1 << 3)
    package static let heap = Self(rawValue: 1 << 4)
    package static let objects = Self(rawValue: 1 << 5)
    package static let unknownLayout = Self(rawValue: 1 << 16)
    package static let sanitizer = Self(rawValue: 1 << 17)
    package static let off = Self(rawValue: 1 << 18)
    package static let staticRuntime = Self(rawValue: 1 << 19)
    package static let forked = Self(rawValue: 1 << 20)
  }

  /// What the probe had no room to keep.
  package struct Losses: Hashable, Sendable {
    package var scopes = 0
    package var threads = 0
    package var blocks = 0
    package var tasks = 0
    package var layout = 0
    package var sites = 0
    package var heapBlocks = 0
    package var events = 0
    package var places = 0

    /// Creates a record of no losses.
    package init() {}

    init(
      scopes: Int, threads: Int, blocks: Int, tasks: Int, layout: Int, sites: Int, heapBlocks: Int,
      events: Int, places: Int
    ) {
      self.scopes = scopes
      self.threads = threads
      self.blocks = blocks
      self.tasks = tasks
      self.layout = layout
      self.sites = sites
      self.heapBlocks = heapBlocks
      self.events = events
      self.places = places
    }

    /// Returns what was lost since an earlier look.
    package func since(_ earlier: Losses) -> Losses {
      Losses(
        scopes: scopes - earlier.scopes, threads: threads - earlier.threads,
        blocks: blocks - earlier.blocks, tasks: tasks - earlier.tasks,
        layout: layout - earlier.layout, sites: sites - earlier.sites,
        heapBlocks: heapBlocks - earlier.heapBlocks, events: events - earlier.events,
        places: places - earlier.places)
    }
  }
}
