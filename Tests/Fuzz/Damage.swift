import CTidemarkLedger
import TidemarkStatistics

/// One word of 32 bits, or two, with a value that no probe would write there.
struct Damage: CustomStringConvertible {
  var table: String
  /// Which word of 32 bits of the table.
  var word: Int
  var value: UInt64
  var isWide: Bool

  var description: String { "\(table) \(word) \(value)\(isWide ? " wide" : "")" }

  /// Reads a line of the corpus: `table word value`, and `wide` for a word of 64 bits.
  init?(_ line: Substring) {
    let words = line.split(separator: " ")
    guard words.count >= 3, let word = Int(words[1]), let value = UInt64(words[2]) else {
      return nil
    }
    table = String(words[0])
    self.word = word
    self.value = value
    isWide = words.count > 3
  }

  /// Draws one; the header and the first records get more than their share.
  init(of ledger: FuzzedLedger, _ random: inout SeededGenerator) {
    let weights = [
      "header", "header", "header", "tasks", "tasks", "memory", "memory", "memory", "times",
      "rings",
      "rings", "events", "threads", "threads", "blocks", "blockIndex", "scopes", "scopes", "sites",
      "siteLists", "bases", "histograms", "control",
    ]
    let name = weights[Int(random.next() % UInt64(weights.count))]
    let filled = ledger.tables.first { $0.name == name }?.filled ?? 4
    table = name
    word = Int(random.next() % UInt64(max(filled / 4, 1)))
    isWide = random.next() % 2 == 0
    if isWide { word &= ~1 }
    value = Self.value(ledger, &random)
  }

  private static func value(_ ledger: FuzzedLedger, _ random: inout SeededGenerator) -> UInt64 {
    let memory = UInt64(UInt(bitPattern: ledger.memory))
    let limits = [
      TIDEMARK_TASK_LIMIT, TIDEMARK_THREAD_LIMIT, TIDEMARK_BLOCK_LIMIT, TIDEMARK_SCOPE_LIMIT,
      TIDEMARK_SITE_LIMIT, TIDEMARK_RING_LIMIT, TIDEMARK_RING_EVENTS,
    ].map { UInt64($0) }
    let plain: [UInt64] = [
      0, 1, 2, 3, 7, 255, 256, 4095, 4096, 1 << 15, 1 << 16, 1 << 31, (1 << 31) - 1,
      UInt64(UInt32.max), 1 << 32, 1 << 47, 1 << 62, 1 << 63, (1 << 63) - 1, (1 << 63) + 1, .max,
      .max - 1, UInt64(ledger.size), UInt64(ledger.size) - 64, memory, memory + 8, memory + 65_528,
    ]
    switch random.next() % 5 {
    case 0: return random.next()
    case 1:
      let limit = limits[Int(random.next() % UInt64(limits.count))]
      return limit &+ random.next() % 3 &- 1
    case 2: return random.next() >> (random.next() % 64)
    default: return plain[Int(random.next() % UInt64(plain.count))]
    }
  }

  /// Does the damage.
  func apply(to ledger: FuzzedLedger) {
    guard let table = ledger.tables.first(where: { $0.name == self.table }),
      let place = ledger.place(table, word: word)
    else { return }
    if isWide, ledger.place(table, word: word + 1) != nil {
      place.storeBytes(of: value, as: UInt64.self)
    } else {
      place.storeBytes(of: UInt32(truncatingIfNeeded: value), as: UInt32.self)
    }
  }
}
