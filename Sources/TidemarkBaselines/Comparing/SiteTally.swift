/// Call sites summed up by function and, in a function, by line.
struct SiteTally: Hashable, Sendable {
  /// One line of a function.
  struct Line: Hashable, Sendable {
    var file: String
    var number: Int
    var amount: Int
    /// The call stack that reached the line most often, from the line outwards.
    var frames: [SourceFrame]
  }

  /// The lines of each function, in their order.
  private(set) var functions: [String: [Line]] = [:]
  /// What was done by places that are not listed.
  private(set) var rest = 0

  /// Sums up what call sites say about a metric.
  init(of metric: Metric, _ sites: [CallSite], paths: SourcePaths) {
    struct Place: Hashable {
      var function: String
      var file: String
      var line: Int
    }
    var lines: [Place: (amount: Int, most: Int, frames: [SourceFrame])] = [:]
    let isBytes = metric.unit == .bytes
    let counted: Metric =
      switch metric {
      case .heapBytesAllocated: .heapAllocations
      case .heapLeakedBytes: .heapLeakedBlocks
      default: metric
      }
    for site in sites where site.metric == counted {
      let amount = isBytes ? site.bytes : site.count
      let frames = paths.own(site.frames)
      guard let first = frames.first, first.function != SiteCounts.other else {
        rest += amount
        continue
      }
      let place = Place(
        function: first.function, file: first.file ?? "", line: first.line ?? 0)
      var line = lines[place] ?? (0, -1, [])
      line.amount += amount
      if amount > line.most { (line.most, line.frames) = (amount, frames) }
      lines[place] = line
    }
    for (place, line) in lines where line.amount > 0 {
      functions[place.function, default: []].append(
        Line(file: place.file, number: place.line, amount: line.amount, frames: line.frames))
    }
    for function in functions.keys {
      functions[function]?.sort { ($0.file, $0.number) < ($1.file, $1.number) }
    }
  }

  /// The tally as a baseline keeps it.
  var counts: SiteCounts {
    SiteCounts(functions: functions.mapValues { $0.map(\.amount) }, rest: rest)
  }

  /// Returns what each line's figure was before, or 0 for a line that was not there.
  ///
  /// Which old line is which new one is not known, only their order; they are put side by side so
  /// that as few lines as possible came, went or changed by a large share.
  static func references(_ old: [Int], for new: [Int]) -> [Int] {
    if old.isEmpty { return new.map { _ in 0 } }
    if old.count == 1, new.count == 1 { return old }
    // costs[i][j]: the least change that turns the old lines from i on into the new ones from j on.
    let end = [Double](repeating: 0, count: new.count + 1)
    var costs = [[Double]](repeating: end, count: old.count + 1)
    for i in (0..<old.count).reversed() { costs[i][new.count] = costs[i + 1][new.count] + 1 }
    for j in (0..<new.count).reversed() { costs[old.count][j] = costs[old.count][j + 1] + 1 }
    for i in (0..<old.count).reversed() {
      for j in (0..<new.count).reversed() {
        let stays = costs[i + 1][j + 1] + change(old[i], new[j])
        costs[i][j] = min(stays, costs[i + 1][j] + 1, costs[i][j + 1] + 1)
      }
    }
    var references = [Int](repeating: 0, count: new.count)
    var i = 0
    var j = 0
    while i < old.count, j < new.count {
      if costs[i][j] == costs[i + 1][j + 1] + change(old[i], new[j]) {
        references[j] = old[i]
        i += 1
        j += 1
      } else if costs[i][j] == costs[i][j + 1] + 1 {
        j += 1
      } else {
        i += 1
      }
    }
    return references
  }

  /// Returns by what share a figure changed: 0 for the same one, and below 1 for any other.
  private static func change(_ old: Int, _ new: Int) -> Double {
    old == new ? 0 : Double(abs(old - new)) / Double(max(old, new) + 1)
  }
}
