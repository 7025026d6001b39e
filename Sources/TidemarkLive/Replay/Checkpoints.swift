/// States at the beginnings of blocks: some all over a recording, and those of the last few blocks.
struct Checkpoints {
  struct Checkpoint {
    var state: TransitionState
    /// How many lists had been taken.
    var mark: Int
    var block: Int
  }

  /// How many are kept of each sort.
  static let spread = 16
  static let recent = 4

  private var kept: [Checkpoint] = []
  private var latest: [Checkpoint] = []
  private var stride = 1

  mutating func keep(_ state: TransitionState, mark: Int, block: Int) {
    let checkpoint = Checkpoint(state: state, mark: mark, block: block)
    latest.removeAll { $0.block == block }
    latest.append(checkpoint)
    if latest.count > Self.recent { latest.removeFirst() }
    guard block % stride == 0, !kept.contains(where: { $0.block == block }) else { return }
    kept.append(checkpoint)
    if kept.count > Self.spread {
      stride *= 2
      kept.removeAll { $0.block % stride != 0 }
    }
  }

  /// Returns the last one of a block that fits; there is always one for the first block.
  func last(where fits: (Int) -> Bool) -> Checkpoint {
    let found = (kept + latest).filter { fits($0.block) }.max { $0.block < $1.block }
    return found ?? Checkpoint(state: TransitionState(), mark: 0, block: 0)
  }
}
