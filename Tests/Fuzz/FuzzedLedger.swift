import CTestSupport
import CTidemarkLedger
import TidemarkStatistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A ledger in sealed memory that no probe has written: filled by rule, and then damaged at will.
final class FuzzedLedger {
  /// A part of the ledger that readers look at.
  struct Table {
    var name: String
    var offset: Int
    /// How many bytes of it the rule fills.
    var filled: Int
  }

  let file: Int32
  let size: Int
  let base: UnsafeMutableRawPointer
  /// Memory of this process that stands for that of tasks and executors; damaged likewise.
  let memory: UnsafeMutableRawPointer
  static let memorySize = 1 << 16
  private(set) var tables: [Table] = []

  private static let tasks = 300
  private static let threads = 24
  private static let rings = 6
  private static let events = 200

  init?() {
    let layout: [(String, Int, Int)] = [
      ("header", MemoryLayout<TidemarkLedgerHeader>.size, 4096),
      (
        "scopes", MemoryLayout<TidemarkScopeRecord>.stride * 16,
        MemoryLayout<TidemarkScopeRecord>.stride * Int(TIDEMARK_SCOPE_LIMIT)
      ),
      (
        "threads", MemoryLayout<TidemarkThreadRecord>.stride * Self.threads,
        MemoryLayout<TidemarkThreadRecord>.stride * Int(TIDEMARK_THREAD_LIMIT)
      ),
      ("blockIndex", 4096, 4 * Int(TIDEMARK_THREAD_LIMIT) * Int(TIDEMARK_SCOPE_LIMIT)),
      (
        "blocks", MemoryLayout<TidemarkBlock>.stride * Self.threads,
        MemoryLayout<TidemarkBlock>.stride * Int(TIDEMARK_BLOCK_LIMIT)
      ),
      (
        "tasks", MemoryLayout<TidemarkTaskRecord>.stride * Self.tasks,
        MemoryLayout<TidemarkTaskRecord>.stride * Int(TIDEMARK_TASK_LIMIT)
      ),
      (
        "sites", MemoryLayout<TidemarkSiteRecord>.stride * 64,
        MemoryLayout<TidemarkSiteRecord>.stride * Int(TIDEMARK_SITE_LIMIT)
      ),
      (
        "bases", MemoryLayout<TidemarkBlock>.stride * 8,
        MemoryLayout<TidemarkBlock>.stride * Int(TIDEMARK_SCOPE_LIMIT)
      ),
      ("siteLists", 64, 4 * Int(TIDEMARK_SCOPE_LIMIT)),
      (
        "times", MemoryLayout<TidemarkTaskTimes>.stride * Self.tasks,
        MemoryLayout<TidemarkTaskTimes>.stride * Int(TIDEMARK_TASK_LIMIT)
      ),
      (
        "histograms", MemoryLayout<TidemarkHistograms>.stride * Self.threads,
        MemoryLayout<TidemarkHistograms>.stride * Int(TIDEMARK_THREAD_LIMIT)
      ),
      (
        "rings", MemoryLayout<TidemarkRing>.stride * Self.rings,
        MemoryLayout<TidemarkRing>.stride * Int(TIDEMARK_RING_LIMIT)
      ),
      (
        "events", MemoryLayout<TidemarkEvent>.stride * Self.events,
        MemoryLayout<TidemarkEvent>.stride * Int(TIDEMARK_RING_LIMIT) * Int(TIDEMARK_RING_EVENTS)
      ),
      (
        "places", MemoryLayout<TidemarkPlace>.stride * 64,
        MemoryLayout<TidemarkPlace>.stride * Int(TIDEMARK_PLACE_LIMIT)
      ),
      ("control", MemoryLayout<TidemarkControl>.size, 4096),
    ]
    var end = 0
    for (name, filled, bytes) in layout {
      tables.append(Table(name: name, offset: end, filled: filled))
      end += (bytes + 4095) & ~4095
    }
    size = end
    file = test_sealedMemory("tidemark-ledger", size, true)
    guard file >= 0,
      let mapped = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0),
      mapped != MAP_FAILED,
      // At the same place in every run, so that a case is the same.
      let memory = mmap(
        UnsafeMutableRawPointer(bitPattern: 0x1000_0000_0000), Self.memorySize,
        PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      memory != MAP_FAILED
    else { return nil }
    base = mapped
    self.memory = memory
    tables.append(Table(name: "memory", offset: 0, filled: Self.memorySize))
    reset()
  }

  /// When this process started, in clock ticks since the system did.
  static let processStart: UInt64 = {
    var bytes = [UInt8](repeating: 0, count: 1024)
    let file = open("/proc/self/stat", O_RDONLY | O_CLOEXEC)
    defer { close(file) }
    let length = read(file, &bytes, bytes.count)
    let text = String(decoding: bytes[..<max(length, 0)], as: UTF8.self)
    let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
    return fields.count > 19 ? UInt64(fields[19]) ?? 0 : 0
  }()

  /// Forgets all damage: the pages that anybody has touched go, and the rule fills the first ones.
  func reset() {
    test_forgetMemory(file, size)
    memset(memory, 0, Self.memorySize)
    writeHeader()
    var random = SeededGenerator(seed: 7)
    writeTables(&random)
    writeMemory(&random)
  }

  /// Where a word of a table lies, or nil when the table has no such word.
  func place(_ table: Table, word: Int) -> UnsafeMutableRawPointer? {
    guard word >= 0, word < table.filled / 4 else { return nil }
    return (table.name == "memory" ? memory : base + table.offset) + word * 4
  }

  private func offset(_ name: String) -> UInt64 {
    UInt64(tables.first { $0.name == name }?.offset ?? 0)
  }

  private func writeHeader() {
    var header = TidemarkLedgerHeader()
    header.magic = 0x314b_5241_4d45_4454
    header.version = UInt32(TIDEMARK_LEDGER_VERSION)
    header.headerSize = UInt32(MemoryLayout<TidemarkLedgerHeader>.size)
    header.size = UInt64(size)
    header.capabilities = 0x3F
    header.epoch = 1_000_000_000
    header.scopesOffset = offset("scopes")
    header.threadsOffset = offset("threads")
    header.blockIndexOffset = offset("blockIndex")
    header.blocksOffset = offset("blocks")
    header.tasksOffset = offset("tasks")
    header.sitesOffset = offset("sites")
    header.basesOffset = offset("bases")
    header.siteListsOffset = offset("siteLists")
    header.timesOffset = offset("times")
    header.histogramsOffset = offset("histograms")
    header.ringsOffset = offset("rings")
    header.eventsOffset = offset("events")
    header.placesOffset = offset("places")
    header.controlOffset = offset("control")
    header.pid = UInt64(getpid())
    header.processStart = Self.processStart
    header.scopesUsed = 8
    header.threadsUsed = UInt32(Self.threads)
    header.blocksUsed = UInt32(Self.threads)
    header.tasksUsed = UInt32(Self.tasks)
    base.assumingMemoryBound(to: TidemarkLedgerHeader.self).pointee = header
  }

  private func records<Record>(_ name: String, _: Record.Type) -> UnsafeMutablePointer<Record> {
    (base + Int(offset(name))).assumingMemoryBound(to: Record.self)
  }

  private func writeTables(_ random: inout SeededGenerator) {
    let threads = records("threads", TidemarkThreadRecord.self)
    let blocks = records("blocks", TidemarkBlock.self)
    let index = records("blockIndex", UInt32.self)
    let histograms = records("histograms", TidemarkHistograms.self)
    for slot in 0..<Self.threads {
      threads[slot].kind = UInt32(slot % 5)
      threads[slot].tid = UInt32(getpid())
      threads[slot].task = slot % 3 == 0 ? taskAddress(slot + 1) : 0
      threads[slot].taskId = threads[slot].task == 0 ? 0 : UInt64(slot)
      threads[slot].executor = taskAddress(slot) + 4096
      index[slot * Int(TIDEMARK_SCOPE_LIMIT)] = UInt32(slot)
      withUnsafeMutableBytes(of: &blocks[slot].values) { $0[0] = UInt8(slot) }
      withUnsafeMutableBytes(of: &histograms[slot]) { $0[8] = UInt8(slot) }
    }
    let tasks = records("tasks", TidemarkTaskRecord.self)
    let times = records("times", TidemarkTaskTimes.self)
    for number in 1..<Self.tasks {
      tasks[number].generation = UInt32(number % 7 == 0 ? 2 : 3)
      tasks[number].scope = UInt32(number % 4)
      tasks[number].created = UInt32(number)
      tasks[number].task = taskAddress(number)
      times[number].generation = tasks[number].generation
      times[number].state = UInt32(number % 6)
      times[number].since = 2_000_000_000
      times[number].runs = 3
    }
    let sites = records("sites", TidemarkSiteRecord.self)
    let lists = records("siteLists", UInt32.self)
    for number in 0..<60 {
      sites[number].hash = random.next()
      sites[number].scope = UInt32(number % 4)
      sites[number].kind = UInt32(number % 4)
      sites[number].next = UInt32(number + 5)
      lists[number % 4] = UInt32(number % 4 + 1)
    }
    let places = records("places", TidemarkPlace.self)
    for number in 0..<60 {
      places[number].hash = random.next()
      places[number].isWhole = UInt64(number % 5)
      places[number].addresses = (taskAddress(number), random.next(), taskAddress(number + 1), 0, 0)
    }
    let rings = records("rings", TidemarkRing.self)
    let events = records("events", TidemarkEvent.self)
    for ring in 0..<Self.rings {
      rings[ring].written = UInt64(Self.events)
      rings[ring].tid = UInt32(getpid())
      for number in 0..<Self.events {
        let place = ring * Int(TIDEMARK_RING_EVENTS) + number
        events[place].time = UInt64(2_000_000_000 + number)
        events[place].task = UInt64(number % 40)
        events[place].object = number % 2 == 0 ? taskAddress(number) : UInt64(number % 70)
        events[place].other = UInt64(number % 9) << 56 | UInt64(number % 70)
      }
    }
  }

  /// Fills the memory with what may be tasks: numbers, and addresses in it and in the program.
  private func writeMemory(_ random: inout SeededGenerator) {
    let words = memory.assumingMemoryBound(to: UInt64.self)
    for word in 0..<Self.memorySize / 8 {
      switch random.next() % 6 {
      case 0: words[word] = UInt64(UInt(bitPattern: memory)) + random.next() % (1 << 16) & ~7
      case 1: words[word] = random.next() & 0xFFFF
      case 2: words[word] = 0
      default: words[word] = random.next() % 3 == 0 ? random.next() : 0
      }
    }
  }

  private func taskAddress(_ number: Int) -> UInt64 {
    UInt64(UInt(bitPattern: memory)) + UInt64(number % 240) * 256
  }

  deinit {
    munmap(base, size)
    close(file)
    munmap(memory, Self.memorySize)
  }
}
