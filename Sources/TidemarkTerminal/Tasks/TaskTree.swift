import TidemarkLive

/// The tasks of a list below those that have them as children.
struct TaskTree: Sendable {
  struct Row: Hashable, Sendable {
    var task: TaskDescription
    /// How many tasks the row is below.
    var depth = 0
    /// For the last levels above, whether more follows there; the last one is the row's own.
    var trunk: [Bool] = []
    /// How many tasks the row stands for, which are alike and have no children.
    var count = 1
  }

  private(set) var rows: [Row] = []
  private var key: Int64?
  private var isFolded = true

  /// How many levels above are drawn; a chain may be as long as it likes.
  static let levels = 40

  /// How many tasks that are alike are shown as one row.
  static let fold = 4

  mutating func update(_ list: TaskList?, isFolded: Bool) {
    guard let list else {
      rows = []
      key = nil
      return
    }
    guard key != list.time || isFolded != self.isFolded else { return }
    key = list.time
    self.isFolded = isFolded
    rows = Self.rows(list.tasks, isFolded: isFolded)
  }

  /// The index of a task's row; nil as well when it is one of those that a row stands for.
  func index(of address: UInt64?) -> Int? {
    address.flatMap { address in rows.firstIndex { $0.task.address == address } }
  }

  static func rows(_ tasks: [TaskDescription], isFolded: Bool = true) -> [Row] {
    let known = Set(tasks.lazy.map(\.id).filter { $0 != 0 })
    var roots: [TaskDescription] = []
    var children: [UInt64: [TaskDescription]] = [:]
    for task in tasks.sorted(by: { ($0.id, $0.address) < ($1.id, $1.address) }) {
      if let parent = task.parent, parent != task.id, known.contains(parent) {
        children[parent, default: []].append(task)
      } else {
        roots.append(task)
      }
    }
    var rows: [Row] = []
    var visited: Set<UInt64> = []
    // A stack instead of recursion: a chain of children may be as long as it likes.
    var waiting = folded(roots, children, nil, isFolded)
    while let row = waiting.popLast() {
      rows.append(row)
      guard row.count == 1, row.task.id != 0, visited.insert(row.task.id).inserted else { continue }
      waiting += folded(children[row.task.id] ?? [], children, row, isFolded)
    }
    // What is torn may claim to be its own ancestor; it is shown all the same, without a parent.
    let reached = visited
    for (parent, found) in children.sorted(by: { $0.key < $1.key })
    where !reached.contains(parent) {
      rows += found.filter { visited.insert($0.id).inserted }.map { Row(task: $0) }
    }
    return rows
  }

  /// Returns rows for siblings, the last one first.
  private static func folded(
    _ tasks: [TaskDescription], _ children: [UInt64: [TaskDescription]], _ parent: Row?,
    _ isFolded: Bool
  ) -> [Row] {
    struct Kind: Hashable {
      var name: Substring?
      var place: Frame?
      var state: TaskDescription.State?
      var wait: TaskDescription.Wait?
    }
    func kind(_ task: TaskDescription) -> Kind {
      Kind(
        name: task.name.map { $0.prefix { !$0.isNumber } }, place: task.creation.first,
        state: task.state, wait: task.waitsFor)
    }
    var counts: [Kind: Int] = [:]
    let isLeaf = tasks.map { children[$0.id] == nil || $0.id == 0 }
    if isFolded {
      for (task, isLeaf) in zip(tasks, isLeaf) where isLeaf { counts[kind(task), default: 0] += 1 }
    }
    var rows: [Row] = []
    var seen: Set<Kind> = []
    for (task, isLeaf) in zip(tasks, isLeaf) {
      guard isFolded, isLeaf, let count = counts[kind(task)], count >= fold else {
        rows.append(Row(task: task))
        continue
      }
      if seen.insert(kind(task)).inserted {
        rows.append(Row(task: task, count: count))
      }
    }
    for index in rows.indices {
      rows[index].depth = parent.map { $0.depth + 1 } ?? 0
      rows[index].trunk = (parent?.trunk ?? []).suffix(levels - 1) + [index < rows.count - 1]
    }
    return rows.reversed()
  }
}
